//! Something in the package is larger, deeper or more than powerlint reads.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::ProblemKind;

use super::problems;
use crate::flows::mentions::{holder, subject};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LimitExceeded {}

impl Rule for LimitExceeded {
    const META: Meta = Meta {
        name: "limit-exceeded",
        summary: "Something in the package is larger, deeper or more than powerlint reads",
        category: Category::Packages,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("limit_exceeded.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        problems::state(
            cx,
            ProblemKind::LimitExceeded,
            "if the package is what it should be, raise the limit under [limits] in powerlint.toml",
            report,
        );
        for flow in cx.flows() {
            for string in flow.strings() {
                let Some(error) = string.template().err().filter(|error| error.too_deep) else { continue };
                let owner = string.step().map(|step| flow.path(step)).unwrap_or_default();
                let message = format!(
                    "flow \"{}\": {} has an expression that is not read: {} (the limit expression-depth = {})",
                    flow.flow().name,
                    holder(flow, string.owner),
                    error.message,
                    cx.config.limits.expression_depth
                );
                report
                    .at(cx.inside(string, error.span), subject(flow), message)
                    .detail(format!("{owner}: {}", string.key))
                    .help("make variables of its parts, or raise the limit under [limits] in powerlint.toml");
            }
        }
    }
}
