//! An action's name is longer than the platform allows.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

use super::limits::{Limit, Near};

/// Options: how near the limit to speak.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct ActionNameTooLong(Near);

impl Rule for ActionNameTooLong {
    const META: Meta = Meta {
        name: "action-name-too-long",
        summary: "An action's name is longer than the platform allows",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("action_name_too_long.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        const NAME: Limit = Limit {
            most: 80,
            says: "has an action whose name has {} characters",
            help: "shorten the name, and put the rest into the action's note",
        };
        // A name near the limit does not grow by itself.
        let near = Near::only_beyond(&self.0);
        for flow in cx.flows() {
            let triggers = flow.flow().triggers.iter().map(|trigger| (trigger.name, None));
            let steps = flow.steps().iter().map(|step| (step.action.name, Some(step.id)));
            for (name, step) in triggers.chain(steps) {
                let length = name.value.chars().count();
                if NAME.is_near(&near, length) {
                    let path = step.map_or_else(|| name.value.to_owned(), |step| flow.path(step));
                    NAME.judge(&near, length, flow, (cx.at(name.loc), path), report);
                }
            }
        }
    }
}
