//! A loop calls a table once for each item.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{flows::mentions::subject, operations, wording};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConnectorCallInLoop {}

impl Rule for ConnectorCallInLoop {
    const META: Meta = Meta {
        name: "connector-call-in-loop",
        summary: "A loop reads or writes rows one at a time",
        category: Category::Performance,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("connector_call_in_loop.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for step in flow.steps().iter().filter(|step| step.is("Foreach")) {
                // A call belongs to the innermost loop around it.
                let inside = flow.inside(step.id).filter(|call| {
                    flow.loops(call.id).next().is_some_and(|nearest| nearest.id == step.id)
                        && operations::of(flow.flow(), call.action).is_some()
                });
                let calls: Vec<_> = inside.collect();
                let Some(first) = calls.first() else { continue };
                let names: Vec<&str> = calls.iter().map(|call| call.action.name.value).collect();
                report
                    .at(
                        cx.at(first.action.name.loc),
                        subject(flow),
                        format!(
                            "flow \"{}\": loop {} calls the connector for each item: {}",
                            flow.flow().name,
                            step.action.name.value,
                            wording::list(&names)
                        ),
                    )
                    .detail(flow.path(step.id))
                    .help("read what the loop needs in one list before it; to write many rows of Dataverse, use a changeset request, or CreateMultiple and UpdateMultiple of the Web API");
            }
        }
    }
}
