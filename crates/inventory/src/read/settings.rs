//! Deployment settings, in the dialects of pac, the build tools, pipelines and the ALM Accelerator.

use syntax::{Span, Value};

use super::record::{Record, connector_name};
use crate::settings::is_placeholder;
use crate::{Fact, InputId, Lookup, Settings, SettingsReference, SettingsVariable};

/// The settings, and the places of the variables' values.
pub(super) fn read(root: &Value<'_>, input: InputId) -> (Settings, Vec<Span>) {
    let record = |value| Record { value, input };
    let items = |key: &str| root.get_ignore_case(key).map(Value::items).unwrap_or_default();
    let references = items("ConnectionReferences").iter().filter_map(|entry| reference(record(entry))).collect();
    let mut sensitive = Vec::new();
    let variables =
        items("EnvironmentVariables").iter().filter_map(|entry| variable(record(entry), &mut sensitive)).collect();
    (Settings { input, references, variables }, sensitive)
}

fn reference(entry: Record<'_>) -> Option<SettingsReference> {
    let fact = |key: &str| entry.fact_of(entry.value.get_ignore_case(key)?);
    let filled = |key: &str| fact(key).filter(|fact| !is_placeholder(&fact.value));
    let connector = filled("ConnectorId")
        .and_then(|path| Some(Fact { value: connector_name(&path.value)?.to_owned(), source: path.source }));
    Some(SettingsReference {
        logical_name: fact("LogicalName")?,
        connection: filled("ConnectionId").map_or(Lookup::Unknown, Lookup::Known),
        filled_later: fact("ConnectionId").is_some_and(|fact| is_placeholder(&fact.value)),
        connector,
        owner: filled("ConnectionOwner"),
    })
}

fn variable(entry: Record<'_>, sensitive: &mut Vec<Span>) -> Option<SettingsVariable> {
    let schema_name = entry.fact_of(entry.value.get_ignore_case("SchemaName")?)?;
    let value = entry.value.get_ignore_case("Value");
    sensitive.extend(value.iter().chain(&entry.value.get_ignore_case("DefaultValue")).map(|value| value.span));
    let value = value.and_then(|value| entry.fact_of(value)).filter(|fact| !is_placeholder(&fact.value));
    Some(SettingsVariable { schema_name, value: value.map_or(Lookup::Unknown, Lookup::Known) })
}
