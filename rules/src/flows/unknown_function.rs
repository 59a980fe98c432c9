//! An expression calls a function that the language does not have.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::expr::{ExprKind, FUNCTIONS};

use super::mentions::{Mention, Mentions, meant};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnknownFunction {}

impl Rule for UnknownFunction {
    const META: Meta = Meta {
        name: "unknown-function",
        summary: "An expression calls a function that the language does not have",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("unknown_function.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let mut unknown = Mentions::default();
            for string in flow.strings().iter().filter(|string| string.has_unknown_functions()) {
                for expression in string.walk() {
                    let ExprKind::Call(call) = &expression.kind else { continue };
                    if call.function.is_none() {
                        unknown.read(cx, flow, string, call.name, call.name_span);
                    }
                }
            }
            unknown.state(
                report,
                flow,
                |first| {
                    let Mention { name, holder, .. } = first;
                    format!(
                        "flow \"{}\": {holder} calls {name}(), which is no function of the language",
                        flow.flow().name
                    )
                },
                "no such function",
                |first| {
                    let meant = meant(&first.name, FUNCTIONS.iter().map(|function| function.name));
                    format!("use a function of the language, or an action that does it{meant}")
                },
            );
        }
    }
}
