//! A package has the parts of a solution but no solution.xml.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::ProblemKind;

use super::problems;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MissingManifest {}

impl Rule for MissingManifest {
    const META: Meta = Meta {
        name: "missing-manifest",
        summary: "A package has the parts of a solution but no solution.xml",
        category: Category::Packages,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("missing_manifest.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        problems::state(
            cx,
            ProblemKind::MissingManifest,
            "bring solution.xml back (Other/Solution.xml in an unpacked solution): without it this cannot be packed or imported",
            report,
        );
    }
}
