//! Connectors: their names, and the custom ones that a package carries.

use syntax::Value;

use crate::{At, FileId, Loc};

/// A custom connector that the solution carries.
#[derive(Debug, Clone)]
pub struct CustomConnector<'t> {
    /// Its schema name (`contoso_5Fpayroll`).
    pub name: At<&'t str>,
    /// The name for people.
    pub display_name: Option<At<&'t str>>,
    /// The GUID, braces removed, in lower case.
    pub id: Option<String>,
    /// The colour behind its icon (`#007ee5`), as written.
    pub brand_colour: Option<At<&'t str>>,
    /// Its `OpenAPI` definition, `<schema name>_openapidefinition.json`.
    pub definition: Option<ConnectorPart<'t>>,
    /// What a connection asks for, `<schema name>_connectionparameters.json`.
    pub parameters: Option<ConnectorPart<'t>>,
    /// The policies on requests and answers, `<schema name>_policytemplateinstances.json`: a list, or `null`.
    pub policies: Option<ConnectorPart<'t>>,
    /// The element or file.
    pub loc: Loc,
}

/// A JSON file of a connector, if it was read and is well-formed.
#[derive(Debug, Clone, Copy)]
pub struct ConnectorPart<'t> {
    /// The file.
    pub file: FileId,
    /// What is in it.
    pub root: &'t Value<'t>,
}

impl ConnectorPart<'_> {
    /// The place of a value of this file.
    #[must_use]
    pub fn loc(&self, value: &Value<'_>) -> Loc {
        Loc::new(self.file, value.span)
    }
}

/// The name of a connector from an id of any scope (`…/apis/shared_x`, with or without `/connections/…` behind it), or the
/// name itself where there is no path. `None` where nothing is left.
#[must_use]
pub fn connector_name(id: &str) -> Option<&str> {
    const MARK: &str = "/apis/";
    let behind = id.rmatch_indices('/').find_map(|(at, _)| {
        let (mark, behind) = id.get(at..)?.split_at_checked(MARK.len())?;
        mark.eq_ignore_ascii_case(MARK).then_some(behind)
    });
    let name = match behind {
        Some(rest) => rest.split('/').next(),
        None => id.trim_end_matches('/').rsplit('/').next(),
    };
    name.map(str::trim).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::connector_name;

    #[test]
    fn a_connector_is_named_by_ids_of_every_scope() {
        for id in [
            "shared_x",
            "/providers/Microsoft.PowerApps/apis/shared_x",
            "/providers/microsoft.powerapps/apis/shared_x/",
            "/providers/Microsoft.PowerApps/scopes/admin/environments/e/apis/shared_x",
            "/providers/Microsoft.PowerApps/apis/shared_x/connections/0f0f",
        ] {
            assert_eq!(connector_name(id), Some("shared_x"), "{id}");
        }
        assert_eq!(connector_name("/"), None);
        assert_eq!(connector_name("  "), None);
    }
}
