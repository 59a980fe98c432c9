//! Flows are copies of each other.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{FlowIndex, Folded};

use crate::{flows::mentions::subject, wording};

/// How many further flows a finding shows.
const SHOWN: usize = 5;

/// Options.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct DuplicateFlows {
    /// How many actions a flow must have to be compared.
    least: usize,
}

impl Default for DuplicateFlows {
    fn default() -> Self {
        Self { least: 5 }
    }
}

impl Rule for DuplicateFlows {
    const META: Meta = Meta {
        name: "duplicate-flows",
        summary: "Flows of a package have the same actions",
        category: Category::Naming,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("duplicate_flows.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let mut alike: IndexMap<Shape<'_>, Vec<&FlowIndex<'_, '_>>, foldhash::fast::RandomState> = IndexMap::default();
        for flow in cx.flows().filter(|flow| flow.steps().len() >= self.least) {
            alike.entry(shape(flow)).or_default().push(flow);
        }
        for flows in alike.values() {
            let [first, others @ ..] = flows.as_slice() else { continue };
            let Some(second) = others.first() else { continue };
            let names: Vec<String> = others.iter().map(|flow| format!("\"{}\"", flow.flow().name)).collect();
            let mut stated = report
                .at(
                    super::place_of_name(cx, first.flow()),
                    subject(first),
                    format!(
                        "flow \"{}\" has the same {} actions as {}",
                        first.flow().name,
                        first.steps().len(),
                        wording::list(&names)
                    ),
                )
                .detail(second.flow().name)
                .help("keep what is the same in one child flow, and give it what differs as inputs");
            for other in others.iter().take(SHOWN) {
                stated = stated.note(super::place_of_name(cx, other.flow()), "the same actions");
            }
        }
    }
}

/// How deep each action lies, its name and its type.
type Shape<'f> = Vec<(u32, Folded<'f>, Folded<'f>)>;

/// The actions of a flow as they stand in each other, by name and type: what stays when a flow is copied and adapted.
fn shape<'f>(flow: &FlowIndex<'f, '_>) -> Shape<'f> {
    flow.steps().iter().map(|step| (step.depth, Folded(step.action.name.value), Folded(step.action.kind))).collect()
}
