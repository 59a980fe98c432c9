//! The name of a flow does not follow the agreed pattern.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::pattern::Pattern;

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct FlowNamePattern {
    /// What every name has to match, as a whole.
    pattern: Option<Pattern>,
}

impl Rule for FlowNamePattern {
    const META: Meta = Meta {
        name: "flow-name-pattern",
        summary: "The name of a flow does not match the configured pattern",
        category: Category::Naming,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("flow_name_pattern.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let Some(pattern) = &self.pattern else { return };
        for flow in super::imported(cx).filter(|flow| !pattern.is_match(flow.name)) {
            report
                .at(
                    super::place_of_name(cx, flow),
                    Subject::new(SubjectKind::Flow, flow.name),
                    format!("the name of flow \"{}\" does not match `{}`", flow.name, pattern.as_str()),
                )
                .help("rename the flow in the designer, and export it again");
        }
    }
}
