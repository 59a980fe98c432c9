//! A flow that fails gives its caller no answer.

use std::cell::OnceCell;

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{
    FlowIndex,
    flow_index::{Order, Orders, Step},
};

use super::{
    callers::{self, Children},
    failures, settings,
};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResponseMissingOnFailure {}

impl Rule for ResponseMissingOnFailure {
    const META: Meta = Meta {
        name: "response-missing-on-failure",
        summary: "A flow that fails gives its caller no answer",
        category: Category::Reliability,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("response_missing_on_failure.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let children = OnceCell::new();
        for flow in cx.flows() {
            if !callers::has_caller(flow.flow())
                && !children.get_or_init(|| Children::of(cx.package)).contain(flow.flow())
            {
                continue;
            }
            let answers: Vec<&Step<'_, '_>> = flow.steps().iter().filter(|step| step.is("Response")).collect();
            let Some(first) = answers.first() else { continue };
            let orders = flow.orders();
            if answers.iter().any(|answer| answers_failure(flow, &orders, answer)) {
                continue;
            }
            // A flow that answers before it does anything has answered whatever happens.
            let risk = flow.steps().iter().find(|step| {
                settings::calls_out(step)
                    && answers.iter().all(|answer| orders.order(step.id, answer.id) == Order::Before)
            });
            let Some(risk) = risk else { continue };
            let name = flow.flow().name;
            report
                .at(
                    cx.at(first.action.name.loc),
                    Subject::new(SubjectKind::Flow, name),
                    format!("flow \"{name}\" gives its caller no answer when {} fails", risk.action.name.value),
                )
                .note(cx.at(risk.action.name.loc), "what may fail before the answer")
                .help("add a second response that runs when the steps before it have failed, and says so with a status or a field");
        }
    }
}

/// Whether an answer is also given where something has failed.
fn answers_failure(flow: &FlowIndex<'_, '_>, orders: &Orders<'_, '_, '_>, answer: &Step<'_, '_>) -> bool {
    let handlers = flow.steps().iter().filter(|step| failures::runs_without_success(flow, step.id));
    handlers.into_iter().any(|handler| {
        matches!(orders.order(handler.id, answer.id), Order::Same | Order::Around | Order::Before | Order::Unknown)
    })
}
