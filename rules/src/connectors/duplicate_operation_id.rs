//! Two operations of a custom connector have one id.

use std::collections::{HashMap, hash_map::Entry};

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::Loc;

use super::definition::{name, operations, subject};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DuplicateOperationId {}

impl Rule for DuplicateOperationId {
    const META: Meta = Meta {
        name: "duplicate-operation-id",
        summary: "Two operations of a custom connector have one id",
        category: Category::Connectors,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("duplicate_operation_id.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for connector in &cx.package.connectors {
            let Some(definition) = connector.definition else { continue };
            let mut first: HashMap<&str, (Loc, String)> = HashMap::new();
            for operation in operations(definition) {
                let Some((id, value)) =
                    operation.value.get("operationId").and_then(|value| Some((value.as_str()?, value)))
                else {
                    continue;
                };
                let what = format!("{} {}", operation.method, operation.path);
                match first.entry(id) {
                    Entry::Vacant(entry) => drop(entry.insert((definition.loc(value), what))),
                    Entry::Occupied(entry) => {
                        let (loc, other) = entry.get();
                        report
                            .at(
                                cx.at(definition.loc(value)),
                                subject(connector),
                                format!("connector \"{}\": {what} has the id {id}, as {other} has", name(connector)),
                            )
                            .note(cx.at(*loc), format!("{id} stands here first"))
                            .detail(format!("{id}: {what}"))
                            .help("give each operation an id of its own: flows and apps call operations by it");
                    }
                }
            }
        }
    }
}
