//! Whether a deployer may use a connection.

use crate::{Role, Source};

/// What a deployer may do with a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// It owns the connection.
    Owner(Source),
    /// It has the role or a higher one.
    Granted(Role, Source),
    /// It has a lower role.
    TooLow(Role, Source),
    /// The whole list of shares does not name it. The place is the list.
    Missing(Source),
    /// It cannot be told.
    Unknown(UnknownAccess),
}

/// Why it cannot be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnknownAccess {
    /// No permissions of this connection were given.
    NoPermissions,
    /// The list of shares may leave service principals out.
    Partial,
    /// It is shared with a group or the tenant, which may hold the deployer.
    Indirect(String),
    /// The object id of the deployer is not known, so that it cannot be told from the ids in the list.
    Unidentified,
}
