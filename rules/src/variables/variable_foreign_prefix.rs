//! Environment variables have another publisher's prefix.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::model::Managed;

use crate::{names, wording};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VariableForeignPrefix {}

impl Rule for VariableForeignPrefix {
    const META: Meta = Meta {
        name: "variable-foreign-prefix",
        summary: "Environment variables have another prefix than the solution's publisher",
        category: Category::Variables,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("variable_foreign_prefix.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let Some(manifest) = &cx.package.manifest else { return };
        let prefix = manifest.publisher.as_ref().and_then(|publisher| publisher.prefix);
        let (Some(prefix), true) = (prefix, manifest.managed.is_none_or(|managed| managed.value != Managed::Managed))
        else {
            return;
        };
        let found: Vec<_> = cx
            .package
            .variables
            .iter()
            .filter(|one| one.defined && !names::has_prefix(one.schema_name.value, prefix.value))
            .collect();
        let Some(first) = found.first() else { return };
        let names: Vec<&str> = found.iter().map(|one| one.schema_name.value).collect();
        let whose = cx.package.unique_name().unwrap_or("the solution");
        let have = if names.len() == 1 {
            "does not have its publisher's prefix"
        } else {
            "do not have their publisher's prefix"
        };
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
            .label("another prefix")
            .help("make the variable anew in a solution of the right publisher: a name keeps the prefix that it was made with");
    }
}
