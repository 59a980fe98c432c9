//! A connection is broken.

use engine::{
    Category, InUse, Meta, Missing, Place, Preset, Reason, Report, Rule, Severity, Subject, SubjectKind,
    WorkspaceContext,
};
use inventory::{ConnectionFact, Lookup, Status};
use schemars::JsonSchema;
use serde::Deserialize;

use super::facts;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConnectionError {}

impl Rule for ConnectionError {
    const META: Meta = Meta {
        name: "connection-error",
        summary: "A connection that flows depend on is not connected",
        category: Category::Connections,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "connections",
        page: include_str!("connection_error.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        let in_use = facts::connections_in_use(cx, |used, missing| report.unknown(&used.logical_name, missing));
        for used in in_use {
            match cx.environment.connection(&used.id) {
                Lookup::Known(connection) => one_connection(cx, used, connection, report),
                Lookup::Absent | Lookup::Unknown => report.unknown(&used.id, facts::missing_connection(cx)),
            }
        }
    }
}

fn one_connection(cx: &WorkspaceContext<'_>, used: &InUse<'_>, connection: &ConnectionFact, report: &mut Report) {
    let Some(status) = &connection.status else {
        let missing = facts::contradiction(cx, &connection.id, &["status"]).unwrap_or_else(|| {
            Missing::new(Reason::Incomplete, "its status is not stated", "statuses in connections.json")
        });
        report.unknown(&connection.id, missing);
        return;
    };
    report.judged();
    if status.value.word.trim().eq_ignore_ascii_case("Connected") {
        return;
    }
    let Some((place, label)) = facts::place(cx, used) else { return };
    report
        .at(
            place,
            Subject::new(SubjectKind::Connection, &*connection.id),
            format!(
                "connection {} is not connected: {}",
                facts::connection_name(cx, &connection.id),
                words(&status.value)
            ),
        )
        .label(label)
        .note(Place::Input(status.source), "its status when the inventory was made")
        .remark(facts::users(cx, used))
        .help(
            "its owner repairs it (Connections, Fix connection); if the owner has left, let what uses it use another connection, best \
             one under a service principal",
        );
}

fn words(status: &Status) -> String {
    match &status.code {
        Some(code) => format!("{} ({code})", status.word),
        None => status.word.clone(),
    }
}
