//! The flows and processes of a package, and which flows call which.

use super::{BuiltIn, Name, name::Names};
use crate::{
    Loc,
    model::{Action, Flow, Membership, WorkflowEntry, id::normal_id},
};
use serde::{Deserialize, Serialize};

/// A flow of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FlowOutline {
    /// The name for people.
    pub name: Name,
    /// The id, in lower case without braces.
    pub id: Option<Name>,
    /// Its file is named by no `Workflow` element.
    pub stale: bool,
    /// Whether it is turned on.
    pub on: Option<bool>,
    /// The file, or the `Workflow` element.
    pub loc: Loc,
    /// The child flows it calls.
    pub calls: Vec<ChildCall>,
    /// Whether some action of it responds to who called it; `None` where the file could not be read as a flow.
    pub responds: Option<bool>,
    /// The built-in operations that data policies treat as connectors, each with its first place.
    pub built_in: Vec<(BuiltIn, Loc)>,
}

/// A call of a child flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChildCall {
    /// The child's id, in lower case without braces.
    pub flow: String,
    /// The name of the action.
    pub action: String,
    /// Whether the action need not run each time: it stands in a branch of a condition or switch, or in a loop over what may be
    /// empty.
    pub guarded: bool,
    /// The id in the action.
    pub loc: Loc,
}

/// A `Workflow` element.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Process {
    /// The name for people.
    pub name: Name,
    /// The id, in lower case without braces.
    pub id: Option<Name>,
    /// Its category (see [`WorkflowEntry::category`]).
    pub category: Option<u32>,
    /// Whether it is turned on.
    pub on: Option<bool>,
    /// The name in the element.
    pub name_loc: Loc,
}

impl FlowOutline {
    pub(super) fn of(flow: &Flow<'_>, names: &mut Names) -> Self {
        let responds = flow.all_actions().any(|action| action.kind.eq_ignore_ascii_case("Response"));
        Self {
            name: names.name(flow.name),
            id: flow.id.as_deref().map(|id| names.name(id)),
            stale: flow.membership == Membership::Stale,
            on: flow.on,
            loc: flow.loc,
            calls: calls(flow),
            responds: flow.root.is_some().then_some(responds),
            built_in: BuiltIn::of(flow),
        }
    }
}

impl Process {
    pub(super) fn of(entry: &WorkflowEntry<'_>, names: &mut Names) -> Self {
        Self {
            name: names.name(entry.name.value),
            id: entry.id.as_deref().map(|id| names.name(id)),
            category: entry.category,
            on: entry.on,
            name_loc: entry.name.loc,
        }
    }
}

/// Every call of a child flow, depth first, in the order of the file; without recursion, since flows nest deeply.
fn calls(flow: &Flow<'_>) -> Vec<ChildCall> {
    let mut calls = Vec::new();
    let mut stack: Vec<(&Action<'_>, bool)> = flow.actions.iter().rev().map(|action| (action, false)).collect();
    while let Some((action, guarded)) = stack.pop() {
        if let Some(child) = action.child_flow
            && let Some(flow) = normal_id(child.value)
        {
            calls.push(ChildCall { flow, action: action.name.value.to_owned(), guarded, loc: child.loc });
        }
        let guards = ["If", "Switch", "Foreach"].iter().any(|kind| action.kind.eq_ignore_ascii_case(kind));
        for branch in action.branches.iter().rev() {
            stack.extend(branch.actions.iter().rev().map(|inner| (inner, guarded || guards)));
        }
    }
    calls
}
