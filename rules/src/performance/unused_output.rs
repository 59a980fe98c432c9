//! An action works out what nothing reads.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

use solution::{
    FlowIndex, Folded, Names,
    flow_index::{FlowString, Step, StepSet},
};
use syntax::{Value, expr::ReadKind};

use crate::{
    flows::mentions::subject,
    operations::{self, Verb},
};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnusedOutput {}

impl Rule for UnusedOutput {
    const META: Meta = Meta {
        name: "unused-output",
        summary: "A flow reads or works out something that nothing uses",
        category: Category::Performance,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("unused_output.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let Some(read) = read_actions(flow) else { continue };
            let (awaited, expressive) = (awaited(flow), expressive(flow));
            for step in flow.steps() {
                let name = step.action.name;
                let Some(what) = only_gives(flow, step, &expressive) else { continue };
                let within = || flow.ancestors(step.id).any(|outer| read.contains(&Folded(outer.action.name.value)));
                if read.contains(&Folded(name.value)) || within() || awaited.contains(&step.id) {
                    continue;
                }
                report
                    .at(
                        cx.at(name.loc),
                        subject(flow),
                        format!("flow \"{}\": nothing uses what {} {what}", flow.flow().name, name.value),
                    )
                    .detail(flow.path(step.id))
                    .help("remove the action; if it is there to be seen in the run history, say so in its note");
            }
        }
    }
}

/// The names of the actions that expressions read; `None` where that cannot be told.
fn read_actions<'f>(flow: &'f FlowIndex<'_, '_>) -> Option<Names<'f>> {
    if !flow.all_expressions_read() {
        return None;
    }
    flow.reads_of(ReadKind::Action).map(|(_, read)| read.name.map(Folded)).collect()
}

/// The actions whose failure, or whose being passed over, another one waits for: that may be what they are for.
fn awaited(flow: &FlowIndex<'_, '_>) -> StepSet {
    let after = flow.steps().iter().flat_map(|step| flow.runs_after(step.id));
    after.filter(|after| after.on_failure() || after.holds("Skipped")).filter_map(|after| after.step).collect()
}

/// The actions that hold expressions.
fn expressive(flow: &FlowIndex<'_, '_>) -> StepSet {
    flow.strings().iter().filter_map(FlowString::step).collect()
}

/// What an action does, where it changes nothing and nobody is told; `None` for all others, and for those with a note.
fn only_gives(flow: &FlowIndex<'_, '_>, step: &Step<'_, '_>, expressive: &StepSet) -> Option<&'static str> {
    const GIVES: [&str; 5] = ["Select", "Query", "Join", "Table", "Expression"];
    let noted = step.action.definition.get("description").and_then(Value::as_str);
    if noted.is_some_and(|note| !note.trim().is_empty()) {
        return None;
    }
    if step.is("Compose") {
        // Without an expression it is a remark, or holds the place in an empty branch.
        return expressive.contains(&step.id).then_some("composes");
    }
    if GIVES.iter().any(|kind| step.is(kind)) {
        return Some("works out");
    }
    let operation = operations::of(flow.flow(), step.action)?;
    match operation.verb {
        Verb::List => Some("lists"),
        Verb::Get => Some("gets"),
        Verb::Create | Verb::Update | Verb::Upsert | Verb::Delete => None,
    }
}
