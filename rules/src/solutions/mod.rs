//! The solution as a whole: dependencies, components, child flows, publisher, version.

mod calls;
pub(crate) mod child_flow_cycle;
pub(crate) mod child_flow_missing;
pub(crate) mod child_flow_off;
pub(crate) mod child_flow_without_response;
pub(crate) mod invoker_in_child_flow;
