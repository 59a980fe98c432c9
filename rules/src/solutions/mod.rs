//! The solution as a whole: dependencies, components, child flows, publisher, version.

mod calls;
pub(crate) mod child_flow_cycle;
pub(crate) mod child_flow_missing;
pub(crate) mod child_flow_off;
pub(crate) mod child_flow_without_response;
pub(crate) mod custom_connector_with_users;
pub(crate) mod default_publisher;
pub(crate) mod flow_turned_off;
pub(crate) mod invoker_in_child_flow;
mod kinds;
pub(crate) mod missing_dependency;
