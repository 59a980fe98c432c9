//! Accounts, owners and shares.

pub(crate) mod facts;
pub(crate) mod not_in_common_solution;
pub(crate) mod not_shared_with_deployer;
pub(crate) mod personal_connection;
pub(crate) mod several_owners;
