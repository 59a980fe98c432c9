//! An operation of a custom connector has no summary.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::Value;

use super::definition::{name, operations, subject};
use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OperationWithoutSummary {}

impl Rule for OperationWithoutSummary {
    const META: Meta = Meta {
        name: "operation-without-summary",
        summary: "Operations of a custom connector have no summary",
        category: Category::Connectors,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("operation_without_summary.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for connector in &cx.package.connectors {
            let Some(definition) = connector.definition else { continue };
            let unnamed = operations(definition).into_iter().filter(|operation| {
                let text = |key| operation.value.get(key).and_then(Value::as_str);
                let hidden = text("x-ms-visibility").is_some_and(|text| text.eq_ignore_ascii_case("internal"));
                !hidden && text("summary").is_none_or(|summary| summary.trim().is_empty())
            });
            let unnamed: Vec<_> = unnamed.collect();
            let Some(first) = unnamed.first() else { continue };
            let names: Vec<String> =
                unnamed.iter().map(|operation| format!("{} {}", operation.method, operation.path)).collect();
            report
                .at(
                    cx.at(definition.loc(first.value)),
                    subject(connector),
                    format!(
                        "connector \"{}\" has {} without a summary: {}",
                        name(connector),
                        wording::count(names.len(), "operation", "operations"),
                        wording::list(&names)
                    ),
                )
                .help("say in a few words what each operation does: makers see the summary as the name of the action");
        }
    }
}
