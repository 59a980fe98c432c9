//! A case of a switch holds many actions.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use serde::Deserialize;
use solution::{FlowIndex, flow_index::Step, model::BranchKind};

use crate::{flows::mentions::subject, wording};

/// Options.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct HeavySwitch {
    /// How many actions a case may hold, at all levels.
    most: usize,
}

impl Default for HeavySwitch {
    fn default() -> Self {
        Self { most: 19 }
    }
}

impl Rule for HeavySwitch {
    const META: Meta = Meta {
        name: "heavy-switch",
        summary: "A case of a switch holds many actions",
        category: Category::Performance,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("heavy_switch.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for step in flow.steps().iter().filter(|step| step.is("Switch")) {
                let sizes = step.action.branches.iter().map(|branch| {
                    let mut inside = flow.inside(step.id);
                    let count = inside.by_ref().filter(|inner| stands_in(flow, inner, step, branch.kind)).count();
                    (branch.kind, count)
                });
                let heavy: Vec<String> = sizes
                    .filter(|(_, count)| *count > self.most)
                    .map(|(kind, count)| match kind {
                        BranchKind::Case(name) => format!("case {name} ({count} actions)"),
                        _ => format!("the default case ({count} actions)"),
                    })
                    .collect();
                if heavy.is_empty() {
                    continue;
                }
                report
                    .at(
                        cx.at(step.action.name.loc),
                        subject(flow),
                        format!(
                            "flow \"{}\": switch {} holds much in {}",
                            flow.flow().name,
                            step.action.name.value,
                            wording::list(&heavy)
                        ),
                    )
                    .detail(flow.path(step.id))
                    .help("move what a case does into a child flow, and let the case call it");
            }
        }
    }
}

/// Whether an action stands in this branch of the switch, however deep.
fn stands_in(flow: &FlowIndex<'_, '_>, inner: &Step<'_, '_>, switch: &Step<'_, '_>, branch: BranchKind<'_>) -> bool {
    let direct = std::iter::once(inner).chain(flow.ancestors(inner.id)).find(|step| step.parent == Some(switch.id));
    direct.is_some_and(|step| step.branch == Some(branch))
}
