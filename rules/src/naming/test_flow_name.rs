//! A flow is named as a test.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TestFlowName {}

impl Rule for TestFlowName {
    const META: Meta = Meta {
        name: "test-flow-name",
        summary: "A flow is named as a test",
        category: Category::Naming,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("test_flow_name.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in super::imported(cx) {
            if !is_test(flow.name) {
                continue;
            }
            report
                .at(
                    super::place_of_name(cx, flow),
                    Subject::new(SubjectKind::Flow, flow.name),
                    format!("flow \"{}\" is named as a test", flow.name),
                )
                .help("remove it from the solution that is deployed; if test is a word of the business, ignore the finding");
        }
    }
}

/// The word at the beginning or the end, without regard to case: `Test mail`, `Send mail - TEST`, `[test] Send mail`.
fn is_test(name: &str) -> bool {
    let mut words = name.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next();
    let last = words.rfind(|word| !word.chars().all(|char| char.is_ascii_digit()));
    let is_test = |word: Option<&str>| word.is_some_and(|word| word.eq_ignore_ascii_case("test"));
    is_test(first) || is_test(last)
}
