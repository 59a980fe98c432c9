//! What makes a flow slow or costly.

pub(crate) mod list_without_columns;
pub(crate) mod list_without_filter;
pub(crate) mod list_without_limit;
