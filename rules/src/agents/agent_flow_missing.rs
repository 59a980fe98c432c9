//! An agent calls a flow that no package brings.

use std::collections::HashSet;

use engine::{Category, Meta, Place, Preset, Report, Rule, Severity, Subject, SubjectKind, WorkspaceContext};
use schemars::JsonSchema;
use serde::Deserialize;

use engine::calls::layers;

use crate::solutions::child_flow_missing::{Provider, provider};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AgentFlowMissing {}

impl Rule for AgentFlowMissing {
    const META: Meta = Meta {
        name: "agent-flow-missing",
        summary: "An agent calls a flow that no given package brings",
        category: Category::Agents,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "flows of agents",
        page: include_str!("agent_flow_missing.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        let known: HashSet<&str> = cx
            .workspace
            .packages()
            .flat_map(|(_, outline)| {
                let flows = outline.flows.iter().filter(|flow| !flow.stale).filter_map(|flow| flow.id.as_deref());
                flows.chain(outline.processes.iter().filter_map(|process| process.id.as_deref()))
            })
            .collect();
        for solution in cx.workspace.solutions() {
            let mut seen = HashSet::new();
            for package in layers(solution) {
                for call in &cx.workspace.package(package).agent_calls {
                    if !seen.insert((call.agent.to_lowercase(), call.flow.as_str())) {
                        continue;
                    }
                    if known.contains(call.flow.as_str()) {
                        report.judged();
                        continue;
                    }
                    let required = match provider(cx, package, &call.flow) {
                        Provider::Another => {
                            report.judged();
                            continue;
                        }
                        Provider::Unknown(missing) => {
                            report.unknown(format!("the flow {}", call.flow), missing);
                            continue;
                        }
                        Provider::Nobody(required) => required,
                    };
                    report.judged();
                    let name = required.and_then(|required| required.display_name.as_deref());
                    let flow = name.map_or_else(|| format!("with id {}", call.flow), |name| format!("\"{name}\""));
                    let message =
                        format!("agent component \"{}\" calls flow {flow}, which no given package brings", call.agent);
                    let stated = report
                        .at(
                            Place::Package(package, Some(call.loc)),
                            Subject::new(SubjectKind::Agent, &call.agent),
                            message,
                        )
                        .label("no such flow")
                        .detail(&call.flow)
                        .help(
                            "in the source environment, add the flow to the solution (Add existing, Automation, Cloud flow) and \
                             export it again; where it no longer exists, remove the tool or node; if another solution brings it, check \
                             that package together with this one",
                        );
                    if let Some(required) = required {
                        stated.at_most(Severity::Warning).note(
                            Place::Package(package, Some(required.loc)),
                            "the solution requires it from \"Active\", the unmanaged layer of the source environment",
                        );
                    }
                }
            }
        }
    }
}
