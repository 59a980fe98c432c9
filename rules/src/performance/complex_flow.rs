//! A flow is hard to survey.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::flow_index::Step;

use crate::{flows::mentions::subject, wording};

/// Options.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ComplexFlow {
    /// How complex a flow may be.
    most: usize,
}

impl Default for ComplexFlow {
    fn default() -> Self {
        Self { most: 76 }
    }
}

impl Rule for ComplexFlow {
    const META: Meta = Meta {
        name: "complex-flow",
        summary: "A flow is so complex that it is hard to survey",
        category: Category::Performance,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("complex_flow.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let score: usize = flow.steps().iter().map(weight).sum();
            if score <= self.most {
                continue;
            }
            let actions = flow.steps().len();
            let decisions = flow.steps().iter().filter(|step| step.is("If") || step.is("Switch")).count();
            let loops = flow.steps().iter().filter(|step| step.is_loop()).count();
            report
                .at(
                    cx.at(flow.flow().loc),
                    subject(flow),
                    format!("flow \"{}\" has a complexity of {score}, more than {}", flow.flow().name, self.most),
                )
                .remark(format!(
                    "it has {}, among them {} and {}",
                    wording::count(actions, "action", "actions"),
                    wording::count(decisions, "decision", "decisions"),
                    wording::count(loops, "loop", "loops")
                ))
                .help("move parts that can be named into child flows");
        }
    }
}

/// What an action adds. The weights are our own; the page says them.
fn weight(step: &Step<'_, '_>) -> usize {
    let depth = step.depth as usize;
    if step.is("If") {
        3 + depth
    } else if step.is("Switch") {
        1 + 2 * step.action.branches.len() + depth
    } else if step.is_loop() {
        4 + depth
    } else {
        1
    }
}
