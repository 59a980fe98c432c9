//! Environment variables: their definitions, the values that travel with them, and who uses them.

pub(crate) mod secret_in_variable;
pub(crate) mod undefined_variable;
pub(crate) mod variable_value_in_package;
