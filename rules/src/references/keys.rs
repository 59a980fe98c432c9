//! The keys by which a flow's steps name its connections.

use solution::model::Flow;
use syntax::{Value, value::Kind};

/// Whether a flow's file has the list of connections at all: a definition that was pasted without it proves nothing.
pub(crate) fn listed(flow: &Flow<'_>) -> bool {
    list(flow).is_some_and(Value::is_object)
}

fn list<'f, 't>(flow: &'f Flow<'t>) -> Option<&'f Value<'t>> {
    flow.root?.at(&["properties", "connectionReferences"])
}

/// Whether any expression of a flow's definition names a key as `'key'`, outside of what the model knows as a use:
/// steps that build their own calls read connections this way.
pub(crate) fn mentioned(flow: &Flow<'_>, key: &str) -> bool {
    let quoted = format!("'{}'", key.to_ascii_lowercase());
    let definition = flow.root.and_then(|root| root.at(&["properties", "definition"]));
    definition.is_some_and(|definition| holds(definition, &quoted))
}

/// Whether any text below a value holds the words; without recursion, since flows nest deeply.
fn holds(value: &Value<'_>, words: &str) -> bool {
    let mut stack = vec![value];
    while let Some(next) = stack.pop() {
        match &next.kind {
            Kind::String(text) if text.to_ascii_lowercase().contains(words) => return true,
            Kind::Array(items) => stack.extend(items),
            Kind::Object(members) => stack.extend(members.iter().map(|member| &member.value)),
            Kind::String(_) | Kind::Null | Kind::Bool(_) | Kind::Number(_) => {}
        }
    }
    false
}
