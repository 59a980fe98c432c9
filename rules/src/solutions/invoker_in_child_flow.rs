//! A child flow uses the connection of whoever runs it.

use engine::{Category, Meta, Preset, Report, Rule, Severity, Subject, SubjectKind, WorkspaceContext};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InvokerInChildFlow {}

impl Rule for InvokerInChildFlow {
    const META: Meta = Meta {
        name: "invoker-in-child-flow",
        summary: "A child flow uses the connections of whoever runs it",
        category: Category::Solutions,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("invoker_in_child_flow.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        for child in cx.calls().children() {
            let flow = child.child.flow;
            let outline = cx.workspace.package(child.child.package);
            let keys: Vec<_> =
                outline.uses.iter().filter(|one| one.invoker && !one.stale && one.user_id == flow.id).collect();
            let ([first, more @ ..], Some((caller, call))) = (keys.as_slice(), child.calls.first()) else { continue };
            let key = first.key.as_deref().unwrap_or_default();
            let mut stated = report
                .at(
                    child.child.at(first.loc),
                    Subject::new(SubjectKind::Flow, &flow.name),
                    format!(
                        "child flow \"{}\" uses the connection of whoever runs it for {key}, and flow \"{}\" calls it",
                        flow.name, caller.flow.name
                    ),
                )
                .note(caller.at(call.loc), format!("action {} calls it", call.action));
            for one in more {
                let key = one.key.as_deref().unwrap_or_default();
                stated = stated.note(child.child.at(one.loc), format!("and for {key}"));
            }
            stated.help(
                "on the child flow's page, under Run only users, Edit, choose the flow's own connection for each connector instead of \
                 \"Provided by run-only user\": a flow cannot pass on who runs it",
            );
        }
    }
}
