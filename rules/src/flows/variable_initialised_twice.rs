//! Two actions initialise the same variable.

use super::mentions::subject;
use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VariableInitialisedTwice {}

impl Rule for VariableInitialisedTwice {
    const META: Meta = Meta {
        name: "variable-initialised-twice",
        summary: "Two actions initialise the same variable",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("variable_initialised_twice.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let variables = flow.variables();
            for made in &variables.made {
                let name = made.name.value;
                let first = variables.made(name).find(|first| first.name.value.eq_ignore_ascii_case(name));
                let Some(earlier) = first.filter(|first| first.name.loc != made.name.loc) else { continue };
                let first = flow.step(earlier.step).action.name.value;
                report
                    .at(
                        cx.at(made.name.loc),
                        subject(flow),
                        format!(
                            "flow \"{}\": {} initialises variable {name}, which {first} initialises too",
                            flow.flow().name,
                            flow.step(made.step).action.name.value
                        ),
                    )
                    .label("the second one of this name")
                    .note(cx.at(earlier.name.loc), "the first one")
                    .detail(format!("{}: {name}", flow.path(made.step)))
                    .help("give it a name of its own, or set the variable instead; names are compared without regard to case");
            }
        }
    }
}
