//! Rows are read only to be thrown away by the next action.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{ByName, FlowIndex, Folded, flow_index::StepId};
use syntax::expr::{Expr, ExprKind, ReadKind};

use crate::{
    flows::mentions::subject,
    operations::{self, Verb},
};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListFilteredAfterwards {}

impl Rule for ListFilteredAfterwards {
    const META: Meta = Meta {
        name: "list-filtered-afterwards",
        summary: "A flow reads rows and throws some away in the next action",
        category: Category::Performance,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("list_filtered_afterwards.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            // Hardly any flow filters a list.
            if !flow.steps().iter().any(|step| step.is("Query")) {
                continue;
            }
            let Some(readers) = readers(flow) else { continue };
            for step in flow.steps() {
                let is_list = operations::of(flow.flow(), step.action).is_some_and(|one| one.verb == Verb::List);
                let filter = readers.get(&Folded(step.action.name.value)).copied().flatten();
                let Some(filter) = filter.filter(|_| is_list) else { continue };
                if !fits_a_query(flow, filter) {
                    continue;
                }
                let (list, filter) = (step.action.name, flow.step(filter).action.name);
                report
                    .at(
                        cx.at(filter.loc),
                        subject(flow),
                        format!(
                            "flow \"{}\": {} only filters the rows that {} has read",
                            flow.flow().name,
                            filter.value,
                            list.value
                        ),
                    )
                    .note(cx.at(list.loc), "the rows are read here, and nothing else uses them")
                    .detail(flow.path(step.id))
                    .help(format!(
                        "let the filter of {} ask for these rows only, and remove {}",
                        list.value, filter.value
                    ));
            }
        }
    }
}

/// For each action that expressions read, by its name: the *Filter array* that reads it under *From*; `None` where
/// anything else reads it too. Nothing where a name is computed or an expression cannot be read.
fn readers<'f>(flow: &'f FlowIndex<'_, '_>) -> Option<ByName<'f, Option<StepId>>> {
    if !flow.all_expressions_read() {
        return None;
    }
    let mut found: ByName<'f, Option<StepId>> = ByName::default();
    for (string, read) in flow.reads_of(ReadKind::Action) {
        let filter = string.step().filter(|&id| flow.step(id).is("Query") && string.key == "from");
        let known = found.entry(Folded(read.name?)).or_insert(filter);
        if *known != filter {
            *known = None;
        }
    }
    Some(found)
}

/// Whether the condition compares columns with values and does nothing else with them, so that a query can do it as well.
fn fits_a_query(flow: &FlowIndex<'_, '_>, filter: StepId) -> bool {
    const COMPARES: [&str; 11] = [
        "equals",
        "greater",
        "greaterOrEquals",
        "less",
        "lessOrEquals",
        "and",
        "or",
        "not",
        "contains",
        "startsWith",
        "endsWith",
    ];
    let has_item = |expression: &Expr<'_>| expression.reads().any(|read| read.what == ReadKind::Item);
    let mut conditions = flow.strings().iter().filter(|string| string.step() == Some(filter) && string.key == "where");
    let Some(condition) = conditions.next() else { return false };
    let mut inner = condition.expressions().flat_map(Expr::walk).filter(|expression| has_item(expression));
    inner.all(|expression| match &expression.kind {
        ExprKind::Call(call) if call.name.eq_ignore_ascii_case("item") => true,
        ExprKind::Call(call) => {
            let compares = COMPARES.iter().any(|name| name.eq_ignore_ascii_case(call.name));
            // `contains(array, item())`: the value is sought in a list, which queries cannot do everywhere.
            let sought = call.name.eq_ignore_ascii_case("contains") && call.arguments.get(1).is_some_and(has_item);
            compares && !sought
        }
        _ => true,
    })
}
