//! A flow answers its caller twice on the same path.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{
    FlowIndex,
    flow_index::{Order, Step},
};

use super::mentions::subject;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SecondResponse {}

impl Rule for SecondResponse {
    const META: Meta = Meta {
        name: "second-response",
        summary: "A flow answers its caller twice on the same path",
        category: Category::Flows,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("second_response.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let responses: Vec<_> = flow.steps().iter().filter(|step| always_runs(flow, step)).collect();
            let orders = flow.orders();
            for step in &responses {
                let mut before = responses.iter().filter(|other| orders.order(other.id, step.id) == Order::Before);
                let Some(first) = before.next() else { continue };
                let (name, first) = (step.action.name, first.action.name);
                report
                    .at(
                        cx.at(name.loc),
                        subject(flow),
                        format!(
                            "flow \"{}\": {} answers the caller after {} has",
                            flow.flow().name,
                            name.value,
                            first.value
                        ),
                    )
                    .label("nobody waits for it any more")
                    .note(cx.at(first.loc), "the first answer")
                    .detail(flow.path(step.id))
                    .help("remove one of them, or put them into branches of which only one runs");
            }
        }
    }
}

/// Whether a response is sent in every run in which nothing fails. Inside conditions, switches and loops that cannot be told.
fn always_runs(flow: &FlowIndex<'_, '_>, step: &Step<'_, '_>) -> bool {
    let plain = |step: &Step<'_, '_>| flow.runs_after(step.id).all(|after| after.holds("Succeeded"));
    step.is("Response") && plain(step) && flow.ancestors(step.id).all(|around| around.is("Scope") && plain(around))
}
