//! The solution as a whole: dependencies, components, child flows, publisher, version.

pub(crate) mod child_flow_cycle;
pub(crate) mod child_flow_missing;
pub(crate) mod child_flow_off;
pub(crate) mod child_flow_without_response;
pub(crate) mod classic_artefact;
pub(crate) mod custom_connector_with_users;
pub(crate) mod default_publisher;
pub(crate) mod duplicate_component;
pub(crate) mod file_without_root_component;
pub(crate) mod flow_turned_off;
pub(crate) mod foreign_component_prefix;
mod held;
pub(crate) mod invoker_in_child_flow;
mod kinds;
pub(crate) mod managed_as_source;
pub(crate) mod missing_dependency;
pub(crate) mod removed_component;
pub(crate) mod root_component_without_file;
pub(crate) mod version_format;
pub(crate) mod version_not_raised;
pub(crate) mod whole_system_table;
