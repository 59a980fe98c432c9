//! Environment variables: their definitions, the values that travel with them, and who uses them.

pub(crate) mod duplicate_variables;
pub(crate) mod environment_url_in_variable;
pub(crate) mod environment_variable_type_mismatch;
pub(crate) mod secret_in_variable;
pub(crate) mod undefined_variable;
pub(crate) mod unused_variable_definition;
pub(crate) mod variable_foreign_prefix;
pub(crate) mod variable_value_in_package;
pub(crate) mod variable_without_definition;
pub(crate) mod variable_without_description;
pub(crate) mod variable_without_display_name;
pub(crate) mod variable_without_value;
