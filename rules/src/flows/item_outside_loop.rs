//! An expression reads the item of a loop that it does not stand in.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{
    FlowIndex,
    flow_index::{FlowRead, FlowString, Step},
};
use syntax::expr::{ExprKind, ReadKind};

use super::mentions::{holder, subject};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ItemOutsideLoop {}

impl Rule for ItemOutsideLoop {
    const META: Meta = Meta {
        name: "item-outside-loop",
        summary: "An expression reads the item of a loop that it does not stand in",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("item_outside_loop.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows().filter(|flow| flow.is_whole()) {
            let items =
                flow.strings().iter().filter(|one| one.may_read(ReadKind::Loop) || one.may_read(ReadKind::Item));
            for (string, read) in items.flat_map(|string| string.reads().map(move |read| (string, read))) {
                let Some(wrong) = wrong(flow, string, &read) else { continue };
                let holder = holder(flow, string.owner);
                let owner = string.step().map(|step| flow.path(step)).unwrap_or_default();
                report
                    .at(
                        cx.inside(string, read.span),
                        subject(flow),
                        format!("flow \"{}\": {holder} {wrong}", flow.flow().name),
                    )
                    .label("no loop around it")
                    .detail(format!("{owner}: {}", read.name.unwrap_or("item")))
                    .help("read the item inside the loop, or name the loop that the action stands in");
            }
        }
    }
}

/// What is wrong with a read, in words that follow the name of the action; `None` where it is right or cannot be told.
fn wrong(flow: &FlowIndex<'_, '_>, string: &FlowString<'_, '_>, read: &FlowRead<'_>) -> Option<String> {
    let own = string.step();
    // What an Until asks after each round stands inside it; what a Foreach goes through does not.
    let around = || {
        let own = own.map(|own| flow.step(own)).filter(|step| step.is("Until"));
        string.step().into_iter().flat_map(|step| flow.loops(step)).chain(own)
    };
    match read.what {
        ReadKind::Loop => {
            let name = read.name?;
            let counts = read.call.eq_ignore_ascii_case("iterationIndexes");
            let fits = |step: &&Step<'_, '_>| step.is("Foreach") || (counts && step.is("Until"));
            if around().any(|step| step.action.name.value.eq_ignore_ascii_case(name) && fits(&step)) {
                return None;
            }
            Some(match flow.find(name) {
                Some(step) if step.is_loop() => format!("reads the item of loop {name}, which it does not stand in"),
                Some(_) => format!("reads the item of {name}, which is no loop"),
                None => format!("reads the item of loop {name}, which the flow does not have"),
            })
        }
        ReadKind::Item => {
            // Data operations have items of their own.
            let operation = own.is_some_and(|own| {
                let step = flow.step(own);
                step.is("Query") || step.is("Select") || step.is("Table")
            });
            let inside = own.is_some_and(|own| flow.loops(own).any(|step| step.is("Foreach")));
            // A function that is none may pass its own items: `unknown-function` says so.
            let strange = string.walk().any(|expression| {
                matches!(&expression.kind, ExprKind::Call(call) if call.function.is_none())
                    && expression.span.contains(read.span)
            });
            (!operation && !inside && !strange).then(|| "reads item(), but stands in no loop".to_owned())
        }
        _ => None,
    }
}
