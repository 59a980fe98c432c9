//! Actions lie deeper inside each other than the platform allows.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

use super::limits::{Limit, Near};

/// Options: how near the limit to speak.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct NestedTooDeep(Near);

impl Rule for NestedTooDeep {
    const META: Meta = Meta {
        name: "nested-too-deep",
        summary: "Actions lie deeper inside each other than the platform allows",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("nested_too_deep.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        const DEPTH: Limit = Limit {
            most: 8,
            says: "has actions inside {} others",
            help: "move the inner part into a child flow, or leave a condition early instead of nesting the next one",
        };
        for flow in cx.flows() {
            // The platform counts from nought, as `depth` does: 8 ships, 9 does not.
            let Some(deepest) = flow.steps().iter().max_by_key(|step| step.depth) else { continue };
            let place = (cx.at(deepest.action.name.loc), flow.path(deepest.id));
            DEPTH.judge(&self.0, deepest.depth as usize, flow, place, report);
        }
    }
}
