//! Canvas apps and the connections they say they use.

use crate::{At, Loc};

/// A canvas app.
#[derive(Debug, Clone)]
pub struct CanvasApp<'t> {
    /// Its schema name.
    pub name: At<&'t str>,
    /// The name for people.
    pub display_name: Option<At<&'t str>>,
    /// The entries of its `ConnectionReferences`.
    pub connections: Vec<AppConnection>,
    /// The element.
    pub loc: Loc,
}

/// One entry of an app's `ConnectionReferences`: JSON inside XML, so that its parts are owned and the place is the element's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppConnection {
    /// The connector's name.
    pub connector: Option<String>,
    /// The connection reference (`xrmConnectionReferenceLogicalName`): named by only 4 of 1,314 entries.
    pub reference: Option<String>,
    /// The connection that is shared with the app's users.
    pub shared_connection: Option<String>,
    /// The `ConnectionReferences` element.
    pub loc: Loc,
}
