//! An error handler of a desktop flow hides every error.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::robin::Kind;

use super::place::{nth, state_at};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EmptyBlockErrorHandler {}

impl Rule for EmptyBlockErrorHandler {
    const META: Meta = Meta {
        name: "empty-block-error-handler",
        summary: "An error handler of a desktop flow hides every error",
        category: Category::DesktopFlows,
        severity: Severity::Warning,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("empty_block_error_handler.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for (flow, script) in cx.scripts() {
            for subflow in script.subflows.iter().filter(|subflow| subflow.is_whole) {
                for statement in subflow.statements() {
                    let Kind::Block { handlers, body } = &statement.kind else { continue };
                    let empty =
                        handlers.iter().find(|handler| handler.body.is_empty() && !handler.head.contains("REPEAT"));
                    let Some(empty) = empty.filter(|_| !body.is_empty()) else { continue };
                    state_at(cx, report, flow, (subflow.name, empty.line), "On block error does nothing, so that no error of the block is noticed")
                        .detail(format!("{}/{}", subflow.name, nth(subflow, statement)))
                        .help("let the handler write down what happened (Get last error) and decide how to go on, or let the error stop the flow");
                }
            }
        }
    }
}
