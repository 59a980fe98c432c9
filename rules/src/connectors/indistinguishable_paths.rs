//! Two paths of a custom connector cannot be told apart.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use syntax::{Member, Value};

use super::definition::{is_method, name, subject};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IndistinguishablePaths {}

impl Rule for IndistinguishablePaths {
    const META: Meta = Meta {
        name: "indistinguishable-paths",
        summary: "Two paths of a custom connector cannot be told apart",
        category: Category::Connectors,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("indistinguishable_paths.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for connector in &cx.package.connectors {
            let Some(definition) = connector.definition else { continue };
            let mut by_case: HashMap<String, &Member<'_>> = HashMap::new();
            let mut by_template: HashMap<(String, &str), &Member<'_>> = HashMap::new();
            let mut told: HashSet<&str> = HashSet::new();
            for path in definition.root.get("paths").map(Value::members).unwrap_or_default() {
                if !path.key.starts_with('/') {
                    continue;
                }
                let mut others = vec![*by_case.entry(path.key.to_lowercase()).or_insert(path)];
                let methods = path.value.members().iter().filter(|member| is_method(&member.key));
                if let Some(shape) = shape(&path.key) {
                    others
                        .extend(methods.map(|method| *by_template.entry((shape.clone(), &method.key)).or_insert(path)));
                }
                // A key that stands twice to the letter is one path to every reader of JSON.
                let Some(other) = others.into_iter().find(|other| other.key != path.key) else { continue };
                if !told.insert(&path.key) {
                    continue;
                }
                report
                    .at(
                        cx.at(solution::Loc::new(definition.file, path.key_span)),
                        subject(connector),
                        format!(
                            "connector \"{}\": the paths {} and {} cannot be told apart",
                            name(connector),
                            other.key,
                            path.key
                        ),
                    )
                    .note(cx.at(solution::Loc::new(definition.file, other.key_span)), "the other path stands here")
                    .detail(path.key.as_ref())
                    .help("put the operations of both under one path, or give one of them a fixed part that the other lacks");
            }
        }
    }
}

/// A path without the names of its parameters, and in lower case; `None` where its braces do not close.
fn shape(path: &str) -> Option<String> {
    let mut shape = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let (_, behind) = after.split_once('}')?;
        shape.push_str(before);
        shape.push_str("{}");
        rest = behind;
    }
    shape.push_str(rest);
    Some(shape.to_lowercase())
}
