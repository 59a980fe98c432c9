//! The names of components.

/// Whether a schema name begins with a publisher's prefix: `contoso_ArchiveSite` with `contoso`.
pub(crate) fn has_prefix(schema_name: &str, prefix: &str) -> bool {
    let head = schema_name.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
    head && schema_name.get(prefix.len()..).is_some_and(|rest| rest.starts_with('_'))
}
