//! Connection references.

use syntax::Kind;

use super::{connector, owner};
use crate::read::record::Record;
use crate::read::source::{SourceKind, rows};
use crate::{Facts, InputKind, Lookup, ReferenceFact, Table};

/// Rows of `connectionreferences`.
pub(in crate::read) static CONNECTION_REFERENCES: SourceKind = SourceKind {
    name: "connectionreferences",
    recognises: |document| {
        document.is_empty_list_of("connectionreferences") || document.rows_have(&["connectionreferencelogicalname"])
    },
    read: |document| Ok(rows(document, InputKind::DataverseConnectionReferences, &[Table::References], reference)),
};

/// A row of `connectionreferences`.
fn reference(row: Record<'_>, facts: &mut Facts) -> bool {
    let Some(logical_name) = row.text(&["connectionreferencelogicalname"]) else { return false };
    // A column that is left out tells nothing; one that is null says that nothing is bound.
    let connection = match row.value.get("connectionid").map(|value| (value, &value.kind)) {
        None => Lookup::Unknown,
        Some((_, Kind::Null)) => Lookup::Absent,
        Some((value, _)) => row.fact_of(value).map_or(Lookup::Absent, Lookup::Known),
    };
    facts.references.push(ReferenceFact {
        id: row.id(&["connectionreferenceid"]),
        logical_name: logical_name.into(),
        connector: connector(row, &["connectorid"]),
        connection,
        owner: owner(row),
        solutions: None,
        known_in: Vec::new(),
        source: row.source(),
    });
    true
}
