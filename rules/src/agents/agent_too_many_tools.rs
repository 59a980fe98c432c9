//! An agent has more tools than it can choose among well.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use solution::model::Agent;

use crate::wording;

/// Options.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct AgentTooManyTools {
    /// How many tools an agent may have.
    max: usize,
    /// How many child agents an agent may have.
    max_child_agents: usize,
}

impl Default for AgentTooManyTools {
    fn default() -> Self {
        // The thresholds of the agent review in Microsoft's Power CAT Copilot Studio Kit.
        Self { max: 15, max_child_agents: 5 }
    }
}

impl Rule for AgentTooManyTools {
    const META: Meta = Meta {
        name: "agent-too-many-tools",
        summary: "An agent has more tools or child agents than it can choose among well",
        category: Category::Agents,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("agent_too_many_tools.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let mut tools: IndexMap<String, Vec<&Agent<'_>>> = IndexMap::new();
        let mut children: IndexMap<String, Vec<&Agent<'_>>> = IndexMap::new();
        for agent in &cx.package.agents {
            let parts = match agent.kind() {
                Some("TaskDialog") => &mut tools,
                Some("AgentDialog") => &mut children,
                _ => continue,
            };
            parts.entry(agent.owner().to_lowercase()).or_default().push(agent);
        }
        // Which tools belong to a child agent is not told: an agent that has one was divided already.
        tools.retain(|owner, _| !children.contains_key(owner));
        let (tool, child) = (("tool", "tools"), ("child agent", "child agents"));
        for (parts, max, (one, many)) in [(&tools, self.max, tool), (&children, self.max_child_agents, child)] {
            for list in parts.values().filter(|list| list.len() > max) {
                let Some(first) = list.first() else { continue };
                let names: Vec<&str> = list.iter().map(|part| part.title()).collect();
                let message = format!("agent {} has {}", first.owner(), wording::count(list.len(), one, many));
                report
                    .at(cx.at(first.loc), Subject::new(SubjectKind::Agent, first.owner()), message)
                    .detail(many)
                    .remark(format!("they are {}", wording::list(&names)))
                    .help(format!(
                        "beyond {max} {many} an agent often chooses the wrong one: remove what is not needed, or divide the work among \
                         child agents or connected agents with a few {many} each"
                    ));
            }
        }
    }
}
