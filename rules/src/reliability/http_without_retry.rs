//! HTTP actions that do not say how they are tried again.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

use super::grouped;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HttpWithoutRetry {}

impl Rule for HttpWithoutRetry {
    const META: Meta = Meta {
        name: "http-without-retry",
        summary: "An HTTP action does not say how it is tried again",
        category: Category::Reliability,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("http_without_retry.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let http = flow.steps().iter().filter(|step| step.is("Http"));
            let silent: Vec<_> = http
                .filter(|step| step.action.inputs.is_some_and(|inputs| inputs.get("retryPolicy").is_none()))
                .map(|step| (step, step.action.name.loc))
                .collect();
            grouped::state(
                cx,
                flow,
                &silent,
                report,
                "has no retry policy of its own, so that the platform's default holds",
                "open the action's settings and choose the retry policy that the service behind it asks for",
            );
        }
    }
}
