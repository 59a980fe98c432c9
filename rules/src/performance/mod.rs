//! What makes a flow slow or costly.

pub(crate) mod append_in_loop;
pub(crate) mod complex_flow;
pub(crate) mod connector_call_in_loop;
pub(crate) mod constant_variable;
pub(crate) mod heavy_switch;
pub(crate) mod large_flow_without_scope;
pub(crate) mod list_filtered_afterwards;
pub(crate) mod list_without_columns;
pub(crate) mod list_without_filter;
pub(crate) mod list_without_limit;
pub(crate) mod many_serial_variables;
pub(crate) mod nested_loops;
pub(crate) mod sequential_loop;
pub(crate) mod unused_output;
