//! An archive can be understood in two ways.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::ProblemKind;

use super::problems;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AmbiguousArchive {}

impl Rule for AmbiguousArchive {
    const META: Meta = Meta {
        name: "ambiguous-archive",
        summary: "Two readers of the archive could understand it differently",
        category: Category::Packages,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("ambiguous_archive.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        problems::state(
            cx,
            ProblemKind::AmbiguousArchive,
            "no exporter makes such an archive: find out who did, and do not import it; export the solution again",
            report,
        );
    }
}
