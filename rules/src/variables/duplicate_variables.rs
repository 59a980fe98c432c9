//! Environment variables that cannot be told apart.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{Loc, model::EnvironmentVariable};

use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DuplicateVariables {}

impl Rule for DuplicateVariables {
    const META: Meta = Meta {
        name: "duplicate-variables",
        summary: "Environment variables of one solution have the same name for people or the same default",
        category: Category::Variables,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("duplicate_variables.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let defined: Vec<_> = cx.package.variables.iter().filter(|variable| variable.defined).collect();
        let mut by_name: IndexMap<String, Vec<&EnvironmentVariable<'_>>> = IndexMap::new();
        let mut by_default: IndexMap<(&str, &str), Vec<&EnvironmentVariable<'_>>> = IndexMap::new();
        for variable in defined {
            if let Some(name) = variable.display_name {
                by_name.entry(name.value.trim().to_lowercase()).or_default().push(variable);
            }
            let default = variable.default_value.map(|value| value.value.trim());
            if let (Some(default), Some(kind)) = (default.filter(|text| says_something(text)), variable.kind) {
                by_default.entry((kind.value, default)).or_default().push(variable);
            }
        }
        for same in by_name.values() {
            finding(cx, same, "the same display name", report);
        }
        for same in by_default.values().filter(|same| !by_name.values().any(|named| is_same(named, same))) {
            finding(cx, same, "the same default value", report);
        }
    }
}

/// Shorter ones, and numbers, are the same by chance.
const LEAST: usize = 8;

/// Whether two variables hardly have a default in common by chance.
fn says_something(default: &str) -> bool {
    default.chars().count() >= LEAST && default.contains(char::is_alphabetic)
}

fn finding(cx: &SolutionContext<'_, '_>, same: &[&EnvironmentVariable<'_>], what: &str, report: &mut Report) {
    let [first, others @ ..] = same else { return };
    if others.is_empty() {
        return;
    }
    let names: Vec<&str> = same.iter().map(|variable| variable.schema_name.value).collect();
    let mut stated = report
        .at(
            cx.at(Loc::file(first.loc.file)),
            Subject::new(SubjectKind::EnvironmentVariable, first.schema_name.value),
            format!("environment variables {} have {what}", wording::list(&names)),
        )
        .detail(what);
    for other in others {
        stated = stated.note(cx.at(Loc::file(other.loc.file)), other.schema_name.value);
    }
    stated.help(
        "keep one, and let flows and apps use that; where both are meant, let their names say what tells them apart",
    );
}

fn is_same(one: &[&EnvironmentVariable<'_>], other: &[&EnvironmentVariable<'_>]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| std::ptr::eq(*one, *other))
}
