//! Flows.

use syntax::{Kind, Value};

use super::owner;
use crate::read::record::Record;
use crate::read::source::{SourceKind, rows};
use crate::{Facts, FlowFact, InputKind, Table};

/// Rows of `workflows`.
pub(in crate::read) static WORKFLOWS: SourceKind = SourceKind {
    name: "workflows",
    recognises: |document| {
        document.is_empty_list_of("workflows")
            || document.rows_have(&["workflowid"])
                && (document.rows_have(&["category"]) || document.rows_have(&["clientdata"]))
    },
    read: |document| Ok(rows(document, InputKind::DataverseWorkflows, &[Table::Flows], workflow)),
};

/// A row of `workflows`. Only cloud flows are kept; a row that leaves its category out is taken for one if its client data is a flow's.
fn workflow(row: Record<'_>, facts: &mut Facts) -> bool {
    const CLOUD_FLOW: &str = "5";
    let Some(id) = row.id(&["workflowid"]) else { return false };
    match row.value.get("category").map(|value| &value.kind) {
        Some(Kind::Number(category)) if category != CLOUD_FLOW => return false,
        _ => {}
    }
    let uses = row.text(&["clientdata"]).and_then(uses);
    let (references, connections) = uses.map(|uses| (uses.references, uses.connections)).unzip();
    facts.flows.push(FlowFact {
        id,
        name: row.text(&["name"]).map(str::to_owned),
        resource_id: row.id(&["resourceid"]),
        owner: owner(row),
        co_owners: Vec::new(),
        connections: connections.unwrap_or_default(),
        references,
        source: row.source(),
    });
    true
}

/// What a flow uses.
#[derive(Default)]
struct Uses {
    references: Vec<String>,
    connections: Vec<String>,
}

/// What a flow's client data says that it uses; `None` where it cannot be read. An entry names a reference, or a connection
/// directly (`connectionName`). A reference counts whoever brings the connection: the flow is edited with it.
fn uses(client_data: &str) -> Option<Uses> {
    let document = syntax::json::parse(client_data).ok()?;
    let properties = document.root.get("properties").filter(|properties| properties.is_object())?;
    let Some(entries) = properties.get("connectionReferences") else { return Some(Uses::default()) };
    let entries: Vec<&Value<'_>> = match &entries.kind {
        Kind::Object(members) => members.iter().map(|member| &member.value).collect(),
        Kind::Array(items) => items.iter().collect(),
        Kind::Null => Vec::new(),
        _ => return None,
    };
    let mut uses = Uses::default();
    for entry in entries {
        let reference = entry
            .at(&["connection", "connectionReferenceLogicalName"])
            .or_else(|| entry.get("connectionReferenceLogicalName"))
            .and_then(Value::as_str);
        match reference {
            Some(name) => add(&mut uses.references, name),
            None => uses.connections.extend(direct_connection(entry)),
        }
    }
    Some(uses)
}

/// The connection that an entry names, where the flow's owner is the one who brings it.
pub(in crate::read) fn direct_connection(entry: &Value<'_>) -> Option<String> {
    let brings = ["runtimeSource", "source"].iter().find_map(|key| entry.get(key)).and_then(Value::as_str);
    if brings.is_some_and(|who| who.eq_ignore_ascii_case("invoker")) {
        return None;
    }
    let name =
        entry.get("connectionName").or_else(|| entry.at(&["connection", "name"])).and_then(Value::as_str)?.trim();
    // An expression is filled in when the flow is made.
    (!name.is_empty() && !name.starts_with('@')).then(|| name.to_owned())
}

fn add(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        names.push(name.to_owned());
    }
}
