//! Connections, as far as Dataverse mirrors them.

use super::owner;
use crate::read::powerapps::known_status;
use crate::read::record::{Record, connector_name};
use crate::read::source::{SourceKind, rows};
use crate::{ConnectionFact, Fact, Facts, InputKind};

/// Rows of `connectioninstances`. The table is documented; whether an environment fills it is not, so that a connection that is
/// not in it may well exist.
pub(in crate::read) static CONNECTION_INSTANCES: SourceKind = SourceKind {
    name: "rows of the Dataverse tables connectioninstances",
    recognises: |document| {
        document.is_empty_list_of("connectioninstances")
            || document.rows_have(&["connectioninternalid"])
            || document.rows_have(&["connectioninstanceid"])
    },
    read: |document| Ok(rows(document, InputKind::DataverseConnectionInstances, &[], instance)),
};

fn instance(row: Record<'_>, facts: &mut Facts) -> bool {
    let Some(id) = row.text(&["connectioninternalid"]) else { return false };
    facts.connections.push(ConnectionFact {
        id: id.into(),
        connector: connector(row),
        display_name: None,
        account: row.fact(&["accountname"]),
        parameter_set: parameter_set(row).map(Box::new),
        grant_type: None,
        auth: None,
        owner: owner(row),
        status: known_status(row, "connectionstatus").map(Box::new),
        source: row.source(),
    });
    true
}

/// The connector, if its internal id is a path or has the form of a name.
fn connector(row: Record<'_>) -> Option<Fact<String>> {
    let fact = row.fact(&["connectorinternalid"])?;
    let name = connector_name(&fact.value).filter(|name| name.starts_with("shared_"))?.to_owned();
    Some(Fact { value: name, source: fact.source })
}

/// The name of the set of parameters, from `{"name": …, "values": {…}}` as a text. Nothing else is read of it.
fn parameter_set(row: Record<'_>) -> Option<Fact<String>> {
    let config = row.fact(&["connectionparametersetconfig"])?;
    let document = syntax::json::parse(&config.value).ok()?;
    let name = document.root.get("name")?.as_str()?.trim().to_owned();
    (!name.is_empty()).then_some(Fact { value: name, source: config.source })
}
