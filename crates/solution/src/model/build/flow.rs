//! The JSON of a flow.

use std::collections::HashMap;

use syntax::Value;

use super::{
    actions::Keys,
    place::{key_at, member_at, members, string_at},
};
use crate::{
    At, FileId, Loc, Problem, ProblemKind,
    model::{Action, FlowConnection, Parameter, RuntimeSource, Trigger, connector_name},
};

/// What the file of a flow says.
#[derive(Debug, Default)]
pub(super) struct FlowBody<'t> {
    pub(super) connections: Vec<FlowConnection<'t>>,
    pub(super) triggers: Vec<Trigger<'t>>,
    pub(super) actions: Vec<Action<'t>>,
    pub(super) parameters: Vec<Parameter<'t>>,
    pub(super) keys_known: bool,
}

/// Whether this is a desktop flow: they lie beside cloud flows and write `schemaversion` in lower case.
pub(super) fn is_desktop(root: &Value<'_>) -> bool {
    root.get("schemaversion").is_some()
}

/// Finds the object with `definition` and `connectionReferences`: `properties` in exports, the root where somebody saved
/// a flow from elsewhere (Logic Apps templates, code view).
fn frame<'t>(root: &'t Value<'t>) -> Option<&'t Value<'t>> {
    let has_definition = |value: &&'t Value<'t>| value.get("definition").is_some_and(Value::is_object);
    root.get("properties").filter(has_definition).or_else(|| Some(root).filter(has_definition))
}

/// Whether this has the shape of a cloud flow.
pub(super) fn is_cloud(root: &Value<'_>) -> bool {
    frame(root).is_some()
}

/// The name that a flow's file gives it.
pub(super) fn display_name<'t>(file: FileId, root: &'t Value<'t>) -> Option<&'t str> {
    frame(root).and_then(|frame| member_at(file, frame, "displayName")).map(|at| at.value)
}

/// Reads the JSON of a cloud flow. `None`, with a problem, where it has not the shape of one.
pub(super) fn body<'t>(
    file: FileId,
    subject: &str,
    root: &'t Value<'t>,
    problems: &mut Vec<Problem>,
) -> Option<FlowBody<'t>> {
    let before = problems.len();
    let mut wrong = |value: &Value<'t>, message: String| {
        let loc = Loc::new(file, value.span);
        problems.push(Problem::new(ProblemKind::MalformedJson, Some(loc), subject, message));
    };
    let Some(frame) = frame(root) else {
        wrong(root, "this is not a flow: it has no object `properties.definition`".to_owned());
        return None;
    };
    let definition = frame.get("definition")?;
    let mut body = FlowBody::default();
    if let Some(entries) = frame.get_ignore_case("connectionReferences") {
        match &entries.kind {
            syntax::Kind::Object(_) => body.connections = connections(file, entries, &mut wrong),
            syntax::Kind::Null => {}
            _ => wrong(entries, "`connectionReferences` is not an object".to_owned()),
        }
    }
    let keys = Keys::new(&body.connections);
    let mut section = |name: &str| -> Vec<_> {
        let Some(value) = definition.get(name) else { return Vec::new() };
        if !value.is_object() && value.kind != syntax::Kind::Null {
            wrong(value, format!("`{name}` is not an object"));
        }
        members(value)
    };
    let (triggers, actions, parameters) = (section("triggers"), section("actions"), section("parameters"));
    body.triggers = triggers.into_iter().filter_map(|member| super::actions::trigger(file, member, &keys)).collect();
    body.actions = super::actions::actions(file, actions, &keys, &mut wrong);
    body.parameters = parameters
        .into_iter()
        .map(|member| Parameter {
            name: key_at(file, member),
            kind: member.value.get("type").and_then(Value::as_str),
            default_value: member.value.get("defaultValue"),
            variable: member.value.at(&["metadata", "schemaName"]).and_then(|value| string_at(file, value)),
            loc: Loc::new(file, member.value.span),
        })
        .collect();
    body.keys_known = !keys.computed() && problems.len() == before;
    Some(body)
}

fn connections<'t>(
    file: FileId,
    entries: &'t Value<'t>,
    wrong: &mut impl FnMut(&Value<'t>, String),
) -> Vec<FlowConnection<'t>> {
    let read = |member: &'t syntax::Member<'t>| {
        if !member.value.is_object() {
            wrong(&member.value, format!("the connection reference `{}` is not an object", member.key));
        }
        connection(file, key_at(file, member), &member.value)
    };
    members(entries).into_iter().map(read).collect()
}

/// Reads one entry of `connectionReferences`, in any of its dialects.
fn connection<'t>(file: FileId, key: At<&'t str>, entry: &'t Value<'t>) -> FlowConnection<'t> {
    let connection = entry.get_ignore_case("connection");
    let inside = |name| connection.and_then(|connection| member_at(file, connection, name));
    let api = entry.get_ignore_case("api");
    let named = |at: At<&'t str>| connector_name(at.value).map(|name| At::new(name, at.loc));
    let connector = api.and_then(|api| member_at(file, api, "name"));
    let connector = connector.or_else(|| api.and_then(|api| member_at(file, api, "id")).and_then(named));
    FlowConnection {
        reference: inside("connectionReferenceLogicalName")
            .or_else(|| member_at(file, entry, "connectionReferenceLogicalName")),
        connection_name: member_at(file, entry, "connectionName")
            .or_else(|| inside("name"))
            .or_else(|| inside("id").and_then(|at| last_segment(at)))
            .or_else(|| connection.and_then(|connection| string_at(file, connection)).and_then(last_segment)),
        connector: connector.or_else(|| member_at(file, entry, "id").and_then(named)),
        connector_logical_name: api.and_then(|api| member_at(file, api, "logicalName")),
        source: source(entry),
        impersonates_invoker: entry
            .get_ignore_case("impersonation")
            .and_then(|value| member_at(file, value, "source"))
            .is_some_and(|source| source.value.eq_ignore_ascii_case("invoker")),
        loc: Loc::new(file, entry.span),
        key,
    }
}

fn last_segment(at: At<&str>) -> Option<At<&str>> {
    let name = at.value.trim_end_matches('/').rsplit('/').next().map(str::trim).filter(|name| !name.is_empty())?;
    Some(At::new(name, at.loc))
}

/// `runtimeSource` in solutions, `source` in legacy packages; nine exports had both, then the former counts.
fn source(entry: &Value<'_>) -> RuntimeSource {
    let stated = |name| entry.get_ignore_case(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    match stated("runtimeSource").or_else(|| stated("source")) {
        Some(text) if text.eq_ignore_ascii_case("invoker") => RuntimeSource::Invoker,
        Some(text) if text.eq_ignore_ascii_case("embedded") => RuntimeSource::Embedded,
        _ => RuntimeSource::Unstated,
    }
}

/// The keys of `connectionReferences` by the references they name, for hosts that name the reference; a reference that
/// two keys name belongs to neither.
pub(super) fn by_reference<'t>(connections: &[FlowConnection<'t>]) -> HashMap<String, Option<&'t str>> {
    let mut map = HashMap::new();
    for connection in connections {
        let Some(reference) = &connection.reference else { continue };
        map.entry(reference.value.to_ascii_lowercase())
            .and_modify(|key| *key = None)
            .or_insert(Some(connection.key.value));
    }
    map
}
