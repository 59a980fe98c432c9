//! Canvas apps.

use std::collections::HashSet;

use syntax::{Value, json, xml::Element};

use super::place::{all_named_or_root, child, child_at, text_at};
use crate::{
    At, FileId, Loc, Problem, ProblemKind,
    model::{AppConnection, CanvasApp, connector_name},
};

/// Reads every `CanvasApp` of a file, and leaves out those whose name was met before. `file_name` stands in for a name
/// that is absent.
pub(super) fn apps<'t>(
    file: FileId,
    file_name: &'t str,
    root: &'t Element<'t>,
    seen: &mut HashSet<String>,
    into: &mut Vec<CanvasApp<'t>>,
    problems: &mut Vec<Problem>,
) {
    for element in all_named_or_root(root, "CanvasApp", "Name") {
        let loc = Loc::new(file, element.span);
        let name = child_at(file, element, "Name").unwrap_or_else(|| At::new(stem(file_name), loc));
        if seen.insert(name.value.to_ascii_lowercase()) {
            let connections = child(element, "ConnectionReferences");
            into.push(CanvasApp {
                name,
                display_name: child_at(file, element, "DisplayName"),
                connections: connections.map(|text| entries(file, name.value, text, problems)).unwrap_or_default(),
                loc,
            });
        }
    }
}

fn stem(file_name: &str) -> &str {
    let base = file_name.rsplit('/').next().unwrap_or(file_name);
    base.split_once('.').map_or(base, |(stem, _)| stem)
}

/// Reads the JSON text of a `ConnectionReferences` element: an object keyed by GUIDs.
fn entries<'t>(file: FileId, app: &str, element: &'t Element<'t>, problems: &mut Vec<Problem>) -> Vec<AppConnection> {
    let Some(text) = text_at(file, element) else { return Vec::new() };
    let document = match json::parse(text.value) {
        Ok(document) => document,
        Err(error) => {
            let message = format!("the `ConnectionReferences` of the app `{app}` are not JSON: {}", error.message);
            problems.push(Problem::new(ProblemKind::MalformedJson, Some(text.loc), app, message));
            return Vec::new();
        }
    };
    let string = |entry: &Value<'_>, key| {
        let text = entry.get_ignore_case(key).and_then(Value::as_str).map(str::trim);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let entry = |entry: &Value<'_>| AppConnection {
        connector: string(entry, "id").and_then(|id| connector_name(&id).map(str::to_owned)),
        reference: string(entry, "xrmConnectionReferenceLogicalName"),
        shared_connection: string(entry, "sharedConnectionId"),
        loc: Loc::new(file, element.span),
    };
    document
        .root
        .members()
        .iter()
        .filter(|member| member.value.is_object())
        .map(|member| entry(&member.value))
        .collect()
}
