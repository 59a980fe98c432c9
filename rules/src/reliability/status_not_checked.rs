//! Nothing looks at how a call of an HTTP address ended.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use serde::Deserialize;
use solution::{FlowIndex, flow_index::Step};
use syntax::expr::ReadKind;

use super::{failures, grouped};

/// Options: none.
#[derive(Debug, Default, Deserialize)]
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
            let http = flow.steps().iter().filter(|step| step.is("Http"));
            let unchecked: Vec<_> = http
                .filter(|step| !failures::is_handled(flow, step.id) && !reads_status(flow, step))
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

/// Whether an expression reads the status code of an action.
fn reads_status(flow: &FlowIndex<'_, '_>, step: &Step<'_, '_>) -> bool {
    flow.reads().any(|(string, read)| {
        let this = match read.what {
            // A computed name may be any.
            ReadKind::Action => read.name.is_none_or(|name| name.eq_ignore_ascii_case(step.action.name.value)),
            _ => false,
        };
        this && string.text.to_ascii_lowercase().contains("status")
    })
}
