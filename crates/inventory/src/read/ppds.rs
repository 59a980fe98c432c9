//! Connections and connection references as the Power Platform Developer Suite (`ppds`) prints them as JSON.

use syntax::{Kind, Value};

use super::dataverse::{connector, is_user_account};
use super::document::Document;
use super::powerapps::known_status;
use super::record::Record;
use super::source::{SourceKind, rows};
use super::{Content, Problem};
use crate::{ConnectionFact, Fact, Facts, InputKind, Lookup, ReferenceFact, Who};

/// `ppds connections list --output-format Json`.
pub(super) static CONNECTIONS: SourceKind = SourceKind {
    name: "ppds connections list",
    recognises: |document| is_answer(document) && !lists_references(document),
    read: |document| answered(document, |document| rows(document, InputKind::PpdsConnections, &[], connection)),
};

/// `ppds connection-references list --output-format Json`.
pub(super) static CONNECTION_REFERENCES: SourceKind = SourceKind {
    name: "ppds connection-references list",
    recognises: |document| is_answer(document) && lists_references(document),
    read: |document| answered(document, |document| rows(document, InputKind::PpdsConnectionReferences, &[], reference)),
};

/// Whether it is an answer of the tool: `{"version": …, "success": …, "data": […], "timestamp": …}`. Without rows nothing tells
/// what it lists; one that failed is told all the same.
fn is_answer(document: &Document<'_>) -> bool {
    let root = &document.root;
    let success = root.get("success").and_then(Value::as_bool);
    success == Some(false) && (root.get("version").is_some() || root.get("error").is_some())
        || success.is_some() && (document.rows_have(&["connectionId"]) || document.rows_have(&["logicalName"]))
}

fn lists_references(document: &Document<'_>) -> bool {
    document.rows_have(&["logicalName"])
}

fn answered(document: &Document<'_>, read: impl FnOnce(&Document<'_>) -> Content) -> Result<Content, Problem> {
    if document.root.get("success").and_then(Value::as_bool) == Some(false) {
        let what = "the command of the Power Platform Developer Suite (ppds) that wrote this file failed";
        return Err(Problem::new(what).help("run it again; the file itself says what went wrong"));
    }
    Ok(read(document))
}

/// A connection. Nothing tells what it is signed in with: its name for people may be anything.
fn connection(row: Record<'_>, facts: &mut Facts) -> bool {
    let Some(id) = row.text(&["connectionId"]) else { return false };
    facts.connections.push(ConnectionFact {
        id: id.into(),
        connector: connector(row, &["connectorId"]),
        display_name: row.fact(&["displayName"]),
        account: None,
        parameter_set: None,
        grant_type: None,
        auth: None,
        owner: row.fact(&["createdBy"]).map(creator),
        status: known_status(row, "status").map(Box::new),
        source: row.source(),
    });
    true
}

/// Who made a connection, by an e-mail address; anything else is a name for people.
fn creator(fact: Fact<String>) -> Fact<Who> {
    let account = is_user_account(&fact.value);
    let name = Some(fact.value.into());
    let (upn, display_name) = if account { (name, None) } else { (None, name) };
    Fact { value: Who { upn, display_name, ..Who::default() }, source: fact.source }
}

/// A connection reference. It is known to be unbound where the tool says so.
fn reference(row: Record<'_>, facts: &mut Facts) -> bool {
    let Some(logical_name) = row.text(&["logicalName"]) else { return false };
    let bound = row.value.get("isBound").and_then(Value::as_bool);
    let nothing = row.value.get("connectionId").is_none_or(|value| matches!(value.kind, Kind::Null));
    let connection = match row.fact(&["connectionId"]) {
        Some(connection) if bound != Some(false) => Lookup::Known(connection),
        None if bound == Some(false) && nothing => Lookup::Absent,
        _ => Lookup::Unknown,
    };
    facts.references.push(ReferenceFact {
        id: row.id(&["id"]),
        logical_name: logical_name.into(),
        connector: connector(row, &["connectorId"]),
        connection,
        owner: None,
        solutions: None,
        known_in: Vec::new(),
        source: row.source(),
    });
    true
}
