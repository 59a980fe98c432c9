//! Nothing in a flow runs when one of its actions fails.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{failures, settings};

/// Options.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct NoErrorHandling {
    /// Flows of so many actions need none.
    max_actions: usize,
}

impl Default for NoErrorHandling {
    fn default() -> Self {
        Self { max_actions: 5 }
    }
}

impl Rule for NoErrorHandling {
    const META: Meta = Meta {
        name: "no-error-handling",
        summary: "Nothing in a flow runs when one of its actions fails",
        category: Category::Reliability,
        severity: Severity::Warning,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("no_error_handling.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows().filter(|flow| flow.steps().len() > self.max_actions) {
            let handled = flow.steps().iter().any(|step| failures::runs_without_success(flow, step.id));
            let calls = flow.steps().iter().filter(|step| settings::calls_out(step)).count();
            if handled || calls == 0 {
                continue;
            }
            let name = flow.flow().name;
            report
                .at(
                    cx.at(flow.flow().loc),
                    Subject::new(SubjectKind::Flow, name),
                    format!("flow \"{name}\" has {} actions, and none of them runs when another fails", flow.steps().len()),
                )
                .help(
                    "put the steps into a scope and add a second scope after it that runs when the first has failed or has timed out, \
                     says so to somebody, and ends the run as failed",
                );
        }
    }
}
