//! Every text of a flow's triggers and actions, expressions or not, with the key nearest to it.

use solution::{FlowIndex, Loc, flow_index::Owner};
use syntax::{Kind, Value};

use crate::flows::mentions::holder;

/// One text.
pub(crate) struct FlowText<'a> {
    /// Who holds it.
    pub(crate) owner: Owner,
    /// The key nearest to it.
    pub(crate) key: &'a str,
    /// The text.
    pub(crate) text: &'a str,
    /// Where it stands.
    pub(crate) loc: Loc,
}

/// Members of a trigger or action that hold others, or nothing that anybody wrote.
const LEFT_OUT: [&str; 8] = ["type", "kind", "metadata", "runAfter", "actions", "else", "cases", "default"];

/// All texts of a flow, notes among them, in the order of the file.
pub(crate) fn of<'a>(flow: &FlowIndex<'a, '_>) -> impl Iterator<Item = FlowText<'a>> {
    let file = flow.file();
    let triggers = flow.flow().triggers.iter().enumerate();
    let triggers = triggers.map(|(number, trigger)| (Owner::Trigger(number), trigger.definition));
    let steps = flow.steps().iter().map(|step| (Owner::Step(step.id), step.action.definition));
    triggers.chain(steps).flat_map(move |(owner, definition)| {
        let members = definition.members().iter().filter(|member| !LEFT_OUT.contains(&member.key.as_ref()));
        let mut open: Vec<(&'a str, &'a Value<'_>)> =
            members.map(|member| (member.key.as_ref(), &member.value)).collect();
        open.reverse();
        std::iter::from_fn(move || {
            loop {
                let (key, value) = open.pop()?;
                match &value.kind {
                    Kind::String(text) => {
                        return Some(FlowText { owner, key, text, loc: Loc::new(file, value.span) });
                    }
                    Kind::Array(items) => open.extend(items.iter().rev().map(|item| (key, item))),
                    Kind::Object(members) => {
                        open.extend(members.iter().rev().map(|inner| (inner.key.as_ref(), &inner.value)));
                    }
                    Kind::Null | Kind::Bool(_) | Kind::Number(_) => {}
                }
            }
        })
    })
}

impl FlowText<'_> {
    /// Who holds it, in words: `action Compose`.
    pub(crate) fn holder(&self, flow: &FlowIndex<'_, '_>) -> String {
        holder(flow, self.owner)
    }

    /// The names of the actions from the outermost to the holder; empty for triggers.
    pub(crate) fn path(&self, flow: &FlowIndex<'_, '_>) -> String {
        match self.owner {
            Owner::Step(id) => flow.path(id),
            Owner::Trigger(_) => String::new(),
        }
    }
}

/// The last part of a parameter's key, which is its own name: `item/contoso_password` is `contoso_password`.
pub(crate) fn own_name(key: &str) -> &str {
    key.rsplit('/').next().unwrap_or(key)
}
