//! A loop holds an action that ends the flow.

use super::mentions::subject;
use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TerminateInLoop {}

impl Rule for TerminateInLoop {
    const META: Meta = Meta {
        name: "terminate-in-loop",
        summary: "A loop holds an action that ends the flow",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("terminate_in_loop.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for step in flow.steps().iter().filter(|step| step.is("Terminate")) {
                let Some(around) = flow.loops(step.id).next() else { continue };
                let (name, around) = (step.action.name, around.action.name);
                report
                    .at(
                        cx.at(name.loc),
                        subject(flow),
                        format!(
                            "flow \"{}\": {} ends the flow inside loop {}",
                            flow.flow().name,
                            name.value,
                            around.value
                        ),
                    )
                    .label("not allowed in a loop")
                    .note(cx.at(around.loc), "the loop")
                    .detail(flow.path(step.id))
                    .help("set a variable in the loop, and terminate after it where the variable says so");
            }
        }
    }
}
