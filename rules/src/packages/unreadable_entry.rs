//! A file of the package cannot be read.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::ProblemKind;

use super::problems;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnreadableEntry {}

impl Rule for UnreadableEntry {
    const META: Meta = Meta {
        name: "unreadable-entry",
        summary: "A file of the package cannot be read",
        category: Category::Packages,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("unreadable_entry.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        problems::state(
            cx,
            ProblemKind::UnreadableEntry,
            "make the package again, and check that the disk or the artefact store did not damage it",
            report,
        );
    }
}
