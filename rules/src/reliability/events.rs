//! Which changes of which rows start a flow.

use solution::model::Trigger;
use syntax::Value;

use super::settings;

/// Changes of rows that a Dataverse trigger waits for.
#[derive(Debug)]
pub(super) struct RowEvents<'t> {
    /// The table's logical name.
    pub(super) table: &'t str,
    /// Rows that are changed.
    pub(super) changed: bool,
    /// The columns of which one has to be written for a change to count; empty: any. `None` where they are computed.
    pub(super) columns: Option<Vec<&'t str>>,
    /// What a row has to fulfil.
    pub(super) filter: Option<&'t str>,
}

impl<'t> RowEvents<'t> {
    /// Reads a trigger of the present Dataverse connector: `SubscribeWebhookTrigger`, or a call of `callbackregistrations` in
    /// exports up to about 2021.
    ///
    /// <https://learn.microsoft.com/power-apps/developer/data-platform/reference/entities/callbackregistration>
    pub(super) fn of(trigger: &Trigger<'t>) -> Option<Self> {
        let inputs: &'t Value<'t> = trigger.definition.get("inputs")?;
        let operation = inputs.at(&["host", "operationId"]).and_then(Value::as_str);
        let path = inputs.get("path").and_then(Value::as_str);
        let (parameters, prefix) = if operation.is_some_and(|id| id.eq_ignore_ascii_case("SubscribeWebhookTrigger")) {
            (inputs.get("parameters")?, "subscriptionRequest/")
        } else if path.is_some_and(|path| path.to_ascii_lowercase().ends_with("/callbackregistrations")) {
            (inputs.get("body")?, "")
        } else {
            return None;
        };
        let text = |name: &str| {
            let value = parameters.get_ignore_case(&format!("{prefix}{name}"))?;
            value.as_str().map(str::trim).filter(|text| !text.is_empty())
        };
        let message = settings::whole_number(parameters.get_ignore_case(&format!("{prefix}message"))?)?;
        let columns = match text("filteringattributes") {
            Some(columns) if columns.contains('@') => None,
            Some(columns) => Some(columns.split(',').map(str::trim).filter(|column| !column.is_empty()).collect()),
            None => Some(Vec::new()),
        };
        Some(Self {
            table: text("entityname").filter(|table| !table.contains('@'))?,
            changed: matches!(message, 3 | 4 | 6 | 7),
            columns,
            filter: text("filterexpression"),
        })
    }
}

/// The trigger's own conditions, as written.
pub(super) fn conditions<'t>(trigger: &Trigger<'t>) -> Vec<&'t str> {
    let conditions: &'t [Value<'t>] = trigger.definition.get("conditions").map(Value::items).unwrap_or_default();
    conditions.iter().filter_map(|condition| condition.get("expression")?.as_str()).collect()
}
