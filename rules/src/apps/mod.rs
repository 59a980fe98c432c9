//! Canvas apps: their connections, their formulas, and what the app checker found.

pub(crate) mod app_checker_advice;
pub(crate) mod app_checker_finding;
pub(crate) mod app_connection_without_reference;
pub(crate) mod app_constant_condition;
pub(crate) mod app_control_name_pattern;
pub(crate) mod app_control_of_other_screen;
pub(crate) mod app_default_control_name;
pub(crate) mod app_duplicate_formula;
pub(crate) mod app_global_on_one_screen;
pub(crate) mod app_hardcoded_environment;
pub(crate) mod app_long_formula;
pub(crate) mod app_many_controls;
pub(crate) mod app_needless_comparison;
pub(crate) mod app_reads_in_loop;
pub(crate) mod app_secret_in_formula;
pub(crate) mod app_start_loads_in_turn;
pub(crate) mod app_text_input_without_delay;
pub(crate) mod app_unreachable_screen;
pub(crate) mod app_unused_connection;
pub(crate) mod app_unused_table;
pub(crate) mod app_unused_variable;
pub(crate) mod app_variable_name_pattern;
pub(crate) mod app_writes_in_loop;
mod checker;
mod formulas;
