//! A flow has more variables than the platform allows.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

use super::limits::{Limit, Near, whole};

/// Options: how near the limit to speak.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct TooManyVariables(Near);

impl Rule for TooManyVariables {
    const META: Meta = Meta {
        name: "too-many-variables",
        summary: "A flow has more variables than the platform allows",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("too_many_variables.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        const VARIABLES: Limit = Limit {
            most: 250,
            says: "has {} variables",
            help: "keep values that belong together in one object, and what never changes in a Compose",
        };
        for flow in cx.flows() {
            VARIABLES.judge(&self.0, flow.variables().made.len(), flow, whole(cx, flow), report);
        }
    }
}
