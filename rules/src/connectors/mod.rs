//! Custom connectors: their definitions, hosts and authentication.

pub(crate) mod connector_default_colour;
pub(crate) mod connector_definition_invalid;
pub(crate) mod connector_development_host;
pub(crate) mod connector_parameters_invalid;
pub(crate) mod connector_plain_http;
pub(crate) mod connector_without_security;
pub(crate) mod connector_without_title;
pub(crate) mod dangling_definition_ref;
mod definition;
pub(crate) mod duplicate_operation_id;
pub(crate) mod indistinguishable_paths;
pub(crate) mod operation_parameters_invalid;
pub(crate) mod operation_without_id;
pub(crate) mod operation_without_summary;
pub(crate) mod secret_in_connector;
pub(crate) mod undefined_security_scheme;
