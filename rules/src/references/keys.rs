//! The keys by which a flow's steps name its connections.

use std::collections::HashSet;

use solution::model::Flow;
use syntax::{Value, value::Kind};

/// Whether a flow's file has the list of connections at all: a definition that was pasted without it proves nothing.
pub(crate) fn listed(flow: &Flow<'_>) -> bool {
    list(flow).is_some_and(Value::is_object)
}

fn list<'f, 't>(flow: &'f Flow<'t>) -> Option<&'f Value<'t>> {
    flow.root?.at(&["properties", "connectionReferences"])
}

/// Keys, and names of connection references, without regard to case.
#[derive(Default)]
pub(crate) struct Keys(HashSet<String, foldhash::fast::RandomState>);

impl<'t> FromIterator<&'t str> for Keys {
    fn from_iter<I: IntoIterator<Item = &'t str>>(keys: I) -> Self {
        Self(keys.into_iter().map(str::to_ascii_lowercase).collect())
    }
}

impl Keys {
    /// Adds a key; whether it is a new one.
    pub(crate) fn insert(&mut self, key: &str) -> bool {
        self.0.insert(key.to_ascii_lowercase())
    }

    pub(crate) fn hold(&self, key: &str) -> bool {
        self.0.contains(&key.to_ascii_lowercase())
    }
}

/// What begins with a quotation mark in the expressions of a flow's definition, outside of what the model knows as a use:
/// steps that build their own calls read connections this way.
pub(crate) struct Quoted {
    /// In lower case and sorted, so that what begins with a key lies where the key would.
    words: Vec<String>,
}

impl Quoted {
    /// Collects the words of a flow; without recursion, since flows nest deeply.
    pub(crate) fn of(flow: &Flow<'_>) -> Self {
        let mut words = Vec::new();
        let mut stack: Vec<&Value<'_>> =
            flow.root.and_then(|root| root.at(&["properties", "definition"])).into_iter().collect();
        while let Some(next) = stack.pop() {
            match &next.kind {
                Kind::String(text) => words.extend(text.split('\'').skip(1).map(str::to_ascii_lowercase)),
                Kind::Array(items) => stack.extend(items),
                Kind::Object(members) => stack.extend(members.iter().map(|member| &member.value)),
                Kind::Null | Kind::Bool(_) | Kind::Number(_) => {}
            }
        }
        words.sort_unstable();
        Self { words }
    }

    /// Whether some expression names a key as `'key'`, or at least begins to.
    pub(crate) fn mention(&self, key: &str) -> bool {
        let key = key.to_ascii_lowercase();
        let at = self.words.partition_point(|word| *word < key);
        self.words.get(at).is_some_and(|word| word.starts_with(&key))
    }
}

#[cfg(test)]
mod tests {
    use super::Keys;

    #[test]
    fn few_and_many_keys_are_held_in_any_case() {
        let names: Vec<String> = (0..30).map(|number| format!("shared_Key_{number}")).collect();
        for count in [0, 1, 8, 9, 30] {
            // Steps name the same key again and again.
            let uses = names.iter().take(count).chain(names.iter().take(count));
            let keys: Keys = uses.map(String::as_str).collect();
            for (number, name) in names.iter().enumerate() {
                assert_eq!(keys.hold(&name.to_uppercase()), number < count, "{name} of {count}");
            }
        }
    }
}
