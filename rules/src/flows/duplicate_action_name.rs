//! Two actions of a flow have the same name.

use super::mentions::Mentions;
use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DuplicateActionName {}

impl Rule for DuplicateActionName {
    const META: Meta = Meta {
        name: "duplicate-action-name",
        summary: "Two actions of a flow have the same name",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("duplicate_action_name.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows().filter(|flow| !flow.names_are_unique()) {
            let mut taken = Mentions::default();
            for step in flow.steps() {
                let name = step.action.name;
                if flow.named(name.value).first().is_some_and(|first| *first != step.id) {
                    taken.add(name.value, format!("action {}", flow.path(step.id)), cx.at(name.loc));
                }
            }
            taken.state(
                report,
                flow,
                |first| format!("flow \"{}\" has more than one action named {}", flow.flow().name, first.name),
                "taken already",
                |_| {
                    "rename all but one: names are unique in the whole flow, without regard to case, whatever scope they \
                     stand in"
                        .to_owned()
                },
            );
        }
    }
}
