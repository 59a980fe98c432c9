//! Connection references do not say what they are for.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReferenceWithoutDescription {}

impl Rule for ReferenceWithoutDescription {
    const META: Meta = Meta {
        name: "reference-without-description",
        summary: "Connection references have no description",
        category: Category::References,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("reference_without_description.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let found: Vec<_> = cx.package.references.iter().filter(|one| one.description.is_none()).collect();
        let Some(first) = found.first() else { return };
        let names: Vec<&str> = found.iter().map(|one| one.logical_name.value).collect();
        let whose = cx.package.unique_name().unwrap_or("the solution");
        let have = if names.len() == 1 { "has no description" } else { "have no description" };
        report
            .at(
                cx.at(first.logical_name.loc),
                Subject::new(SubjectKind::Solution, whose),
                format!(
                    "{} of {whose} {have}: {}",
                    wording::count(names.len(), "connection reference", "connection references"),
                    wording::list(&names)
                ),
            )
            .label("no description")
            .help("write which account its connection is to have and what for: whoever deploys the solution reads it");
    }
}
