//! An operation of a custom connector has no id.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::Value;

use super::definition::{name, operations, subject};
use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OperationWithoutId {}

impl Rule for OperationWithoutId {
    const META: Meta = Meta {
        name: "operation-without-id",
        summary: "Operations of a custom connector have no id",
        category: Category::Connectors,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("operation_without_id.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for connector in &cx.package.connectors {
            let Some(definition) = connector.definition else { continue };
            let without = operations(definition).into_iter().filter(|operation| {
                let id = operation.value.get("operationId").and_then(Value::as_str);
                id.is_none_or(|id| id.trim().is_empty())
            });
            let without: Vec<_> = without.collect();
            let Some(first) = without.first() else { continue };
            let names: Vec<String> =
                without.iter().map(|operation| format!("{} {}", operation.method, operation.path)).collect();
            report
                .at(
                    cx.at(definition.loc(first.value)),
                    subject(connector),
                    format!(
                        "connector \"{}\" has {} without an id: {}",
                        name(connector),
                        wording::count(names.len(), "operation", "operations"),
                        wording::list(&names)
                    ),
                )
                .help("give each operation an operation id on the page \"Definition\" of the connector: flows and apps call it by that");
        }
    }
}
