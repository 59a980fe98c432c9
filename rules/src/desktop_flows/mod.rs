//! Desktop flows, as far as the package holds them.

pub(crate) mod empty_block_error_handler;
pub(crate) mod empty_script_branch;
pub(crate) mod endless_script_loop;
pub(crate) mod long_script_variable_name;
pub(crate) mod long_script_wait;
pub(crate) mod many_script_arguments;
pub(crate) mod many_script_waits;
pub(crate) mod nested_script_conditions;
pub(crate) mod password_in_script;
mod place;
pub(crate) mod script_input_with_default;
pub(crate) mod subflow_recursion;
pub(crate) mod unused_subflow;
