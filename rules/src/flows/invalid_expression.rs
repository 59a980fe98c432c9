//! A string begins an expression that is none.

use super::mentions::{holder, subject};
use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InvalidExpression {}

impl Rule for InvalidExpression {
    const META: Meta = Meta {
        name: "invalid-expression",
        summary: "A string begins an expression that is none",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("invalid_expression.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for string in flow.strings() {
                // What is too deep is the business of `limit-exceeded`: it may be valid.
                let Some(error) = string.template().err().filter(|error| !error.too_deep) else { continue };
                let owner = string.step().map(|step| flow.path(step)).unwrap_or_default();
                report
                    .at(
                        cx.inside(string, error.span),
                        subject(flow),
                        format!(
                            "flow \"{}\": {} has an expression that cannot be read: {}",
                            flow.flow().name,
                            holder(flow, string.owner),
                            error.message
                        ),
                    )
                    .label("here")
                    .detail(format!("{owner}: {}", string.key))
                    .help("correct the expression; text that only begins with @ is written with @@");
            }
        }
    }
}
