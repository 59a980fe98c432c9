//! An action waits for a state that no action ends in.

use super::mentions::subject;
use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

/// The states in which an action can end.
const STATES: [&str; 4] = ["Succeeded", "Failed", "Skipped", "TimedOut"];

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RunAfterState {}

impl Rule for RunAfterState {
    const META: Meta = Meta {
        name: "run-after-state",
        summary: "An action waits for a state that no action ends in",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("run_after_state.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for step in flow.steps() {
                for after in flow.runs_after(step.id) {
                    let action = step.action.name.value;
                    let wrong = after
                        .states()
                        .find(|state| !STATES.iter().any(|known| known.eq_ignore_ascii_case(state.value)));
                    let (loc, what) = match (wrong, after.list) {
                        (Some(state), _) => {
                            (state.loc, format!("waits for {} to end as \"{}\"", after.name.value, state.value))
                        }
                        (None, None) => {
                            (after.name.loc, format!("waits for {} without a list of states", after.name.value))
                        }
                        (None, Some(_)) => continue,
                    };
                    report
                        .at(cx.at(loc), subject(flow), format!("flow \"{}\": action {action} {what}", flow.flow().name))
                        .label("no such state")
                        .detail(format!("{}: {}", flow.path(step.id), after.name.value))
                        .help("an action ends as Succeeded, Failed, Skipped or TimedOut");
                }
            }
        }
    }
}
