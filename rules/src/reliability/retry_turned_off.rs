//! Actions that are not tried again when the service behind them is busy.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{grouped, settings};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RetryTurnedOff {}

impl Rule for RetryTurnedOff {
    const META: Meta = Meta {
        name: "retry-turned-off",
        summary: "An action is not tried again when the service behind it is busy",
        category: Category::Reliability,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("retry_turned_off.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            // A child flow that is tried again does everything again that it did before it failed.
            let calls = flow.steps().iter().filter(|step| settings::calls_out(step) && !step.is("Workflow"));
            let off: Vec<_> = calls.filter_map(|step| Some((step, settings::policy_of(step, "none")?))).collect();
            grouped::state(
                cx,
                flow,
                &off,
                report,
                "is not tried again when the service behind it is busy",
                "choose the default retry policy in the action's settings; keep none only where doing it twice does harm",
            );
        }
    }
}
