//! Actions that are tried again at fixed intervals.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{grouped, settings};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RetryNotExponential {}

impl Rule for RetryNotExponential {
    const META: Meta = Meta {
        name: "retry-not-exponential",
        summary: "An action is tried again at fixed intervals instead of growing ones",
        category: Category::Reliability,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("retry_not_exponential.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let fixed: Vec<_> =
                flow.steps().iter().filter_map(|step| Some((step, settings::policy_of(step, "fixed")?))).collect();
            grouped::state(
                cx,
                flow,
                &fixed,
                report,
                "is tried again at fixed intervals, which a busy service answers as before",
                "choose the exponential retry policy in the action's settings",
            );
        }
    }
}
