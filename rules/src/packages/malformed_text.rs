//! A file of the package is neither UTF-8 nor UTF-16.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::ProblemKind;

use super::problems;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MalformedText {}

impl Rule for MalformedText {
    const META: Meta = Meta {
        name: "malformed-text",
        summary: "A file of the package is neither UTF-8 nor UTF-16",
        category: Category::Packages,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("malformed_text.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        problems::state(
            cx,
            ProblemKind::MalformedText,
            "save the file as UTF-8; a tool that rewrote it has damaged it, so compare it with a fresh export",
            report,
        );
    }
}
