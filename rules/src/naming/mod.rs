//! Names and descriptions.

pub(crate) mod unused_flow_variable;
