//! Deployment settings, in the dialects of pac, the build tools, pipelines and the ALM Accelerator.

use std::collections::HashMap;

use syntax::{Kind, Span, Value};

use super::document::Document;
use super::record::{Record, connector_name, fold_id};
use super::source::SourceKind;
use super::{Content, Read, sensitive};
use crate::settings::{Filling, is_placeholder};
use crate::{Fact, InputId, InputKind, Lookup, Repeat, Settings, SettingsReference, SettingsVariable, Source};

/// The number of the secret type.
const SECRET: &str = "100000005";

/// Deployment settings.
pub(super) static SETTINGS: SourceKind = SourceKind {
    name: "deployment settings",
    recognises: |document| {
        let has =
            |key: &str| document.root.get_ignore_case(key).is_some_and(|value| matches!(value.kind, Kind::Array(_)));
        has("ConnectionReferences") || has("EnvironmentVariables")
    },
    read: |document| Ok(from_document(document)),
};

fn from_document(document: &Document<'_>) -> Content {
    let (settings, mut spans) = read(&document.root, document.id);
    let records = settings.references.len() + settings.variables.len();
    spans.extend(sensitive::spans(&document.root));
    spans.sort_unstable();
    Content { kind: InputKind::Settings, read: Read::Settings(settings), date: None, records, sensitive: spans }
}

/// The settings, and the places of the variables' values.
fn read(root: &Value<'_>, input: InputId) -> (Settings, Vec<Span>) {
    let record = |value| Record { value, input };
    let items = |key: &str| root.get_ignore_case(key).map(Value::items).unwrap_or_default();
    let mut above = Above::default();
    let references =
        items("ConnectionReferences").iter().filter_map(|entry| reference(record(entry), &mut above)).collect();
    let mut sensitive = Vec::new();
    let mut above = Above::default();
    let variables = items("EnvironmentVariables")
        .iter()
        .filter_map(|entry| variable(record(entry), &mut above, &mut sensitive))
        .collect();
    (Settings { input, references, variables }, sensitive)
}

/// The entries above, by name in lower case: where the name stands, and what they say.
#[derive(Default)]
struct Above(HashMap<String, (Source, String)>);

impl Above {
    /// Whether an entry of this name was met before. What entries say is kept while the file is read, and no longer.
    fn repeat(&mut self, name: &Fact<String>, says: String) -> Option<Repeat> {
        let key = fold_id(&name.value);
        if let Some((first, said)) = self.0.get(&key) {
            return Some(Repeat { first: *first, same: *said == says });
        }
        self.0.insert(key, (name.source, says));
        None
    }
}

fn reference(entry: Record<'_>, above: &mut Above) -> Option<SettingsReference> {
    let member = |key: &str| entry.value.get_ignore_case(key);
    let fact = |key: &str| entry.fact_of(member(key)?);
    let filled = |key: &str| fact(key).filter(|fact| !is_placeholder(&fact.value));
    let connector = filled("ConnectorId")
        .and_then(|path| Some(Fact { value: connector_name(&path.value)?.to_owned(), source: path.source }));
    let logical_name = fact("LogicalName")?;
    let id = member("ConnectionId");
    let filling = id.map_or(Filling::Empty, |id| filling(id, Filling::of_id));
    let says = ["ConnectionId", "ConnectorId"].map(|key| fact(key).map(|fact| fold_id(&fact.value)));
    Some(SettingsReference {
        repeats: above.repeat(&logical_name, format!("{says:?}")),
        logical_name,
        connection: filled("ConnectionId").map_or(Lookup::Unknown, Lookup::Known),
        filled_later: matches!(filling, Filling::Token | Filling::Template),
        filling,
        connection_at: id.map_or(entry.source(), |id| entry.at(id.span)),
        connector,
        owner: filled("ConnectionOwner"),
    })
}

fn variable(entry: Record<'_>, above: &mut Above, sensitive: &mut Vec<Span>) -> Option<SettingsVariable> {
    let schema_name = entry.fact_of(entry.value.get_ignore_case("SchemaName")?)?;
    let value = entry.value.get_ignore_case("Value");
    sensitive.extend(value.iter().chain(&entry.value.get_ignore_case("DefaultValue")).map(|value| value.span));
    Some(SettingsVariable {
        repeats: above.repeat(&schema_name, says(value)),
        schema_name,
        filling: value.map_or(Filling::Empty, |value| filling(value, Filling::of_value)),
        value_at: value.map_or(entry.source(), |value| entry.at(value.span)),
        names_vault: value.and_then(Value::as_str).is_some_and(names_vault),
        secret: entry.value.get_ignore_case("TypeId").is_some_and(|kind| match &kind.kind {
            Kind::String(kind) | Kind::Number(kind) => kind.trim() == SECRET,
            _ => false,
        }),
    })
}

/// A value in words that are the same for equal values.
fn says(value: Option<&Value<'_>>) -> String {
    match value.map(|value| &value.kind) {
        Some(Kind::String(text)) => text.trim().to_owned(),
        Some(Kind::Number(number)) => number.to_string(),
        Some(Kind::Bool(value)) => value.to_string(),
        _ => String::new(),
    }
}

/// What a member is, if it is text; nothing is empty, and anything else is something.
fn filling(value: &Value<'_>, of: impl Fn(&str) -> Filling) -> Filling {
    match &value.kind {
        Kind::String(text) => of(text),
        Kind::Null => Filling::Empty,
        _ => Filling::Literal,
    }
}

/// Whether a value names a secret in a Key Vault, as a resource of Azure:
/// `/subscriptions/…/resourceGroups/…/providers/Microsoft.KeyVault/vaults/…/secrets/…`.
fn names_vault(value: &str) -> bool {
    let value = value.trim().to_ascii_lowercase();
    let vault = value.strip_prefix("/subscriptions/").and_then(|rest| rest.split_once("/vaults/"));
    vault.is_some_and(|(_, vault)| vault.split_once("/secrets/").is_some_and(|(_, name)| !name.is_empty()))
}
