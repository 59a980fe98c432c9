//! A loop of calls runs one item after the other.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{flows::mentions::subject, operations};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SequentialLoop {}

impl Rule for SequentialLoop {
    const META: Meta = Meta {
        name: "sequential-loop",
        summary: "A loop of calls runs one item after the other",
        category: Category::Performance,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("sequential_loop.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for step in flow.steps().iter().filter(|step| step.is("Foreach") && flow.loops(step.id).next().is_none()) {
                let definition = step.action.definition;
                let said = definition.at(&["runtimeConfiguration", "concurrency"]).is_some()
                    || definition.get("operationOptions").is_some();
                let calls = flow.inside(step.id).any(|inner| operations::is_call(inner.action));
                // What changes a variable, or ends the run, depends on the order.
                let ordered = flow
                    .inside(step.id)
                    .any(|inner| inner.action.kind.to_ascii_lowercase().contains("variable") || inner.is("Terminate"));
                if said || !calls || ordered {
                    continue;
                }
                report
                    .at(
                        cx.at(step.action.name.loc),
                        subject(flow),
                        format!(
                            "flow \"{}\": loop {} runs one item after the other",
                            flow.flow().name,
                            step.action.name.value
                        ),
                    )
                    .detail(flow.path(step.id))
                    .help("if the items do not depend on each other, turn on concurrency control in the settings of the loop; set it to 1 where the order matters");
            }
        }
    }
}
