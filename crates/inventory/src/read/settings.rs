//! Deployment settings, in the dialects of pac, the build tools, pipelines and the ALM Accelerator.

use syntax::{Kind, Span, Value};

use super::document::Document;
use super::record::{Record, connector_name};
use super::source::SourceKind;
use super::{Content, Problem, Read, sensitive};
use crate::settings::is_placeholder;
use crate::{Fact, InputId, InputKind, Lookup, Settings, SettingsReference, SettingsVariable};

/// Deployment settings.
pub(super) static SETTINGS: SourceKind = SourceKind {
    name: "deployment settings",
    recognises: |document| {
        let has =
            |key: &str| document.root.get_ignore_case(key).is_some_and(|value| matches!(value.kind, Kind::Array(_)));
        has("ConnectionReferences") || has("EnvironmentVariables")
    },
    read: from_document,
};

fn from_document(document: &Document<'_>) -> Result<Content, Problem> {
    let (settings, mut spans) = read(&document.root, document.id);
    let records = settings.references.len() + settings.variables.len();
    spans.extend(sensitive::spans(&document.root));
    spans.sort_unstable();
    Ok(Content { kind: InputKind::Settings, read: Read::Settings(settings), date: None, records, sensitive: spans })
}

/// The settings, and the places of the variables' values.
fn read(root: &Value<'_>, input: InputId) -> (Settings, Vec<Span>) {
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
