//! Connection references and their users, from the packages alone.

pub(crate) mod connection_without_reference;
pub(crate) mod connector_mismatch;
pub(crate) mod declared_twice;
pub(crate) mod duplicate_references;
pub(crate) mod invoker_in_unattended_flow;
pub(crate) mod keys;
pub(crate) mod personal_data_in_name;
pub(crate) mod reference_default_name;
pub(crate) mod reference_inactive;
pub(crate) mod reference_name_pattern;
pub(crate) mod reference_not_customizable;
pub(crate) mod reference_without_connector;
pub(crate) mod reference_without_description;
pub(crate) mod same_connector_twice_in_flow;
pub(crate) mod undeclared_reference;
pub(crate) mod unknown_connection_key;
pub(crate) mod unused_connection_key;
pub(crate) mod unused_reference;
