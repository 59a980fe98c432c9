//! A connection reference is turned off.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReferenceInactive {}

impl Rule for ReferenceInactive {
    const META: Meta = Meta {
        name: "reference-inactive",
        summary: "A connection reference is inactive",
        category: Category::References,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("reference_inactive.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for reference in &cx.package.references {
            let Some(flag) = reference.active.filter(|flag| !flag.value) else { continue };
            let name = reference.logical_name.value;
            report
                .at(
                    cx.at(flag.loc),
                    Subject::new(SubjectKind::ConnectionReference, name),
                    format!("connection reference {name} is inactive"),
                )
                .label("0 is active")
                .help("activate it in the source environment and export the solution again: flows cannot be turned on with it");
        }
    }
}
