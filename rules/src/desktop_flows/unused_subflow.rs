//! A subflow of a desktop flow is never called.

use std::collections::HashSet;

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::robin::{Kind, Subflow};

use super::place::state_at;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnusedSubflow {}

impl Rule for UnusedSubflow {
    const META: Meta = Meta {
        name: "unused-subflow",
        summary: "A subflow of a desktop flow is never called",
        category: Category::DesktopFlows,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("unused_subflow.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for (flow, script) in cx.scripts() {
            let called: HashSet<String> = script
                .subflows
                .iter()
                .flat_map(Subflow::statements)
                .filter_map(
                    |statement| if let Kind::Call(name) = &statement.kind { Some(name.to_lowercase()) } else { None },
                )
                .collect();
            for subflow in
                script.subflows.iter().skip(1).filter(|subflow| !called.contains(&subflow.name.to_lowercase()))
            {
                state_at(
                    cx,
                    report,
                    flow,
                    (subflow.name, subflow.line),
                    &format!("subflow {} is called nowhere", subflow.name),
                )
                .detail(subflow.name)
                .help("call it where it is needed, or delete it");
            }
        }
    }
}
