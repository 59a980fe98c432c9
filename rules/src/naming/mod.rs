//! Names and descriptions.

pub(crate) mod action_name_pattern;
pub(crate) mod action_name_space;
pub(crate) mod action_without_note;
pub(crate) mod copied_flow_name;
pub(crate) mod default_action_name;
pub(crate) mod duplicate_flows;
pub(crate) mod flow_name_pattern;
pub(crate) mod flow_without_description;
pub(crate) mod generic_trigger_name;
pub(crate) mod placeholder_text;
pub(crate) mod test_flow_name;
pub(crate) mod unused_flow_variable;
pub(crate) mod variable_name_pattern;

use engine::{Place, SolutionContext};
use solution::model::{Flow, Membership};

/// The flows of every kind that the solution imports.
fn imported<'c, 't>(cx: &'c SolutionContext<'_, 't>) -> impl Iterator<Item = &'c Flow<'t>> {
    cx.package.flows.iter().filter(|flow| flow.membership != Membership::Stale)
}

/// Where a flow's name stands: in its `Workflow` element, else in its file.
fn place_of_name(cx: &SolutionContext<'_, '_>, flow: &Flow<'_>) -> Place {
    cx.at(cx.entry_of(flow).map_or(flow.loc, |entry| entry.name.loc))
}
