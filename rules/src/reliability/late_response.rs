//! A flow answers its caller only after it has waited for a person.

use std::cell::OnceCell;

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{
    FlowIndex,
    flow_index::{Order, Orders, Step},
};
use syntax::Value;

use super::{
    callers::{self, Children},
    settings,
};

/// Callers wait for 120 seconds.
///
/// <https://learn.microsoft.com/power-automate/guidance/coding-guidelines/asychronous-flow-pattern>
const PATIENCE: u64 = 120;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LateResponse {}

impl Rule for LateResponse {
    const META: Meta = Meta {
        name: "late-response",
        summary: "A flow answers its caller later than the caller waits",
        category: Category::Reliability,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("late_response.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let children = OnceCell::new();
        for flow in cx.flows() {
            // A flow that calls another waits as long as that one runs.
            if !callers::has_caller(flow.flow())
                || children.get_or_init(|| Children::of(cx.package)).contain(flow.flow())
            {
                continue;
            }
            let late: Vec<_> = flow.steps().iter().filter_map(|step| Some((step, why_late(step)?))).collect();
            if late.is_empty() {
                continue;
            }
            let orders = flow.orders();
            for step in flow.steps().iter().filter(|step| step.is("Response") && !is_asynchronous(step)) {
                let waits = late.iter().find(|(other, _)| {
                    orders.order(other.id, step.id) == Order::Before && !answered_before(flow, &orders, other)
                });
                let Some((waiting, why)) = waits else { continue };
                let (name, action) = (flow.flow().name, step.action.name);
                report
                    .at(
                        cx.at(action.loc),
                        Subject::new(SubjectKind::Flow, name),
                        format!(
                            "flow \"{name}\" answers its caller with {} only after {}, which {why}, while the caller waits for 120 seconds",
                            action.value, waiting.action.name.value
                        ),
                    )
                    .detail(flow.path(step.id))
                    .note(cx.at(waiting.action.name.loc), "what the answer waits for")
                    .help(
                        "answer first and wait afterwards, or turn on Asynchronous response in the answer's settings where the caller \
                         can ask again",
                    );
            }
        }
    }
}

/// Whether the response is given in the asynchronous pattern: the caller gets 202 at once and asks again.
fn is_asynchronous(step: &Step<'_, '_>) -> bool {
    let options = step.action.definition.get("operationOptions").and_then(Value::as_str);
    options.is_some_and(|options| options.to_ascii_lowercase().contains("asynchronous"))
}

/// Whether the caller has an answer before a step begins.
fn answered_before(flow: &FlowIndex<'_, '_>, orders: &Orders<'_, '_, '_>, step: &Step<'_, '_>) -> bool {
    flow.steps().iter().any(|other| other.is("Response") && orders.order(other.id, step.id) == Order::Before)
}

/// Why a step takes longer than callers wait, where that is certain.
fn why_late(step: &Step<'_, '_>) -> Option<String> {
    if let Some(seconds) = settings::wait_seconds(step) {
        return (seconds > PATIENCE).then(|| format!("lasts {seconds} seconds"));
    }
    waits_for_a_person(step).then(|| "waits for a person".to_owned())
}

/// Operations that go on when a person has decided: approvals, cards and mails with options.
fn waits_for_a_person(step: &Step<'_, '_>) -> bool {
    const KINDS: [&str; 2] = ["OpenApiConnectionWebhook", "ApiConnectionWebhook"];
    // Desktop flows and events of other systems use the same type and may be fast.
    const WORDS: [&str; 5] = ["approval", "andwait", "userflowcontinuation", "withoptions", "gatherinput"];
    let Some(inputs) = step.action.inputs.filter(|_| KINDS.iter().any(|kind| step.is(kind))) else { return false };
    let operation = inputs.at(&["host", "operationId"]).or_else(|| inputs.get("path")).and_then(Value::as_str);
    let operation = operation.unwrap_or_default().to_ascii_lowercase();
    WORDS.iter().any(|word| operation.contains(word))
}
