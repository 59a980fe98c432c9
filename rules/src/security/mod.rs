//! Secrets, open doors, injection.

pub(crate) mod connector_combination;
pub(crate) mod hardcoded_environment;
pub(crate) mod hardcoded_secret;
pub(crate) mod identifier_in_flow;
pub(crate) mod injection_into_query;
pub(crate) mod invoker_token_in_action;
pub(crate) mod literal_credential;
pub(crate) mod mail_address_in_flow;
pub(crate) mod open_request_trigger;
pub(crate) mod plain_http;
pub(crate) mod secret_in_run_history;
pub(crate) mod secret_parameter_default;
mod texts;
