//! A branch of a condition in a desktop flow does nothing.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::robin::Kind;

use super::place::{nth, state_at};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EmptyScriptBranch {}

impl Rule for EmptyScriptBranch {
    const META: Meta = Meta {
        name: "empty-script-branch",
        summary: "A branch of a condition in a desktop flow does nothing",
        category: Category::DesktopFlows,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("empty_script_branch.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for (flow, script) in cx.scripts() {
            for subflow in script.subflows.iter().filter(|subflow| subflow.is_whole) {
                for statement in subflow.statements() {
                    let (Kind::If(branches) | Kind::Switch(branches)) = &statement.kind else { continue };
                    for (index, empty) in branches.iter().enumerate().filter(|(_, branch)| branch.body.is_empty()) {
                        state_at(cx, report, flow, (subflow.name, empty.line), "a branch of a condition does nothing")
                            .detail(format!("{}/{}/{index}", subflow.name, nth(subflow, statement)))
                            .help("finish the branch, or turn the condition round so that it is not needed");
                    }
                }
            }
        }
    }
}
