//! A loop stands in a loop.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::flow_index::Step;

use crate::flows::mentions::subject;

/// How many further loops a finding shows.
const SHOWN: usize = 5;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NestedLoops {}

impl Rule for NestedLoops {
    const META: Meta = Meta {
        name: "nested-loops",
        summary: "A loop over items stands in another one",
        category: Category::Performance,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("nested_loops.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let each = |step: &&Step<'_, '_>| step.is("Foreach");
            for outer in flow.steps().iter().filter(each) {
                if flow.loops(outer.id).any(|step| step.is("Foreach")) {
                    continue;
                }
                let mut inner = flow.inside(outer.id).filter(each);
                let Some(first) = inner.next() else { continue };
                let mut stated = report
                    .at(
                        cx.at(first.action.name.loc),
                        subject(flow),
                        format!(
                            "flow \"{}\": loop {} stands in loop {}, so that its actions run once for each pair of items",
                            flow.flow().name,
                            first.action.name.value,
                            outer.action.name.value
                        ),
                    )
                    .note(cx.at(outer.action.name.loc), "the outer loop")
                    .detail(flow.path(outer.id))
                    .help("let a filter or Select find the items that belong together before the loop, or list what is needed in one query (expand, fetchXml)");
                for more in inner.take(SHOWN) {
                    stated = stated
                        .note(cx.at(more.action.name.loc), format!("{} stands in it too", more.action.name.value));
                }
            }
        }
    }
}
