//! What makes a flow slow or costly.

pub(crate) mod append_in_loop;
pub(crate) mod connector_call_in_loop;
pub(crate) mod constant_variable;
pub(crate) mod list_without_columns;
pub(crate) mod list_without_filter;
pub(crate) mod list_without_limit;
pub(crate) mod nested_loops;
pub(crate) mod sequential_loop;
