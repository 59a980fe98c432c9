//! The name of an action or trigger has spaces that nobody sees.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::flows::mentions::subject;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActionNameSpace {}

impl Rule for ActionNameSpace {
    const META: Meta = Meta {
        name: "action-name-space",
        summary: "The name of an action or trigger has spaces that cannot be seen",
        category: Category::Naming,
        severity: Severity::Note,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("action_name_space.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let triggers = flow.flow().triggers.iter().map(|trigger| ("trigger", trigger.name, None));
            let actions = flow.steps().iter().map(|step| ("action", step.action.name, Some(step.id)));
            for (kind, name, step) in triggers.chain(actions) {
                let Some(wrong) = fault(name.value) else { continue };
                let path = step.map_or_else(|| name.value.to_owned(), |step| flow.path(step));
                report
                    .at(
                        cx.at(name.loc),
                        subject(flow),
                        format!("flow \"{}\": the name of {kind} \"{}\" {wrong}", flow.flow().name, name.value),
                    )
                    .detail(path)
                    .help("rename it in the designer, which also changes the expressions that read it");
            }
        }
    }
}

/// What cannot be seen in a name. The designer writes single spaces as underscores, and those can be.
fn fault(name: &str) -> Option<&'static str> {
    let mut last = false;
    let double = name.chars().any(|char| {
        let space = char.is_whitespace();
        std::mem::replace(&mut last, space) && space
    });
    if name.starts_with(char::is_whitespace) {
        Some("begins with a space")
    } else if name.ends_with(char::is_whitespace) {
        Some("ends with a space")
    } else {
        double.then_some("has two spaces side by side")
    }
}
