//! The names of connectors, and whether two of them may be one connector.

use inventory::ConnectorTable;

/// Whether two names can be of one connector. `custom`: one of them is known to be a custom connector's.
pub(crate) fn may_be_one(one: &str, other: &str, custom: bool) -> bool {
    if one.eq_ignore_ascii_case(other) {
        return true;
    }
    // Custom connectors are named anew in each environment; only their first part stays.
    let custom = custom || looks_custom(one) || looks_custom(other);
    custom && {
        let (one, other) = (base(one), base(other));
        one.starts_with(&other) || other.starts_with(&one)
    }
}

/// Whether two names, the second as an inventory states it, are known to be of one connector or of two; `None` where it cannot
/// be told. Two that the table does not know may be a custom connector under its names in two environments.
pub(crate) fn same(table: &ConnectorTable, one: &str, other: &str) -> Option<bool> {
    let bare = |name: &str| name.trim().to_lowercase().trim_start_matches("shared_").to_owned();
    // A file that is kept by hand may name a connector for people.
    if bare(one) == bare(other) || table.label(one).eq_ignore_ascii_case(other.trim()) {
        return Some(true);
    }
    let is_name = |name: &str| name.trim().to_ascii_lowercase().starts_with("shared_");
    let listed = table.get(one).is_some() || table.get(other).is_some();
    (listed && is_name(one) && is_name(other)).then_some(false)
}

/// Custom connectors' names hold escaped characters (`shared_contoso-5fpayroll-5f0d2e…`, in old exports with dots).
pub(crate) fn looks_custom(connector: &str) -> bool {
    decode(connector).1
}

/// A connector's name without its prefix, its escapes and whatever hash an environment puts behind it, letters and digits only.
fn base(connector: &str) -> String {
    let (decoded, _) = decode(connector);
    let bare = decoded.strip_prefix("shared_").unwrap_or(&decoded);
    let words: Vec<&str> = bare.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let kept = words.iter().rposition(|word| !is_hash(word)).map_or(words.len(), |last| last + 1);
    words.iter().take(kept).copied().collect()
}

fn is_hash(word: &str) -> bool {
    word.len() >= 8
        && word.chars().all(|char| char.is_ascii_hexdigit())
        && word.chars().any(|char| char.is_ascii_digit())
}

/// A name in lower case with `-5f`, `.20` and the like replaced by what they stand for, and whether there were any.
fn decode(connector: &str) -> (String, bool) {
    let lower = connector.to_ascii_lowercase();
    let mut pieces = lower.split(['-', '.']);
    let mut decoded = pieces.next().unwrap_or_default().to_owned();
    let mut escaped = false;
    for piece in pieces {
        let byte = piece
            .get(..2)
            .and_then(|code| u8::from_str_radix(code, 16).ok())
            .filter(|byte| (0x20..0x80).contains(byte));
        match (byte, piece.get(2..)) {
            (Some(byte), Some(rest)) if !char::from(byte).is_ascii_alphanumeric() => {
                escaped = true;
                decoded.push(char::from(byte));
                decoded.push_str(rest);
            }
            _ => {
                decoded.push('-');
                decoded.push_str(piece);
            }
        }
    }
    (decoded, escaped)
}

#[cfg(test)]
mod tests {
    use inventory::ConnectorTable;

    use super::{base, looks_custom, may_be_one, same};

    #[test]
    fn only_names_that_are_surely_of_two_connectors_differ() {
        let table = ConnectorTable::built_in();
        let same = |one, other| same(&table, one, other);
        assert_eq!(same("shared_sql", "Shared_SQL"), Some(true));
        assert_eq!(same("shared_sql", "sql"), Some(true));
        assert_eq!(same("shared_sql", "SQL Server"), Some(true));
        assert_eq!(same("shared_sql", "shared_teams"), Some(false));
        assert_eq!(same("shared_sql", "shared_contoso-5fpayroll-5f0d2e4b6a8c0e1f3a5b"), Some(false));
        assert_eq!(
            same("shared_contoso-5fpayroll-5f0d2e4b6a8c0e1f3a5b", "shared_contoso-5fpay-5f99887766554433221100"),
            None
        );
        assert_eq!(same("shared_sql", "Payroll"), None);
    }

    #[test]
    fn custom_connectors_may_be_one_under_two_names() {
        let payroll = "shared_contoso-5fpayroll-5f0d2e4b6a8c0e1f3a5b";
        assert!(may_be_one(payroll, "shared_contoso-5fpayroll-5f99887766554433221100", false));
        assert!(may_be_one("shared_contosopayroll", "shared_contosopayrolls", true));
        assert!(!may_be_one("shared_contosopayroll", "shared_contosopayrolls", false));
        assert!(!may_be_one(payroll, "shared_sql", false));
    }

    #[test]
    fn custom_connectors_are_told_by_escapes() {
        assert!(looks_custom("shared_contoso-5fpayroll-5f0d2e4b6a8c0e1f3a5b"));
        assert!(looks_custom("shared_contoso.20payroll.5f0d2e4b6a8c0e1f3a5b"));
        assert!(!looks_custom("shared_service-now"));
        assert!(!looks_custom("shared_commondataserviceforapps"));
    }

    #[test]
    fn the_base_of_a_name_is_the_same_in_every_environment() {
        assert_eq!(base("shared_contoso-5fpayroll-5f0d2e4b6a8c0e1f3a5b"), "contosopayroll");
        assert_eq!(base("shared_contoso-5Fpayroll-5F99887766554433221100"), "contosopayroll");
        assert_eq!(base("shared_contoso.20payroll.5f0d2e4b6a8c0e1f3a5b"), "contosopayroll");
        assert_eq!(base("shared_service-now"), "servicenow");
    }
}
