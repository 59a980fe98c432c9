//! A topic that the agent is to choose by its description has none.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{Loc, model::Agent};
use syntax::Value;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AgentTopicWithoutDescription {}

impl Rule for AgentTopicWithoutDescription {
    const META: Meta = Meta {
        name: "agent-topic-without-description",
        summary: "A topic that an agent is to choose by itself has neither a description nor phrases",
        category: Category::Agents,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("agent_topic_without_description.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for agent in &cx.package.agents {
            if !is_unreachable(agent) {
                continue;
            }
            let kind = agent.data.and_then(|data| data.at(&["beginDialog", "kind"]));
            let loc = kind.map_or(agent.loc, |kind| Loc::new(agent.file(), kind.span));
            let message = format!(
                "topic \"{}\" is to be chosen by agent {}, and has neither a description nor phrases to choose it by",
                agent.title(),
                agent.owner()
            );
            report.at(cx.at(loc), Subject::new(SubjectKind::Agent, agent.name), message).label("the agent chooses").help(
                "say in \"Describe what the topic does\" of its trigger when it is the right one, or give it phrases; where another \
                 topic redirects to it, change its trigger to \"It's redirected to\"",
            );
        }
    }
}

/// Whether nothing tells the agent when to choose the topic.
fn is_unreachable(agent: &Agent<'_>) -> bool {
    let Some(data) = agent.data.filter(|_| agent.kind() == Some("AdaptiveDialog")) else { return false };
    let trigger = data.at(&["beginDialog", "kind"]).and_then(Value::as_str);
    let intent = |path: &[&str]| agent.text(path).is_some();
    let phrases = data.at(&["beginDialog", "intent", "triggerQueries"]).map(Value::items).unwrap_or_default();
    trigger == Some("OnRecognizedIntent")
        && phrases.is_empty()
        && !intent(&["modelDescription"])
        && !intent(&["beginDialog", "description"])
        && !intent(&["beginDialog", "intent", "description"])
}
