//! A tool or child agent says nothing about what it is for.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AgentToolWithoutDescription {}

impl Rule for AgentToolWithoutDescription {
    const META: Meta = Meta {
        name: "agent-tool-without-description",
        summary: "A tool or child agent has no description that tells the agent when to use it",
        category: Category::Agents,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("agent_tool_without_description.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for agent in &cx.package.agents {
            let (what, described) = match agent.kind() {
                Some("TaskDialog") => ("tool", agent.text(&["modelDescription"]).is_some()),
                Some("AgentDialog") => ("child agent", agent.text(&["beginDialog", "description"]).is_some()),
                _ => continue,
            };
            if described {
                continue;
            }
            let message = format!(
                "{what} \"{}\" of agent {} has no description that tells the agent when to use it",
                agent.title(),
                agent.owner()
            );
            report.at(cx.at(agent.loc), Subject::new(SubjectKind::Agent, agent.name), message).help(
                "say in its description what it does, when it is the right one and when not: the agent chooses by name and description",
            );
        }
    }
}
