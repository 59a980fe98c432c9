//! Connectors: their names, and the custom ones that a package carries.

use crate::{At, Loc};

/// A custom connector that the solution carries.
#[derive(Debug, Clone)]
pub struct CustomConnector<'t> {
    /// Its schema name (`contoso_5Fpayroll`).
    pub name: At<&'t str>,
    /// The name for people.
    pub display_name: Option<At<&'t str>>,
    /// The GUID, braces removed, in lower case.
    pub id: Option<String>,
    /// The element or file.
    pub loc: Loc,
}

/// The name of a connector from an id of any scope (`…/apis/shared_x`), or the name itself where there is no path.
/// `None` where nothing is left.
#[must_use]
pub fn connector_name(id: &str) -> Option<&str> {
    id.trim_end_matches('/').rsplit('/').next().map(str::trim).filter(|name| !name.is_empty())
}
