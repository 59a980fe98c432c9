//! The definition of a custom connector refers to a part that it does not have.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::{Kind, Value};

use super::definition::{name, subject};
use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DanglingDefinitionRef {}

impl Rule for DanglingDefinitionRef {
    const META: Meta = Meta {
        name: "dangling-definition-ref",
        summary: "The definition of a custom connector refers to a part that it does not have",
        category: Category::Connectors,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("dangling_definition_ref.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for connector in &cx.package.connectors {
            let Some(definition) = connector.definition else { continue };
            let mut found = IndexMap::new();
            search(definition.root, false, &mut found);
            for (target, places) in found {
                let Some(first) = places.first().filter(|_| !exists(definition.root, target)) else { continue };
                let often = match places.len() {
                    1 => String::new(),
                    number => format!(" ({})", wording::count(number, "time", "times")),
                };
                report
                    .at(
                        cx.at(definition.loc(first)),
                        subject(connector),
                        format!(
                            "the definition of connector \"{}\" refers to {target}{often}, which it does not have",
                            name(connector)
                        ),
                    )
                    .detail(target)
                    .help("add the part in the Swagger editor of the connector, or refer to one that is there, and export it again");
            }
        }
    }
}

/// The keys whose members go by names that their author chose, so that no name among them is a keyword (`OpenAPI` 2.0).
const NAMES: [&str; 5] = ["paths", "properties", "definitions", "parameters", "responses"];

/// The keys below which lies data and no schema.
const DATA: [&str; 4] = ["default", "enum", "example", "examples"];

/// The one extension of connectors that holds a schema of the definition. In what others hold, `$ref` is not said to mean anything.
const WITH_SCHEMA: &str = "x-ms-notification-content";

/// Everything that a definition refers to in itself, with the places.
fn search<'v, 't>(value: &'v Value<'t>, names: bool, found: &mut IndexMap<&'v str, Vec<&'v Value<'t>>>) {
    match &value.kind {
        Kind::Array(items) => items.iter().for_each(|item| search(item, false, found)),
        Kind::Object(members) => {
            for member in members {
                let key = &*member.key;
                if !names {
                    let target = member.value.as_str().filter(|target| key == "$ref" && target.starts_with("#/"));
                    if let Some(target) = target {
                        found.entry(target).or_default().push(&member.value);
                    }
                    if DATA.contains(&key) || (key.starts_with("x-") && key != WITH_SCHEMA) {
                        continue;
                    }
                }
                search(&member.value, !names && NAMES.contains(&key), found);
            }
        }
        _ => {}
    }
}

/// Whether a reference leads somewhere. What is only spelt otherwise (capitals, `%20`) is no certain mistake, and counts as there.
fn exists(root: &Value<'_>, target: &str) -> bool {
    let steps = target.trim_start_matches('#').split('/').skip(1);
    let mut at = Some(root);
    for step in steps {
        if step.contains('%') {
            return true;
        }
        let key = step.replace("~1", "/").replace("~0", "~");
        at = at.and_then(|value| {
            let item = key.parse::<usize>().ok().and_then(|index| value.items().get(index));
            value.get_ignore_case(&key).or(item)
        });
    }
    at.is_some()
}
