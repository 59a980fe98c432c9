//! Rows are deleted in every run, whatever they are.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{FlowIndex, flow_index::Step};
use syntax::expr::ReadKind;

use super::{failures, grouped, guards};
use crate::operations::{self, Verb};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeleteWithoutCondition {}

impl Rule for DeleteWithoutCondition {
    const META: Meta = Meta {
        name: "delete-without-condition",
        summary: "An action deletes rows, and nothing asks before whether it should",
        category: Category::Reliability,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("delete_without_condition.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let orders = flow.orders();
            let deletes = flow.steps().iter().filter(|step| verb_of(flow, step) == Some(Verb::Delete));
            let unasked: Vec<_> = deletes
                .filter(|step| guards::conditions(flow, &orders, step).next().is_none() && !is_chosen(flow, step))
                // What was begun is taken back.
                .filter(|step| !flow.ancestors(step.id).chain([*step]).any(|one| failures::is_catch(flow, one.id)))
                .map(|step| (step, step.action.name.loc))
                .collect();
            grouped::state(
                cx,
                flow,
                &unasked,
                report,
                "deletes rows, and nothing asks before whether it should",
                "put it into a condition that asks for what makes a row superfluous, or filter the list of rows",
            );
        }
    }
}

fn verb_of(flow: &FlowIndex<'_, '_>, step: &Step<'_, '_>) -> Option<Verb> {
    operations::of(flow.flow(), step.action).map(|operation| operation.verb)
}

/// Whether the step goes through rows that were chosen: a loop over a filtered list.
fn is_chosen(flow: &FlowIndex<'_, '_>, step: &Step<'_, '_>) -> bool {
    let chosen = |name: &str| flow.find(name).is_none_or(|source| filters(flow, source));
    flow.loops(step.id).any(|around| {
        let own =
            flow.strings().iter().filter(|string| string.step() == Some(around.id) && string.section == "foreach");
        let mut reads = own.flat_map(solution::flow_index::FlowString::reads);
        reads.any(|read| read.what != ReadKind::Action || read.name.is_none_or(chosen))
    })
}

/// Whether an action chooses rows. What is neither a filter nor a list may.
fn filters(flow: &FlowIndex<'_, '_>, step: &Step<'_, '_>) -> bool {
    let Some(operation) = operations::of(flow.flow(), step.action).filter(|one| one.verb == Verb::List) else {
        return true;
    };
    let names = ["$filter", "fetchXml", "$top", "view"];
    !operation.parameters_known() || names.iter().any(|name| operation.parameter(name).is_some())
}
