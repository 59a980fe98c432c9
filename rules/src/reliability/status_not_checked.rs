//! Nothing looks at how a call of an HTTP address ended.

use std::collections::HashSet;

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{
    FlowIndex,
    flow_index::{Letters, Step},
};
use syntax::expr::ReadKind;

use super::{failures::Waiting, grouped};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatusNotChecked {}

impl Rule for StatusNotChecked {
    const META: Meta = Meta {
        name: "status-not-checked",
        summary: "Nothing looks at how a call of an HTTP address ended",
        category: Category::Reliability,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("status_not_checked.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let http: Vec<_> = flow.steps().iter().filter(|step| step.is("Http")).collect();
            if http.is_empty() {
                continue;
            }
            let (waiting, looked_at) = (Waiting::new(flow), statuses_read(flow));
            let looked_at = |step: &Step<'_, '_>| {
                // A computed name may be any.
                looked_at.contains(&None) || looked_at.contains(&Some(step.action.name.value.to_lowercase()))
            };
            let unchecked: Vec<_> = http
                .into_iter()
                .filter(|step| !waiting.is_handled(step.id) && !looked_at(step))
                .map(|step| (step, step.action.name.loc))
                .collect();
            grouped::state(
                cx,
                flow,
                &unchecked,
                report,
                "calls an HTTP address, and nothing looks at its status or runs when it fails",
                "add a step that runs after it has failed, or a condition on its status code",
            );
        }
    }
}

/// The actions whose status an expression reads, in lower case; `None` where the name is computed.
fn statuses_read(flow: &FlowIndex<'_, '_>) -> HashSet<Option<String>> {
    const LETTERS: Letters = Letters::in_any_case("status");
    let strings = flow.strings().iter().filter(|string| {
        string.may_read(ReadKind::Action)
            && string.letters.may_hold(LETTERS)
            && string.text.to_ascii_lowercase().contains("status")
    });
    let reads = strings.flat_map(solution::flow_index::FlowString::reads).filter(|read| read.what == ReadKind::Action);
    reads.map(|read| read.name.map(str::to_lowercase)).collect()
}
