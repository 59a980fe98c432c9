//! A variable is initialised inside another action.

use super::mentions::subject;
use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VariableInitialisedInside {}

impl Rule for VariableInitialisedInside {
    const META: Meta = Meta {
        name: "variable-initialised-inside",
        summary: "A variable is initialised inside another action",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("variable_initialised_inside.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for made in &flow.variables().made {
                let step = flow.step(made.step);
                let Some(parent) = step.parent.map(|parent| flow.step(parent).action.name) else { continue };
                let (name, action) = (made.name.value, step.action.name);
                report
                    .at(
                        cx.at(action.loc),
                        subject(flow),
                        format!(
                            "flow \"{}\": {} initialises variable {name} inside {}",
                            flow.flow().name,
                            action.value,
                            parent.value
                        ),
                    )
                    .label("has to stand at the top level")
                    .detail(format!("{}: {name}", flow.path(made.step)))
                    .help("initialise the variable at the top of the flow, and set it here");
            }
        }
    }
}
