//! Which changes of which rows start a flow.

use solution::model::Trigger;
use syntax::Value;

use super::settings;
use crate::operations::{Operation, Store, Verb};

/// Changes of rows that a trigger waits for.
#[derive(Debug)]
pub(super) struct RowEvents<'t> {
    /// The table's logical name, or the list as the trigger names it.
    pub(super) table: &'t str,
    /// The site of a list; `None` for Dataverse.
    site: Option<&'t str>,
    /// Rows that are added.
    pub(super) added: bool,
    /// Rows that are changed.
    pub(super) changed: bool,
    /// Rows that are deleted.
    pub(super) deleted: bool,
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
            site: None,
            added: matches!(message, 1 | 4 | 5 | 7),
            changed: matches!(message, 3 | 4 | 6 | 7),
            deleted: matches!(message, 2 | 5 | 6 | 7),
            columns,
            filter: text("filterexpression"),
        })
    }

    /// Reads a trigger of a list or library.
    ///
    /// <https://learn.microsoft.com/connectors/sharepointonline/#triggers>
    pub(super) fn of_list(trigger: &Trigger<'t>) -> Option<Self> {
        let inputs: &'t Value<'t> = trigger.definition.get("inputs")?;
        let changed = match inputs.at(&["host", "operationId"])?.as_str()? {
            "GetOnUpdatedItems" | "GetOnUpdatedFileItems" => true,
            "GetOnNewItems" | "GetOnNewFileItems" => false,
            _ => return None,
        };
        let text =
            |name: &str| inputs.at(&["parameters", name]).and_then(Value::as_str).filter(|text| !text.is_empty());
        let (site, table) = (Some(text("dataset")?), text("table")?);
        Some(Self { table, site, added: true, changed, deleted: false, columns: Some(Vec::new()), filter: None })
    }

    /// Whether an operation works on the same table, so that it may be such a change. What is computed is the same only where it is computed
    /// in the same words.
    pub(super) fn is_table_of(&self, operation: &Operation<'t>) -> bool {
        match self.site {
            // Another environment has tables of the same names.
            None => {
                operation.store == Store::Dataverse
                    && operation.parameter("organization").is_none()
                    && operation.table().is_some_and(|set| set.eq_ignore_ascii_case(&set_name(self.table)))
            }
            Some(site) => {
                let same = |name: &str, value: &str| {
                    let text = operation.parameter(name).and_then(Value::as_str);
                    text.is_some_and(|text| text.eq_ignore_ascii_case(value))
                };
                operation.store == Store::SharePoint && same("dataset", site) && same("table", self.table)
            }
        }
    }

    /// What an operation does to rows, in words, where the trigger waits for that.
    pub(super) fn waits_for(&self, verb: Verb) -> Option<(&'static str, &'static str)> {
        match verb {
            Verb::Create if self.added => Some(("is added", "adds")),
            Verb::Update | Verb::Upsert if self.changed => Some(("changes", "changes")),
            Verb::Delete if self.deleted => Some(("is deleted", "deletes")),
            _ => None,
        }
    }

    /// `a row of table account`, `an item of list Orders`.
    pub(super) fn row(&self) -> String {
        let (row, table) = if self.site.is_some() { ("an item", "list") } else { ("a row", "table") };
        // Names that are computed say nothing.
        if self.table.starts_with('@') {
            format!("{row} of the {table}")
        } else {
            format!("{row} of {table} {}", self.table)
        }
    }
}

/// The name of a table's set, by which actions call it: the plural that Dataverse makes of the logical name. All 99 tables in public
/// packages that say theirs (`EntitySetName`) follow it.
fn set_name(logical_name: &str) -> String {
    let name = logical_name.to_ascii_lowercase();
    let stem = name.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    match stem {
        Some(stem) => format!("{stem}ies"),
        None if ["s", "x", "z", "ch", "sh"].iter().any(|ending| name.ends_with(ending)) => format!("{name}es"),
        None => format!("{name}s"),
    }
}

/// The trigger's own conditions, as written.
pub(super) fn conditions<'t>(trigger: &Trigger<'t>) -> Vec<&'t str> {
    let conditions: &'t [Value<'t>] = trigger.definition.get("conditions").map(Value::items).unwrap_or_default();
    conditions.iter().filter_map(|condition| condition.get("expression")?.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::set_name;

    #[test]
    fn sets_have_the_plural_that_dataverse_makes() {
        for (table, set) in [
            ("account", "accounts"),
            ("opportunity", "opportunities"),
            ("contoso_survey", "contoso_surveys"),
            ("contoso_address", "contoso_addresses"),
            ("contoso_Batch", "contoso_batches"),
            ("contoso_locationdata", "contoso_locationdatas"),
        ] {
            assert_eq!(set_name(table), set);
        }
    }
}
