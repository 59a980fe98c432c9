//! Canvas apps: their connections, and what the app checker found.

pub(crate) mod app_checker_advice;
pub(crate) mod app_checker_finding;
pub(crate) mod app_connection_without_reference;
pub(crate) mod app_default_control_name;
pub(crate) mod app_text_input_without_delay;
mod checker;
