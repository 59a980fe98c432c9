//! The texts of a flow's triggers and actions, expressions or not.

use solution::{
    FlowIndex,
    flow_index::{FlowText, Owner},
};

/// All texts that somebody wrote for the run time, notes left out.
pub(crate) fn without_notes<'f, 'a>(flow: &'f FlowIndex<'a, '_>) -> impl Iterator<Item = &'f FlowText<'a>> {
    flow.texts().iter().filter(|text| text.key != "description")
}

/// The names of the actions from the outermost to the holder; empty for triggers.
pub(crate) fn path(flow: &FlowIndex<'_, '_>, owner: Owner) -> String {
    match owner {
        Owner::Step(id) => flow.path(id),
        Owner::Trigger(_) => String::new(),
    }
}

/// The last part of a parameter's key, which is its own name: `item/contoso_password` is `contoso_password`.
pub(crate) fn own_name(key: &str) -> &str {
    key.rsplit_once('/').map_or(key, |(_, name)| name)
}
