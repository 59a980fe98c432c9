//! A reference is bound to a connection of another connector.

use engine::{
    Category, Meta, Missing, Place, Preset, Reason, Report, Rule, Severity, Subject, SubjectKind, UsedReference,
    WorkspaceContext,
};
use inventory::{ConnectionFact, Fact, Lookup, Source};
use schemars::JsonSchema;
use serde::Deserialize;

use super::facts;
use crate::{connector_names, wording};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BoundToOtherConnector {}

impl Rule for BoundToOtherConnector {
    const META: Meta = Meta {
        name: "bound-to-other-connector",
        summary: "A connection reference is bound to a connection of another connector",
        category: Category::Connections,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "connection references",
        page: include_str!("bound_to_other_connector.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        for used in cx.workspace.used_references() {
            let bound = match cx.environment.connection_of(&used.logical_name) {
                Lookup::Known(bound) => bound,
                // What is bound to nothing is bound to no wrong connection.
                Lookup::Absent => continue,
                Lookup::Unknown => {
                    report.unknown(&used.logical_name, facts::missing_binding(cx, &used.logical_name));
                    continue;
                }
            };
            match cx.environment.connection(&bound.value) {
                Lookup::Known(connection) => judge(cx, used, bound, connection, report),
                Lookup::Absent | Lookup::Unknown => {
                    report.unknown(&used.logical_name, facts::missing_connection(cx));
                }
            }
        }
    }
}

/// A connector that a reference is said to be for, and where the inventory says so.
type Meant<'w> = (&'w str, Option<Source>);

fn judge(
    cx: &WorkspaceContext<'_>,
    used: &UsedReference,
    bound: &Fact<String>,
    connection: &ConnectionFact,
    report: &mut Report,
) {
    let name = used.logical_name.as_str();
    let Some(connector) = &connection.connector else {
        let missing = facts::contradiction(cx, &connection.id, &["connector"]).unwrap_or_else(|| {
            Missing::new(Reason::Incomplete, "the connector of its connection is not stated", "connections.json")
        });
        report.unknown(name, missing);
        return;
    };
    let row = cx.environment.reference(name).known().and_then(|row| row.connector.as_ref());
    let meant: [Option<Meant<'_>>; 2] =
        [used.connector.as_deref().map(|stated| (stated, None)), row.map(|row| (row.value.as_str(), Some(row.source)))];
    let table = cx.environment.connectors();
    let mut known = false;
    for (stated, source) in meant.into_iter().flatten() {
        match connector_names::same(table, stated, &connector.value) {
            Some(false) => {
                report.judged();
                state(cx, used, (stated, source), bound, connector, report);
                return;
            }
            Some(true) => known = true,
            None => {}
        }
    }
    if known {
        report.judged();
    } else {
        let what = "whether its custom connector is that of the connection cannot be told by their names";
        report.unknown(name, Missing::new(Reason::Incomplete, what, "a look at the connection in the environment"));
    }
}

fn state(
    cx: &WorkspaceContext<'_>,
    used: &UsedReference,
    (meant, source): Meant<'_>,
    bound: &Fact<String>,
    connector: &Fact<String>,
    report: &mut Report,
) {
    let Some(place) = wording::place_of(cx, used) else { return };
    let table = cx.environment.connectors();
    let (right, wrong) = (table.label(meant), table.label(&connector.value));
    let connection = facts::connection_name(cx, &bound.value);
    let message = format!(
        "connection reference {} is for {right}, but is bound to connection {connection}, which is for {wrong}",
        used.logical_name
    );
    let subject = Subject::new(SubjectKind::ConnectionReference, &used.logical_name);
    let mut stated = report
        .at(place, subject, message)
        .note(Place::Input(bound.source), format!("bound to {} here", bound.value))
        .note(Place::Input(connector.source), format!("the connection's connector is {}", connector.value));
    stated = match source {
        Some(source) => stated.note(Place::Input(source), format!("the environment knows the reference for {meant}")),
        None => stated.label(format!("for {meant}")),
    };
    stated.remark(format!("it stops {}", wording::list(&wording::users(cx, used)))).help(format!(
        "bind the reference to a connection for {right}, in the environment or in the deployment settings"
    ));
}
