//! A child flow never answers.

use engine::{Category, Meta, Preset, Report, Rule, Severity, Subject, SubjectKind, WorkspaceContext};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChildFlowWithoutResponse {}

impl Rule for ChildFlowWithoutResponse {
    const META: Meta = Meta {
        name: "child-flow-without-response",
        summary: "A child flow has no action that responds to the flow that calls it",
        category: Category::Solutions,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("child_flow_without_response.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        for child in cx.calls().children() {
            if child.child.flow.responds != Some(false) {
                continue;
            }
            let name = &child.child.flow.name;
            let mut stated = report.at(
                child.child.at(child.child.flow.loc),
                Subject::new(SubjectKind::Flow, name),
                format!("flow \"{name}\" is called as a child flow and has no action that responds"),
            );
            for (caller, call) in &child.calls {
                let message = format!("flow \"{}\" waits for it in action {}", caller.flow.name, call.action);
                stated = stated.note(caller.at(call.loc), message);
            }
            stated.help(
                "add \"Respond to a Power App or flow\" to the child flow, first where it may take long: the parent then goes on while the \
                 child works",
            );
        }
    }
}
