//! What makes a flow fail, race, or run more often than it should.

pub(crate) mod catch_covers_some;
pub(crate) mod delete_without_condition;
pub(crate) mod frequent_recurrence;
pub(crate) mod http_without_retry;
pub(crate) mod late_response;
pub(crate) mod long_wait;
pub(crate) mod no_error_handling;
pub(crate) mod recursive_trigger;
pub(crate) mod response_missing_on_failure;
pub(crate) mod retry_not_exponential;
pub(crate) mod retry_turned_off;
pub(crate) mod silent_catch;
pub(crate) mod split_on_with_concurrency;
pub(crate) mod static_result_enabled;
pub(crate) mod status_not_checked;
pub(crate) mod trigger_concurrency;
pub(crate) mod trigger_without_condition;
pub(crate) mod trigger_without_filtering_columns;
pub(crate) mod trigger_without_row_filter;
pub(crate) mod unbounded_until;
pub(crate) mod variable_race;

mod callers;
mod events;
mod failures;
mod grouped;
mod guards;
mod readers;
mod settings;
mod written;
