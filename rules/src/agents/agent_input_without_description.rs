//! Inputs or outputs of a topic have no description.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::Loc;
use syntax::Value;

use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AgentInputWithoutDescription {}

impl Rule for AgentInputWithoutDescription {
    const META: Meta = Meta {
        name: "agent-input-without-description",
        summary: "Inputs or outputs of a topic have no description for the agent that fills or reads them",
        category: Category::Agents,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("agent_input_without_description.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for agent in &cx.package.agents {
            // A tool's inputs have the descriptions of its connector, flow or prompt, where it states none itself.
            let Some(data) = agent.data.filter(|_| agent.kind() == Some("AdaptiveDialog")) else { continue };
            for (part, one, many) in [("inputType", "input", "inputs"), ("outputType", "output", "outputs")] {
                let properties = data.at(&[part, "properties"]).map(Value::members).unwrap_or_default();
                let silent: Vec<_> = properties.iter().filter(|property| !is_described(&property.value)).collect();
                let Some(first) = silent.first() else { continue };
                let names: Vec<&str> = silent.iter().map(|property| property.key.as_ref()).collect();
                let word = if silent.len() == 1 { one } else { many };
                let verb = if silent.len() == 1 { "has" } else { "have" };
                let message =
                    format!("{word} {} of topic \"{}\" {verb} no description", wording::list(&names), agent.title());
                report
                    .at(
                        cx.at(Loc::new(agent.file(), first.value.span)),
                        Subject::new(SubjectKind::Agent, agent.name),
                        message,
                    )
                    .detail(many)
                    .help("say in each description what it holds, in which form, with an example: the agent fills inputs by it");
            }
        }
    }
}

fn is_described(property: &Value<'_>) -> bool {
    property.get("description").and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty())
}
