//! What runs when something fails says so to nobody.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use serde::Deserialize;
use solution::{
    FlowIndex,
    flow_index::{Step, StepId},
};
use syntax::expr::ReadKind;

use super::{failures, settings};

/// Options: none.
#[derive(Debug, Default, Deserialize)]
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
            for step in flow.steps().iter().filter(|step| failures::is_catch(flow, step.id)) {
                let caught = caught(flow, step.id);
                if caught.iter().any(|id| matters(flow, *id, &caught)) {
                    continue;
                }
                let failing: Vec<&str> = flow
                    .runs_after(step.id)
                    .filter(solution::flow_index::RunsAfter::on_failure)
                    .map(|after| after.name.value)
                    .collect();
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

/// Everything that runs since something failed: the catch, what waits for it, and what is inside them.
fn caught(flow: &FlowIndex<'_, '_>, catch: StepId) -> Vec<StepId> {
    let mut all = Vec::new();
    for id in failures::chain_from(flow, catch) {
        all.push(id);
        all.extend(flow.inside(id).map(|step| step.id));
    }
    all
}

/// Whether a step lets anybody know: it calls something outside, ends the run or answers, or what it makes is read by others.
fn matters(flow: &FlowIndex<'_, '_>, id: StepId, caught: &[StepId]) -> bool {
    let step = flow.step(id);
    settings::calls_out(step)
        || step.is("Terminate")
        || step.is("Response")
        || is_read(flow, step, caught)
        || !is_plain(step)
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
fn is_read(flow: &FlowIndex<'_, '_>, step: &Step<'_, '_>, caught: &[StepId]) -> bool {
    let action = step.action.name.value;
    let variable = step.action.inputs.and_then(|inputs| inputs.get("name")).and_then(syntax::Value::as_str);
    flow.reads().any(|(string, read)| {
        let outside = string.step().is_none_or(|id| !caught.contains(&id));
        // A computed name may be any.
        let named = |name: &str| read.name.is_none_or(|read| read.eq_ignore_ascii_case(name));
        outside
            && match read.what {
                ReadKind::Action => named(action),
                ReadKind::Variable => variable.is_some_and(named),
                _ => false,
            }
    })
}
