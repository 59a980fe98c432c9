//! A loop holds a response, of which only the first is sent.

use super::mentions::subject;
use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResponseInLoop {}

impl Rule for ResponseInLoop {
    const META: Meta = Meta {
        name: "response-in-loop",
        summary: "A loop holds a response, of which only the first is sent",
        category: Category::Flows,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("response_in_loop.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for step in flow.steps().iter().filter(|step| step.is("Response")) {
                let Some(around) = flow.loops(step.id).next() else { continue };
                let (name, around) = (step.action.name, around.action.name);
                report
                    .at(
                        cx.at(name.loc),
                        subject(flow),
                        format!(
                            "flow \"{}\": {} answers the caller inside loop {}",
                            flow.flow().name,
                            name.value,
                            around.value
                        ),
                    )
                    .label("fails in the second round")
                    .note(cx.at(around.loc), "the loop")
                    .detail(flow.path(step.id))
                    .help("collect the answer in the loop, and respond once after it");
            }
        }
    }
}
