//! An XML file of the package is not well-formed, or not what its place says.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::ProblemKind;

use super::problems;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MalformedXml {}

impl Rule for MalformedXml {
    const META: Meta = Meta {
        name: "malformed-xml",
        summary: "An XML file of the package is not well-formed, or not what its place says",
        category: Category::Packages,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("malformed_xml.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        problems::state(
            cx,
            ProblemKind::MalformedXml,
            "export the solution again; if the file was edited by hand or merged, mend it at the marked place",
            report,
        );
    }
}
