//! Environment variables have no name for people.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::model::EnvironmentVariable;

use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VariableWithoutDisplayName {}

impl Rule for VariableWithoutDisplayName {
    const META: Meta = Meta {
        name: "variable-without-display-name",
        summary: "Environment variables have no name for people",
        category: Category::Variables,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("variable_without_display_name.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let found: Vec<_> = cx.package.variables.iter().filter(|one| one.defined && is_nameless(one)).collect();
        let Some(first) = found.first() else { return };
        let names: Vec<&str> = found.iter().map(|one| one.schema_name.value).collect();
        let whose = cx.package.unique_name().unwrap_or("the solution");
        let have = if names.len() == 1 { "has no name for people" } else { "have no name for people" };
        report
            .at(
                cx.at(first.schema_name.loc),
                Subject::new(SubjectKind::Solution, whose),
                format!(
                    "{} of {whose} {have}: {}",
                    wording::count(names.len(), "environment variable", "environment variables"),
                    wording::list(&names)
                ),
            )
            .label("no display name")
            .help("give it a display name: it is what makers choose from, and what the import asks for");
    }
}

/// Whether a variable shows nothing but its schema name.
fn is_nameless(variable: &EnvironmentVariable<'_>) -> bool {
    variable.display_name.is_none_or(|name| name.value.eq_ignore_ascii_case(variable.schema_name.value))
}
