//! `Get-AdminPowerAppConnection` and `Get-PowerAppConnection`.

use super::{creator, internal, note_environment};
use crate::read::dataverse::connector;
use crate::read::powerapps::{connection_of, doubt_account, known_status, status};
use crate::read::record::{Record, segment_after};
use crate::read::source::{SourceKind, rows};
use crate::{Facts, InputKind, Table};

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
    doubt_account(&mut fact, row.value.at(&["Internal", "properties"]), text);
    fact.display_name = row.fact(&["DisplayName"]).or(fact.display_name);
    fact.owner = row.value.get("CreatedBy").and_then(|value| creator(row, value)).or(fact.owner);
    let status = row.value.get("Statuses").and_then(|statuses| status(row, statuses));
    // A script may have taken the word out of the list.
    let status = status.or_else(|| known_status(row, "Statuses")).map(Box::new);
    fact.status = status.or(fact.status);
    fact.source = row.source();
    facts.connections.push(fact);
    true
}

/// Whether a connection was listed for an administrator.
fn in_admin_scope(row: Record<'_>) -> bool {
    row.text(&["ConnectionId"]).is_some_and(|path| path.to_ascii_lowercase().contains("/scopes/admin/"))
}
