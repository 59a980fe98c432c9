//! An action lacks what its type needs.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::{Kind, Value};

use super::{mentions::subject, types::type_named};
use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MissingActionField {}

impl Rule for MissingActionField {
    const META: Meta = Meta {
        name: "missing-action-field",
        summary: "An action lacks what its type needs",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("missing_action_field.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for step in flow.steps() {
                let Some(known) = type_named(step.action.kind) else { continue };
                let definition = step.action.definition;
                // Inputs that are computed as a whole may hold anything.
                if definition
                    .get("inputs")
                    .is_some_and(|inputs| inputs.as_str().is_some_and(|text| text.starts_with('@')))
                {
                    continue;
                }
                let lacks = known.needs.iter().filter(|path| !has(definition, path));
                let lacks: Vec<String> = lacks.map(|path| path.join(".")).collect();
                if lacks.is_empty() {
                    continue;
                }
                let name = step.action.name;
                report
                    .at(
                        cx.at(name.loc),
                        subject(flow),
                        format!(
                            "flow \"{}\": action {} of type {} lacks {}",
                            flow.flow().name,
                            name.value,
                            known.name,
                            wording::list(&lacks)
                        ),
                    )
                    .detail(flow.path(step.id))
                    .help("open the flow in the designer and fill in what is missing");
            }
        }
    }
}

/// Whether there is something at the end of a path.
fn has(definition: &Value<'_>, path: &[&str]) -> bool {
    definition.at(path).is_some_and(|value| value.kind != Kind::Null)
}
