//! A tool of an agent runs with its maker's connection.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::model::ConnectionMode;

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct AgentToolAsMaker {
    /// The logical names of references that tools may share with everybody.
    except: Vec<String>,
}

impl Rule for AgentToolAsMaker {
    const META: Meta = Meta {
        name: "agent-tool-as-maker",
        summary: "A tool of an agent runs with its maker's connection, whoever talks to the agent",
        category: Category::Agents,
        severity: Severity::Warning,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("agent_tool_as_maker.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for agent in &cx.package.agents {
            for connection in agent.connections.iter().filter(|connection| connection.mode == ConnectionMode::Maker) {
                let reference = connection.reference;
                if self.except.iter().any(|except| except.eq_ignore_ascii_case(reference.value)) {
                    continue;
                }
                let message = format!(
                    "tool \"{}\" of agent {} runs with its maker's connection, whoever talks to the agent",
                    agent.title(),
                    agent.owner()
                );
                report
                    .at(cx.at(reference.loc), Subject::new(SubjectKind::Agent, agent.name), message)
                    .label("mode: Maker")
                    .detail(reference.value.to_lowercase())
                    .help(
                        "let it run with the connection of the person who talks to the agent (Tools, the tool, Credentials to use: \
                         End user credentials); where all may see and change the same, name the reference under except in \
                         [rules.agent-tool-as-maker]",
                    );
            }
        }
    }
}
