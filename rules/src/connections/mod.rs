//! Accounts, owners and shares.

pub(crate) mod bound_to_other_connector;
pub(crate) mod connection_error;
pub(crate) mod connection_of_another_environment;
pub(crate) mod creator_only_connection;
pub(crate) mod deployer_cannot_share;
pub(crate) mod facts;
pub(crate) mod guest_connection;
pub(crate) mod not_in_common_solution;
pub(crate) mod not_shared_with_deployer;
pub(crate) mod owner_disabled;
pub(crate) mod personal_connection;
pub(crate) mod principal_expiring;
pub(crate) mod several_owners;
pub(crate) mod signed_in_as_another;
pub(crate) mod unbound_reference;
