//! A flow has no trigger, or more than one.

use super::mentions::subject;
use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotOneTrigger {}

impl Rule for NotOneTrigger {
    const META: Meta = Meta {
        name: "not-one-trigger",
        summary: "A flow has no trigger, or more than one",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("not_one_trigger.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows().filter(|flow| flow.is_whole()) {
            let triggers = &flow.flow().triggers;
            let what = match triggers.as_slice() {
                [_] => continue,
                // What has no actions either is not a flow yet: a template, or a file that another rule speaks of.
                [] if flow.steps().is_empty() => continue,
                [] => "has no trigger".to_owned(),
                all => format!("has {} triggers", all.len()),
            };
            let place = triggers.get(1).map_or(flow.flow().loc, |second| second.name.loc);
            report
                .at(cx.at(place), subject(flow), format!("flow \"{}\" {what}", flow.flow().name))
                .help("a flow has exactly one trigger; make a flow of its own for each further one, and share the actions in a child flow");
        }
    }
}
