//! `Get-AdminPowerAppConnection` and `Get-PowerAppConnection`.

use std::slice;

use syntax::{Kind, Value};

use super::{creator, internal, note_environment};
use crate::read::dataverse::connector;
use crate::read::powerapps::{connection_of, known_status, status};
use crate::read::record::{Record, segment_after};
use crate::read::source::{SourceKind, rows};
use crate::{AuthClass, ConnectionFact, ConnectorTable, Fact, Facts, InputKind, Status, Table};

/// The connections of an environment. The account and the kind of sign-in are under `Internal` alone.
pub(in crate::read) static CONNECTIONS: SourceKind = SourceKind {
    name: "the objects of Get-AdminPowerAppConnection",
    recognises: |document| {
        document.rows_have(&["ConnectionName"])
            && (document.rows_have(&["FullConnectorName"]) || document.rows_have(&["ConnectorName"]))
            && !document.rows_have(&["RoleType"])
    },
    read: |document| {
        Ok(rows(document, InputKind::PowershellConnections, &[Table::Connections], |row, facts| {
            note_environment(row, &["ConnectionId", "FullConnectorName"], facts);
            let taken = connection(row, document.text, facts);
            // A maker's list has only the maker's own connections.
            facts.partial |= !taken || !in_admin_scope(row);
            taken
        }))
    },
};

fn connection(row: Record<'_>, text: &str, facts: &mut Facts) -> bool {
    let in_path = || segment_after(row.text(&["ConnectionId"])?, "connections");
    let Some(id) = row.text(&["ConnectionName"]).or_else(in_path) else { return false };
    let mut fact = connection_of(internal(row).unwrap_or(row), id);
    let columns = ["ConnectorName", "FullConnectorName", "ConnectionId"];
    fact.connector = columns.iter().find_map(|column| connector(row, &[column])).or(fact.connector);
    if parameters_are_lost(row, text) && !is_for_users(&fact) {
        // Whether the account signs in as a user, or is but a name beside a key, they would tell.
        fact.account = None;
    }
    fact.display_name = row.fact(&["DisplayName"]).or(fact.display_name);
    fact.owner = row.value.get("CreatedBy").and_then(|value| creator(row, value)).or(fact.owner);
    fact.status = row.value.get("Statuses").and_then(|value| status_in(row, value)).or(fact.status);
    fact.source = row.source();
    facts.connections.push(fact);
    true
}

/// Whether the service named the parameters of a connection, and `ConvertTo-Json` did not go down to them.
fn parameters_are_lost(row: Record<'_>, text: &str) -> bool {
    let Some(properties) = row.value.at(&["Internal", "properties"]) else { return false };
    ["connectionParametersSet", "connectionParameters"].iter().any(|name| {
        let named = || properties.span.of(text).contains(&format!("{name}="));
        properties.get(name).is_none() && named()
    })
}

/// Whether nobody but users can sign in with its connector.
fn is_for_users(connection: &ConnectionFact) -> bool {
    let connectors = ConnectorTable::built_in();
    let row = connection.connector.as_ref().and_then(|connector| connectors.get(&connector.value));
    row.is_some_and(|row| row.class == AuthClass::PersonOnly)
}

/// The status in a list, in the only one of a list, or in the word that a script took out of it.
fn status_in(row: Record<'_>, value: &Value<'_>) -> Option<Fact<Status>> {
    match &value.kind {
        Kind::Array(statuses) => status(row, statuses),
        Kind::Object(_) => status(row, slice::from_ref(value)),
        Kind::String(_) => known_status(row, "Statuses"),
        _ => None,
    }
}

/// Whether a connection was listed for an administrator.
fn in_admin_scope(row: Record<'_>) -> bool {
    row.text(&["ConnectionId"]).is_some_and(|path| path.to_ascii_lowercase().contains("/scopes/admin/"))
}
