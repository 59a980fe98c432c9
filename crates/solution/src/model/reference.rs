//! Connection references as solutions declare them.

use crate::{At, Loc};

/// A `connectionreference` of customizations.xml. It carries no connection and no owner (0 of 981).
#[derive(Debug, Clone)]
pub struct ConnectionReference<'t> {
    /// The logical name: the key everywhere, compared without regard to case.
    pub logical_name: At<&'t str>,
    /// The name for people.
    pub display_name: Option<At<&'t str>>,
    /// The connector's id as it is written: `/providers/Microsoft.PowerApps/apis/shared_x`.
    pub connector_id: Option<At<&'t str>>,
    /// The GUID of the custom connector, from the nested `customconnectorid/connectorid`.
    pub custom_connector_id: Option<At<&'t str>>,
    /// What it is for.
    pub description: Option<At<&'t str>>,
    /// Whether it can be changed where it is installed (`iscustomizable`), with its place; `None` where not said.
    pub customizable: Option<At<bool>>,
    /// Whether it is active (`statecode` 0), with its place; `None` where not said.
    pub active: Option<At<bool>>,
    /// The element.
    pub loc: Loc,
}

impl<'t> ConnectionReference<'t> {
    /// The connector's name: the last segment of its id (`shared_x`).
    #[must_use]
    pub fn connector(&self) -> Option<&'t str> {
        self.connector_id.as_ref().and_then(|id| super::connector_name(id.value))
    }
}
