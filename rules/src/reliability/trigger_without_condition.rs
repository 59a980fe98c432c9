//! A flow starts, looks at what started it, and does nothing.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{
    FlowIndex,
    flow_index::{FlowString, Step},
    model::BranchKind,
};
use syntax::expr::ReadKind;

use super::events;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TriggerWithoutCondition {}

impl Rule for TriggerWithoutCondition {
    const META: Meta = Meta {
        name: "trigger-without-condition",
        summary: "A flow begins by asking whether it should have started",
        category: Category::Reliability,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("trigger_without_condition.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let [trigger] = flow.flow().triggers.as_slice() else { continue };
            // Somebody who starts a flow is told by its run that there was nothing to do; and a schedule says nothing to ask about.
            let starts_by_event = trigger.connection.is_some() && !trigger.is_attended();
            if !starts_by_event || !events::conditions(trigger).is_empty() {
                continue;
            }
            let Some(first) = first_question(flow) else { continue };
            let (name, action) = (flow.flow().name, first.action.name);
            report
                .at(
                    cx.at(action.loc),
                    Subject::new(SubjectKind::Flow, name),
                    format!(
                        "flow \"{name}\" begins with {}, which asks only about what started the flow, and may do nothing",
                        action.value
                    ),
                )
                .note(cx.at(trigger.name.loc), "the trigger, which could ask it before a run begins")
                .help("move the condition into the trigger's settings (trigger conditions), or into its filter where it has one");
        }
    }
}

/// The condition that the flow begins with, where it asks only about the trigger and one of its answers does nothing.
fn first_question<'i, 'a, 't>(flow: &'i FlowIndex<'a, 't>) -> Option<&'i Step<'a, 't>> {
    let top: Vec<&Step<'_, '_>> = flow.steps().iter().filter(|step| step.parent.is_none()).collect();
    // Variables can only be initialised at the top, so that they stand before everything.
    let mut questions = top.iter().filter(|step| step.is("If"));
    let question = questions.next()?;
    let others = || top.iter().filter(|step| step.id != question.id);
    let orders = flow.orders();
    let waits = |step: &Step<'_, '_>| orders.order(question.id, step.id) == solution::flow_index::Order::Before;
    if others().any(|step| !waits(step) && !step.is("InitializeVariable")) || !asks_only_the_trigger(flow, question) {
        return None;
    }
    let follows = others().any(|step| waits(step));
    let branches = [BranchKind::Actions, BranchKind::Else];
    let idle = branches.iter().filter(|kind| does_nothing(question, **kind, follows)).count();
    (idle == 1).then_some(*question)
}

/// Whether the steps of a branch end the run without doing anything. Where steps follow the condition, a branch has to end the run.
fn does_nothing(question: &Step<'_, '_>, kind: BranchKind<'_>, follows: bool) -> bool {
    let branch = question.action.branches.iter().find(|branch| branch.kind == kind);
    let actions = branch.map(|branch| branch.actions.as_slice()).unwrap_or_default();
    match actions {
        [] => !follows,
        [only] if only.kind.eq_ignore_ascii_case("Terminate") => {
            let status = only.inputs.and_then(|inputs| inputs.get("runStatus")).and_then(syntax::Value::as_str);
            // A run that is made to fail is a message to somebody.
            status.is_some_and(|status| !status.eq_ignore_ascii_case("Failed"))
        }
        _ => false,
    }
}

/// Whether everything that the condition compares comes from the trigger.
fn asks_only_the_trigger(flow: &FlowIndex<'_, '_>, question: &Step<'_, '_>) -> bool {
    let own: Vec<&FlowString<'_, '_>> =
        flow.strings().iter().filter(|string| string.step() == Some(question.id)).collect();
    let reads = || own.iter().flat_map(|string| string.reads());
    own.iter().all(|string| string.template().is_ok())
        && reads().any(|read| read.what == ReadKind::Trigger)
        && reads().all(|read| read.what == ReadKind::Trigger)
}
