//! A flow does what starts it.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{FlowIndex, flow_index::Step, model::Trigger};
use syntax::expr::ReadKind;

use super::{
    events::{self, RowEvents},
    failures, guards,
    written::Written,
};
use crate::operations::{self, Verb};

/// How many further actions a finding shows.
const SHOWN: usize = 5;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecursiveTrigger {}

impl Rule for RecursiveTrigger {
    const META: Meta = Meta {
        name: "recursive-trigger",
        summary: "A flow does what starts it, and starts itself again",
        category: Category::Reliability,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("recursive_trigger.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let [trigger] = flow.flow().triggers.as_slice() else { continue };
            let Some(events) = RowEvents::of(trigger).or_else(|| RowEvents::of_list(trigger)) else { continue };
            let same_table = |step: &&Step<'_, '_>| {
                let operation = operations::of(flow.flow(), step.action);
                operation.is_some_and(|operation| {
                    events.is_table_of(&operation) && !matches!(operation.verb, Verb::List | Verb::Get)
                })
            };
            // What one action writes may be what keeps another from starting the flow.
            let written: Vec<Written> = flow.steps().iter().filter(same_table).map(Written::by).collect();
            let writes: Vec<Write<'_, '_>> =
                flow.steps().iter().filter_map(|step| Write::of(flow, trigger, &events, step, &written)).collect();
            state(cx, flow, trigger, &events, &writes, report);
        }
    }
}

/// An action that does what the trigger waits for.
struct Write<'a, 't> {
    step: &'a Step<'a, 't>,
    /// What the trigger waits for and what the action does, in words.
    words: (&'static str, &'static str),
    /// Nothing stands between a run and the next.
    certain: bool,
}

impl<'a, 't> Write<'a, 't> {
    /// `None` also where something that is asked before makes the next run a different one.
    fn of(
        flow: &'a FlowIndex<'a, 't>,
        trigger: &Trigger<'t>,
        events: &RowEvents<'t>,
        step: &'a Step<'a, 't>,
        all: &[Written],
    ) -> Option<Self> {
        let operation = operations::of(flow.flow(), step.action).filter(|operation| events.is_table_of(operation))?;
        let words = events.waits_for(operation.verb)?;
        let changes = matches!(operation.verb, Verb::Update | Verb::Upsert);
        if changes && !Written::by(step).touches(events.columns.as_deref()?) {
            return None;
        }
        let guards = guards(flow, step);
        let conditions = events::conditions(trigger);
        let asked = guards.texts.iter().chain(&conditions).chain(&events.filter).copied();
        if asked.into_iter().any(|text| all.iter().any(|written| written.is_asked_for_in(text))) {
            return None;
        }
        // The same question has the same answer next time, unless it is about something else than the row: that cannot be told.
        let filtered = events.filter.is_some() && !changes;
        let own = changes && names_the_row(flow, step);
        let adds = operation.verb == Verb::Create;
        let certain = (own || adds) && !guards.any && conditions.is_empty() && !filtered;
        Some(Self { step, words, certain })
    }
}

/// What decides whether a step runs.
struct Guards<'a> {
    any: bool,
    /// What is asked, as written.
    texts: Vec<&'a str>,
}

fn guards<'a>(flow: &'a FlowIndex<'a, '_>, step: &Step<'_, '_>) -> Guards<'a> {
    let orders = flow.orders();
    // A loop may go round not once.
    let deciding: Vec<_> =
        guards::conditions(flow, &orders, step).chain(flow.loops(step.id)).map(|one| one.id).collect();
    let texts = flow.strings().iter().filter(|string| {
        let own = string.step().is_some_and(|id| deciding.contains(&id));
        own && ["expression", "foreach"].contains(&string.section)
    });
    let failing = std::iter::once(step).chain(flow.ancestors(step.id)).any(|one| failures::is_catch(flow, one.id));
    Guards { any: failing || !deciding.is_empty(), texts: texts.map(|string| string.text).collect() }
}

/// Whether the row that is written is the one that started the flow.
fn names_the_row(flow: &FlowIndex<'_, '_>, step: &Step<'_, '_>) -> bool {
    flow.strings().iter().filter(|string| string.step() == Some(step.id)).any(|string| {
        // The older form has the id in its path.
        let id = ["recordId", "id", "path"].iter().any(|key| string.key.eq_ignore_ascii_case(key));
        id && string.reads().any(|read| read.what == ReadKind::Trigger)
    })
}

fn state(
    cx: &SolutionContext<'_, '_>,
    flow: &FlowIndex<'_, '_>,
    trigger: &Trigger<'_>,
    events: &RowEvents<'_>,
    writes: &[Write<'_, '_>],
    report: &mut Report,
) {
    let certain = writes.iter().any(|write| write.certain);
    let mut same = writes.iter().filter(|write| write.certain == certain);
    let Some(first) = same.next() else { return };
    let (name, action, row) = (flow.flow().name, first.step.action.name, events.row());
    let (waits, does) = first.words;
    let message = if certain {
        let what = if does == "adds" { "another one" } else { "it" };
        format!(
            "flow \"{name}\" starts when {row} {waits}, and action {} {does} {what} without a condition, so that the flow starts itself \
             again and again",
            action.value
        )
    } else {
        format!(
            "flow \"{name}\" starts when {row} {waits}, and action {} {does} one in some cases, so that the flow may start itself",
            action.value
        )
    };
    let stated = report.at(cx.at(action.loc), Subject::new(SubjectKind::Flow, name), message);
    let mut stated = if certain { stated } else { stated.at_most(Severity::Note) };
    stated = stated.note(cx.at(trigger.name.loc), "the trigger");
    for write in same.take(SHOWN) {
        let name = write.step.action.name;
        stated = stated.note(cx.at(name.loc), format!("so does {}", name.value));
    }
    stated.help(
        "let the trigger select only columns that the flow does not write, or filter out by a trigger condition what the flow has \
         written",
    );
}
