//! Whether a deployer may use a connection.

use crate::{Environment, Lookup, PrincipalKind, Role, Source, Who};

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
    /// The list of shares may not be whole.
    Partial,
    /// The list was made by a tool that leaves service principals out of it.
    LeavesOutServicePrincipals,
    /// It is shared with a group or the tenant, which may hold the deployer.
    Indirect(String),
    /// It is in the list, with a role that is left out or of a name that is not known.
    UnknownRole,
    /// The object id of the deployer is not known, so that it cannot be told from the ids in the list.
    Unidentified,
}

/// Whether a deployer has at least `minimum` on a connection, or owns it.
///
/// Only a list that is whole, and in which every share is known to be somebody else's, proves that it has not.
pub(crate) fn access(environment: &Environment, connection: &str, deployer: &Who, minimum: Role) -> Access {
    let same = |who: &Who| environment.principals.same(who, deployer);
    let owner = environment.connection(connection).known().and_then(|connection| connection.owner.as_ref());
    let owns = owner.and_then(|owner| same(&owner.value));
    if let (Some(owner), Some(true)) = (owner, owns) {
        return Access::Owner(owner.source);
    }
    let Lookup::Known(list) = environment.permissions(connection) else {
        return Access::Unknown(UnknownAccess::NoPermissions);
    };
    let mut indirect = None;
    let mut maybe = None;
    let mut direct: Option<(Role, Source)> = None;
    for share in &list.shares {
        let identity = environment.identify(&share.who);
        if let Lookup::Known(PrincipalKind::Group | PrincipalKind::Tenant | PrincipalKind::Team) = identity.kind {
            // The tenant holds every deployer, a group may; neither is named by the deployer's own record.
            indirect = indirect.or(Some(identity.label));
            continue;
        }
        match (same(&share.who), share.role) {
            (Some(true), Some(role)) => {
                direct = direct.filter(|(known, _)| *known >= role).or(Some((role, share.source)));
            }
            (Some(true), None) => maybe = Some(UnknownAccess::UnknownRole),
            // Somebody who may be the deployer.
            (None, _) => maybe = maybe.or(Some(UnknownAccess::Unidentified)),
            (Some(false), _) => {}
        }
    }
    match direct {
        Some((Role::Owner, source)) => return Access::Owner(source),
        Some((role, source)) if role >= minimum => return Access::Granted(role, source),
        _ => {}
    }
    if !list.whole && list.leaves_out_service_principals {
        return Access::Unknown(UnknownAccess::LeavesOutServicePrincipals);
    }
    if let Some(name) = indirect {
        return Access::Unknown(UnknownAccess::Indirect(name));
    }
    if let Some(why) = maybe {
        return Access::Unknown(why);
    }
    // Every connection has an owner: where neither the list nor the connection names it, the deployer may be it.
    if !list.whole || (!list.tells_owner && owns != Some(false)) {
        return Access::Unknown(UnknownAccess::Partial);
    }
    match direct {
        Some((role, source)) => Access::TooLow(role, source),
        None => Access::Missing(list.source),
    }
}
