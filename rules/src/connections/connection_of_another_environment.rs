//! A reference is bound to a connection that another environment has.

use engine::{Category, Meta, Place, Preset, Report, Rule, Severity, Subject, SubjectKind, WorkspaceContext};
use inventory::Lookup;
use schemars::JsonSchema;
use serde::Deserialize;

use super::facts;
use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConnectionOfAnotherEnvironment {}

impl Rule for ConnectionOfAnotherEnvironment {
    const META: Meta = Meta {
        name: "connection-of-another-environment",
        summary: "A connection reference is bound to a connection of another environment",
        category: Category::Connections,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "bindings",
        page: include_str!("connection_of_another_environment.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        let environment = cx.environment;
        // With one environment there is no other one to mistake it for.
        if environment.elsewhere().is_empty() {
            return;
        }
        for used in cx.workspace.used_references().iter().filter(|used| cx.workspace.is_embedded(used)) {
            let Lookup::Known(bound) = environment.connection_of(&used.logical_name) else { continue };
            if let Lookup::Known(_) = environment.connection(&bound.value) {
                report.judged();
                continue;
            }
            let mut others = environment.elsewhere().iter().filter(|other| !environment.is_also(other));
            let found = others.find_map(|other| Some((other, other.connection(&bound.value)?)));
            let Some((other, record)) = found else {
                report.unknown(&used.logical_name, facts::missing_connection(cx));
                continue;
            };
            report.judged();
            let Some(place) = wording::place_of(cx, used) else { continue };
            report
                .at(
                    place,
                    Subject::new(SubjectKind::ConnectionReference, &used.logical_name),
                    format!(
                        "connection reference {} is bound to connection {}, which belongs to environment {}",
                        used.logical_name, bound.value, other.name
                    ),
                )
                .note(Place::Input(bound.source), "bound here")
                .note(Place::Input(record), format!("environment {} has this connection", other.name))
                .remark(format!("used by {}", wording::list(&wording::users(cx, used))))
                .help("bind it to a connection of its own environment: a connection cannot be used from another one");
        }
    }
}
