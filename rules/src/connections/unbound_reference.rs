//! The environment has a reference, and nothing is bound to it.

use engine::{Category, Meta, Place, Preset, Report, Rule, Severity, Subject, SubjectKind, WorkspaceContext};
use inventory::Lookup;
use schemars::JsonSchema;
use serde::Deserialize;

use super::facts;
use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnboundReference {}

impl Rule for UnboundReference {
    const META: Meta = Meta {
        name: "unbound-reference",
        summary: "A connection reference is not bound to any connection in the environment",
        category: Category::Connections,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "connection references",
        page: include_str!("unbound_reference.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        for used in cx.workspace.used_references() {
            match cx.environment.connection_of(&used.logical_name) {
                Lookup::Known(_) => report.judged(),
                Lookup::Unknown => report.unknown(&used.logical_name, facts::missing_binding(cx, &used.logical_name)),
                Lookup::Absent => {
                    report.judged();
                    let Some(place) = wording::place_of(cx, used) else { continue };
                    let mut stated = report
                        .at(
                            place,
                            Subject::new(SubjectKind::ConnectionReference, &used.logical_name),
                            format!(
                                "connection reference {} is not bound to any connection in the environment",
                                used.logical_name
                            ),
                        )
                        .remark(format!("used by {}", wording::list(&wording::users(cx, used))));
                    if let Lookup::Known(reference) = cx.environment.reference(&used.logical_name) {
                        stated =
                            stated.note(Place::Input(reference.source), "the environment has it without a connection");
                    }
                    stated.help(
                        "bind it in the environment (Solutions, Connection references, Edit) or give its ConnectionId in the \
                         deployment settings; until then its flows cannot be turned on",
                    );
                }
            }
        }
    }
}
