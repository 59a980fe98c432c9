//! A flow that nobody starts asks for the connection of whoever starts it.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::model::{Flow, Membership, RuntimeSource, Trigger};

use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InvokerInUnattendedFlow {}

impl Rule for InvokerInUnattendedFlow {
    const META: Meta = Meta {
        name: "invoker-in-unattended-flow",
        summary: "A flow that starts by itself uses the connection of the person who runs it",
        category: Category::References,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("invoker_in_unattended_flow.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in &cx.package.flows {
            let Some(trigger) = unattended(flow) else { continue };
            for connection in flow.connections.iter().filter(|one| one.source == RuntimeSource::Invoker) {
                let key = connection.key.value;
                let mut stated = report
                    .at(
                        cx.at(connection.key.loc),
                        Subject::new(SubjectKind::Flow, flow.name),
                        format!(
                            "flow \"{}\" uses the connection of the person who runs it for {key}, but starts by itself",
                            flow.name
                        ),
                    )
                    .label("runtimeSource is invoker")
                    .detail(key)
                    .note(
                        cx.at(trigger.name.loc),
                        format!("no person starts a flow with a trigger of type {}", trigger.kind),
                    );
                if flow.membership == Membership::Stale {
                    stated = stated.lowered().remark(wording::STALE);
                }
                stated.help(
                    "open the flow in the designer, choose a connection of the flow's own for the steps that use it, and save; if the \
                     connection is to be the person's, let a button, an app or an agent start the flow",
                );
            }
        }
    }
}

/// The first trigger of a flow none of whose triggers waits for a person.
fn unattended<'f, 't>(flow: &'f Flow<'t>) -> Option<&'f Trigger<'t>> {
    let all = flow.triggers.iter().all(|trigger| !trigger.is_attended() && starts_by_itself(trigger.kind));
    flow.triggers.first().filter(|_| all)
}

/// Types of triggers that are known to fire without a person; others prove nothing.
fn starts_by_itself(kind: &str) -> bool {
    const KINDS: [&str; 8] = [
        "Recurrence",
        "SlidingWindow",
        "ApiConnection",
        "ApiConnectionWebhook",
        "ApiConnectionNotification",
        "OpenApiConnection",
        "OpenApiConnectionWebhook",
        "OpenApiConnectionNotification",
    ];
    KINDS.iter().any(|known| known.eq_ignore_ascii_case(kind))
}
