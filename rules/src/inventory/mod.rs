//! The files of facts about the environment: whether they can be relied on.

pub(crate) mod inventory_conflict;
pub(crate) mod stale_inventory;
