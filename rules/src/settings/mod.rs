//! Deployment settings, against the packages that they are for and against each other.

pub(crate) mod connection_in_two_environments;
mod packages;
pub(crate) mod settings_duplicate_entry;
pub(crate) mod settings_empty_value;
pub(crate) mod settings_missing_entry;
pub(crate) mod settings_secret;
pub(crate) mod settings_surplus_entry;
pub(crate) mod settings_wrong_connector;
