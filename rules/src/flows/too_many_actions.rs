//! A flow has more actions than the platform allows.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

use super::limits::{Limit, Near, whole};

/// Options: how near the limit to speak.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct TooManyActions(Near);

impl Rule for TooManyActions {
    const META: Meta = Meta {
        name: "too-many-actions",
        summary: "A flow has more actions than the platform allows",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("too_many_actions.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        const ACTIONS: Limit =
            Limit { most: 500, says: "has {} actions", help: "move what belongs together into child flows" };
        for flow in cx.flows() {
            ACTIONS.judge(&self.0, flow.steps().len(), flow, whole(cx, flow), report);
        }
    }
}
