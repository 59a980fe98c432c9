//! Data policies: which connectors may be used, and used together.

pub(crate) mod banned_connector;
pub(crate) mod connector_blocked_by_policy;
pub(crate) mod connector_groups_mixed;
mod groups;
pub(crate) mod premium_connector;
mod users;
