//! What runs when something fails says so to nobody.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{
    FlowIndex,
    flow_index::{Step, StepId, StepSet},
};
use syntax::expr::ReadKind;

use super::{
    failures::{self, Waiting},
    readers::Readers,
};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SilentCatch {}

impl Rule for SilentCatch {
    const META: Meta = Meta {
        name: "silent-catch",
        summary: "What runs when something fails tells nobody and lets the run succeed",
        category: Category::Reliability,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("silent_catch.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let catches: Vec<_> = flow.steps().iter().filter(|step| failures::is_catch(flow, step.id)).collect();
            if catches.is_empty() {
                continue;
            }
            let (heard, waiting, readers) = (heard(flow), Waiting::new(flow), Readers::new(flow));
            for step in catches.into_iter().filter(|step| !heard.contains(&step.id)) {
                let caught = caught(flow, &waiting.chain_from(step.id));
                if caught.iter().any(|id| is_read(flow.step(*id), &readers, &caught)) {
                    continue;
                }
                let failing: Vec<&str> =
                    flow.runs_after(step.id).filter(|after| after.on_failure()).map(|after| after.name.value).collect();
                let (name, action) = (flow.flow().name, step.action.name);
                report
                    .at(
                        cx.at(action.loc),
                        Subject::new(SubjectKind::Flow, name),
                        format!(
                            "flow \"{name}\": when {} fails, {} runs, which tells nobody, keeps nothing and lets the run succeed",
                            crate::wording::list(&failing),
                            action.value
                        ),
                    )
                    .detail(flow.path(step.id))
                    .help("let it tell somebody or write a log, and end the run with Terminate as failed");
            }
        }
    }
}

/// The steps of which somebody hears when they begin a catch: they, what is inside them or what waits for them calls something outside,
/// ends the run or answers.
fn heard(flow: &FlowIndex<'_, '_>) -> StepSet {
    let loud = flow.steps().iter().filter(|step| !is_plain(step));
    let mut open: Vec<StepId> =
        loud.flat_map(|step| flow.ancestors(step.id).chain([step])).map(|step| step.id).collect();
    let mut heard: StepSet = open.iter().copied().collect();
    while let Some(next) = open.pop() {
        open.extend(flow.runs_after(next).filter_map(|after| after.step).filter(|before| heard.insert(*before)));
    }
    heard
}

/// Everything that runs since something failed: the catch, what waits for it, and what is inside them.
fn caught(flow: &FlowIndex<'_, '_>, chain: &StepSet) -> StepSet {
    let inside = chain.iter().flat_map(|id| flow.inside(*id)).map(|step| step.id);
    chain.iter().copied().chain(inside).collect()
}

/// Actions that work on data within the run, and those that hold others.
fn is_plain(step: &Step<'_, '_>) -> bool {
    const KINDS: [&str; 19] = [
        "AppendToArrayVariable",
        "AppendToStringVariable",
        "Compose",
        "DecrementVariable",
        "Expression",
        "Foreach",
        "If",
        "IncrementVariable",
        "InitializeVariable",
        "Join",
        "ParseJson",
        "Query",
        "Scope",
        "Select",
        "SetVariable",
        "Switch",
        "Table",
        "Until",
        "Wait",
    ];
    KINDS.iter().any(|kind| step.is(kind))
}

/// Whether something outside the catch reads the variable that a step changes, or what the step returns.
fn is_read(step: &Step<'_, '_>, readers: &Readers<'_>, caught: &StepSet) -> bool {
    let variable = step.action.inputs.and_then(|inputs| inputs.get("name")).and_then(syntax::Value::as_str);
    let of_variable = variable.into_iter().flat_map(|name| readers.of(ReadKind::Variable, name));
    let mut all = readers.of(ReadKind::Action, step.action.name.value).chain(of_variable);
    all.any(|reader| reader.is_none_or(|reader| !caught.contains(&reader)))
}
