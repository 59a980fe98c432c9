//! A flow that is on calls a child flow that is off.

use engine::{Category, Meta, Preset, Report, Rule, Severity, Subject, SubjectKind, WorkspaceContext};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChildFlowOff {}

impl Rule for ChildFlowOff {
    const META: Meta = Meta {
        name: "child-flow-off",
        summary: "A flow that is turned on calls a child flow that is turned off",
        category: Category::Solutions,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("child_flow_off.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        for child in cx.calls().children() {
            if child.child.flow.on != Some(false) {
                continue;
            }
            let mut callers: Vec<_> = child.calls.iter().filter(|(caller, _)| caller.flow.on == Some(true)).collect();
            callers.dedup_by_key(|(caller, _)| &caller.flow.id);
            let [(first, call), more @ ..] = callers.as_slice() else { continue };
            let name = &child.child.flow.name;
            let mut stated = report
                .at(
                    first.at(call.loc),
                    Subject::new(SubjectKind::Flow, name),
                    format!(
                        "child flow \"{name}\" is turned off, and flow \"{}\", which is on, calls it",
                        first.flow.name
                    ),
                )
                .label(format!("action {} calls it", call.action));
            for (caller, call) in more {
                stated = stated.note(caller.at(call.loc), format!("flow \"{}\" calls it, too", caller.flow.name));
            }
            stated.help(
                "turn the child flow on before the export: the platform does not turn on a flow whose child was never on \
                 (ChildFlowNeverPublished), and a call of a flow that is off fails",
            );
        }
    }
}
