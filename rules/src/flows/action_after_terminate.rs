//! An action runs after one that ends the flow.

use super::mentions::subject;
use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActionAfterTerminate {}

impl Rule for ActionAfterTerminate {
    const META: Meta = Meta {
        name: "action-after-terminate",
        summary: "An action runs after one that ends the flow",
        category: Category::Flows,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("action_after_terminate.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for step in flow.steps() {
                if !flow.waited_for(step.id).iter().any(|before| flow.step(*before).is("Terminate")) {
                    continue;
                }
                // Where the Terminate is passed over, what waits for that runs.
                let waits = flow.runs_after(step.id).filter(|after| !after.holds("Skipped"));
                let mut before = waits.filter_map(|after| after.step).map(|id| flow.step(id));
                let Some(end) = before.find(|before| before.is("Terminate")) else { continue };
                let (action, end) = (step.action.name, end.action.name);
                report
                    .at(
                        cx.at(action.loc),
                        subject(flow),
                        format!(
                            "flow \"{}\": action {} waits for {}, which ends the flow",
                            flow.flow().name,
                            action.value,
                            end.value
                        ),
                    )
                    .label("never runs")
                    .note(cx.at(end.loc), "the run ends here")
                    .detail(flow.path(step.id))
                    .help("put it before the Terminate, or remove it");
            }
        }
    }
}
