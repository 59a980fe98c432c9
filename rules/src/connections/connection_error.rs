//! A connection is broken.

use std::collections::BTreeMap;

use engine::{
    Category, Meta, Missing, Place, Reason, Report, Rule, Severity, Subject, SubjectKind, UsedReference,
    WorkspaceContext,
};
use inventory::{ConnectionFact, Lookup, Status};
use serde::Deserialize;

use super::facts;
use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConnectionError {}

impl Rule for ConnectionError {
    const META: Meta = Meta {
        name: "connection-error",
        summary: "A connection that flows depend on is not connected",
        category: Category::Connections,
        severity: Severity::Error,
        on_by_default: true,
        since: "0.1.0",
        aliases: &[],
        judges: "connections",
        page: include_str!("connection_error.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        let mut connections: BTreeMap<&str, (&ConnectionFact, Vec<&UsedReference>)> = BTreeMap::new();
        for used in cx.workspace.used_references() {
            if !facts::used_embedded(cx, used) {
                continue;
            }
            let Some(id) = facts::bound_connection(cx, used, report) else { continue };
            match cx.environment.connection(id) {
                Lookup::Known(connection) => {
                    connections.entry(&connection.id).or_insert_with(|| (connection, Vec::new())).1.push(used);
                }
                Lookup::Absent | Lookup::Unknown => report.unknown(&used.logical_name, facts::missing_connection(cx)),
            }
        }
        for (connection, references) in connections.values() {
            let Some(status) = &connection.status else {
                report.unknown(
                    &connection.id,
                    Missing::new(Reason::Incomplete, "its status is not stated", "statuses in connections.json"),
                );
                continue;
            };
            report.judged();
            if status.value.word.eq_ignore_ascii_case("Connected") {
                continue;
            }
            let Some(place) = references.first().and_then(|used| wording::place_of(cx, used)) else { continue };
            let names: Vec<&str> = references.iter().map(|used| used.logical_name.as_str()).collect();
            report
                .at(
                    place,
                    Subject::new(SubjectKind::Connection, &connection.id),
                    format!("connection {} is not connected: {}", connection.id, words(&status.value)),
                )
                .label("bound to this connection")
                .note(Place::Input(status.source), "its status when the inventory was made")
                .remark(format!("bound to it: {}", wording::list(&names)))
                .help(
                    "its owner repairs it (Connections, Fix connection); if the owner has left, bind the references to another \
                     connection, best one under a service principal",
                );
        }
    }
}

fn words(status: &Status) -> String {
    match &status.code {
        Some(code) => format!("{} ({code})", status.word),
        None => status.word.clone(),
    }
}
