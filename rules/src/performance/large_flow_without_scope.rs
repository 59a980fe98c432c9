//! A large flow has no scopes.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::flows::mentions::subject;

/// Options.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct LargeFlowWithoutScope {
    /// How many actions a flow may have without a scope.
    most: usize,
}

impl Default for LargeFlowWithoutScope {
    fn default() -> Self {
        Self { most: 30 }
    }
}

impl Rule for LargeFlowWithoutScope {
    const META: Meta = Meta {
        name: "large-flow-without-scope",
        summary: "A large flow has no scopes",
        category: Category::Performance,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("large_flow_without_scope.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let actions = flow.steps().len();
            if actions <= self.most || flow.steps().iter().any(|step| step.is("Scope")) {
                continue;
            }
            report
                .at(
                    cx.at(flow.flow().loc),
                    subject(flow),
                    format!("flow \"{}\" has {actions} actions and no scope", flow.flow().name),
                )
                .help("group the actions that belong together in scopes, which can also be handled together when they fail");
        }
    }
}
