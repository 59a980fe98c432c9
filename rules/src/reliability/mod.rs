//! What makes a flow fail, race, or run more often than it should.

pub(crate) mod frequent_recurrence;
pub(crate) mod http_without_retry;
pub(crate) mod no_error_handling;
pub(crate) mod retry_not_exponential;
pub(crate) mod retry_turned_off;
pub(crate) mod silent_catch;
pub(crate) mod split_on_with_concurrency;
pub(crate) mod static_result_enabled;
pub(crate) mod trigger_concurrency;
pub(crate) mod trigger_without_condition;
pub(crate) mod trigger_without_filtering_columns;
pub(crate) mod trigger_without_row_filter;
pub(crate) mod variable_race;

mod events;
mod failures;
mod retries;
mod settings;
