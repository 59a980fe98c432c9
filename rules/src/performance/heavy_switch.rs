//! A case of a switch holds many actions.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{FlowIndex, flow_index::Step, model::BranchKind};

use crate::{flows::mentions::subject, wording};

/// Options.
#[derive(Debug, Deserialize, JsonSchema)]
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
                let sizes = sizes(flow, step);
                let heavy: Vec<String> = sizes
                    .iter()
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

/// The cases of a switch that hold actions, with the number of actions in each, however deep.
fn sizes<'t>(flow: &FlowIndex<'_, 't>, switch: &Step<'_, 't>) -> Vec<(BranchKind<'t>, usize)> {
    let mut sizes: Vec<(BranchKind<'t>, usize)> = Vec::new();
    for inner in flow.inside(switch.id) {
        // The steps stand depth first: what follows one of the switch's own stands in it, or beside it in the same case.
        if let Some(branch) = inner.branch.filter(|_| inner.parent == Some(switch.id))
            && sizes.last().is_none_or(|(last, _)| *last != branch)
        {
            sizes.push((branch, 0));
        }
        if let Some((_, count)) = sizes.last_mut() {
            *count += 1;
        }
    }
    sizes
}
