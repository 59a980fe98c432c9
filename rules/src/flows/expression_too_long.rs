//! An expression is longer than the platform allows.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::expr::Expr;

use super::limits::{Limit, Near};

/// Options: how near the limit to speak.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct ExpressionTooLong(Near);

impl Rule for ExpressionTooLong {
    const META: Meta = Meta {
        name: "expression-too-long",
        summary: "An expression is longer than the platform allows",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("expression_too_long.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        const EXPRESSION: Limit = Limit {
            most: 8_192,
            says: "has an expression of {} characters",
            help: "take parts of it into Compose actions",
        };
        for flow in cx.flows() {
            for string in flow.strings() {
                // Hardly any expression is so long that it matters, and most strings are too short to hold one.
                if !self.0.may_matter(EXPRESSION.most, string.text.len()) {
                    continue;
                }
                let long = |expression: &&Expr<'_>| self.0.may_matter(EXPRESSION.most, expression.span.range().len());
                for expression in string.expressions().filter(long) {
                    let owner = string.step().map(|step| flow.path(step)).unwrap_or_default();
                    let length = expression.span.of(string.text).chars().count();
                    let place = (cx.inside(string, expression.span), format!("{owner}: {}", string.key));
                    EXPRESSION.judge(&self.0, length, flow, place, report);
                }
            }
        }
    }
}
