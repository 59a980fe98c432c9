//! Environment variables do not say what they are for.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VariableWithoutDescription {}

impl Rule for VariableWithoutDescription {
    const META: Meta = Meta {
        name: "variable-without-description",
        summary: "Environment variables have no description",
        category: Category::Variables,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("variable_without_description.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let found: Vec<_> =
            cx.package.variables.iter().filter(|one| one.defined && one.description.is_none()).collect();
        let Some(first) = found.first() else { return };
        let names: Vec<&str> = found.iter().map(|one| one.schema_name.value).collect();
        let whose = cx.package.unique_name().unwrap_or("the solution");
        let have = if names.len() == 1 { "has no description" } else { "have no description" };
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
            .label("no description")
            .help(
                "write what the value is for, its form and where it comes from: whoever deploys the solution reads it",
            );
    }
}
