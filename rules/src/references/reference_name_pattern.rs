//! The name of a connection reference is not of the agreed form.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::pattern::Pattern;

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ReferenceNamePattern {
    /// A regular expression that the whole logical name matches.
    logical_name: Option<Pattern>,
    /// A regular expression that the whole display name matches.
    display_name: Option<Pattern>,
}

impl Rule for ReferenceNamePattern {
    const META: Meta = Meta {
        name: "reference-name-pattern",
        summary: "The name of a connection reference is not of the form that the configuration asks for",
        category: Category::References,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("reference_name_pattern.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for reference in &cx.package.references {
            let logical = (self.logical_name.as_ref(), Some(reference.logical_name), "logical name");
            let display = (self.display_name.as_ref(), reference.display_name, "display name");
            for (pattern, name, which) in [logical, display] {
                let (Some(pattern), Some(name)) = (pattern, name) else { continue };
                if pattern.is_match(name.value) {
                    continue;
                }
                report
                    .at(
                        cx.at(name.loc),
                        Subject::new(SubjectKind::ConnectionReference, reference.logical_name.value),
                        format!("the {which} of connection reference {} does not match {}", name.value, pattern.as_str()),
                    )
                    .label("another form")
                    .detail(which)
                    .help("make the reference anew with a name of the agreed form; a display name can be changed where it is");
            }
        }
    }
}
