//! A file that the package names is not in it.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::ProblemKind;

use super::problems;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MissingFile {}

impl Rule for MissingFile {
    const META: Meta = Meta {
        name: "missing-file",
        summary: "A file that the package names is not in it",
        category: Category::Packages,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("missing_file.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        problems::state(
            cx,
            ProblemKind::MissingFile,
            "export the solution again, or bring the file back from source control: an import of this package fails",
            report,
        );
    }
}
