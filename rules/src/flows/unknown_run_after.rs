//! An action runs after one that is not beside it.

use super::mentions::{meant, subject};
use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnknownRunAfter {}

impl Rule for UnknownRunAfter {
    const META: Meta = Meta {
        name: "unknown-run-after",
        summary: "An action runs after one that is not beside it",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("unknown_run_after.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows().filter(|flow| flow.is_whole()) {
            for step in flow.steps() {
                for after in flow.runs_after(step.id).filter(|after| after.step.is_none()) {
                    let (action, name) = (step.action.name.value, after.name.value);
                    let elsewhere = flow.find(name).map(|other| other.action.name);
                    let why = if elsewhere.is_some() { "does not stand beside it" } else { "the flow does not have" };
                    let beside = flow.list_of(step.id).iter().map(|id| flow.step(*id).action.name.value);
                    let meant = meant(name, beside.filter(|other| *other != action));
                    let mut stated = report
                        .at(
                            cx.at(after.name.loc),
                            subject(flow),
                            format!("flow \"{}\": action {action} runs after {name}, which {why}", flow.flow().name),
                        )
                        .label("not in the same list of actions")
                        .detail(format!("{}: {name}", flow.path(step.id)));
                    if let Some(elsewhere) = elsewhere {
                        stated = stated.note(cx.at(elsewhere.loc), "it stands here");
                    }
                    stated.help(format!("an action can only wait for actions of its own scope, branch or loop{meant}"));
                }
            }
        }
    }
}
