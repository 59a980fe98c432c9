//! A YAML file of the package cannot be read.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::ProblemKind;

use super::problems;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MalformedYaml {}

impl Rule for MalformedYaml {
    const META: Meta = Meta {
        name: "malformed-yaml",
        summary: "A YAML file of the package cannot be read",
        category: Category::Packages,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("malformed_yaml.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        problems::state(
            cx,
            ProblemKind::MalformedYaml,
            "mend the file at the marked place; agents and solutions in the YAML layout cannot be packed from it as it is",
            report,
        );
    }
}
