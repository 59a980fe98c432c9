//! A switch has more cases than the platform allows.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

use syntax::Value;

use super::limits::{Limit, Near};

/// Options: how near the limit to speak.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct TooManyCases(Near);

impl Rule for TooManyCases {
    const META: Meta = Meta {
        name: "too-many-cases",
        summary: "A switch has more cases than the platform allows",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("too_many_cases.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        const CASES: Limit = Limit {
            most: 25,
            says: "has a switch with {} cases",
            help: "look the value up in a list or table instead",
        };
        for flow in cx.flows() {
            for step in flow.steps().iter().filter(|step| step.is("Switch")) {
                let cases = step.action.definition.get("cases").map_or(0, |cases| Value::members(cases).len());
                let place = (cx.at(step.action.name.loc), flow.path(step.id));
                CASES.judge(&self.0, cases, flow, place, report);
            }
        }
    }
}
