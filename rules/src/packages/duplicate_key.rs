//! A JSON object of the package has the same key twice.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::ProblemKind;

use super::problems;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DuplicateKey {}

impl Rule for DuplicateKey {
    const META: Meta = Meta {
        name: "duplicate-key",
        summary: "A JSON object of the package has the same key twice",
        category: Category::Packages,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("duplicate_key.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        problems::state(
            cx,
            ProblemKind::DuplicateKey,
            "remove one of the two: most readers take the last one and drop the first without a word",
            report,
        );
    }
}
