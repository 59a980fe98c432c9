//! A flow is named as a copy.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CopiedFlowName {}

impl Rule for CopiedFlowName {
    const META: Meta = Meta {
        name: "copied-flow-name",
        summary: "A flow still has the name that a copy gets",
        category: Category::Naming,
        severity: Severity::Note,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("copied_flow_name.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in super::imported(cx) {
            if !is_copy(flow.name) {
                continue;
            }
            report
                .at(
                    super::place_of_name(cx, flow),
                    Subject::new(SubjectKind::Flow, flow.name),
                    format!("flow \"{}\" is named as a copy", flow.name),
                )
                .help("if the copy is to stay, give it a name of its own; if not, remove it from the solution");
        }
    }
}

/// `Copy of …` as the designer names copies (also in German and Dutch), `… - Copy`, `… (copy 2)`, `…_copy`.
fn is_copy(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    if ["copy of ", "kopie von ", "kopie van "].iter().any(|start| name.starts_with(start)) {
        return true;
    }
    // `… - Copy (2)`: what counts the copies says nothing.
    let end = name.trim_end_matches(|char: char| char.is_ascii_digit() || char.is_whitespace() || "()".contains(char));
    let before = ["copy", "kopie"].iter().find_map(|word| end.strip_suffix(word));
    // A word of its own that stands apart: `Fax copy` is a business word.
    before.is_some_and(|before| !before.is_empty() && before.trim_end().ends_with(['-', '_', '(', '–']))
}
