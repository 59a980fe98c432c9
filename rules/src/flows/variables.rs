//! The variables of a flow: where they are made, and which steps change them.

use std::collections::HashMap;

use solution::{
    At, FlowIndex, Loc,
    flow_index::{Step, StepId},
};
use syntax::Value;

/// What a step does to a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// `SetVariable`
    Set,
    /// `IncrementVariable`, `DecrementVariable`
    Count,
    /// `AppendToArrayVariable`
    AppendToArray,
    /// `AppendToStringVariable`
    AppendToString,
}

impl Change {
    fn of(kind: &str) -> Option<Self> {
        const KINDS: [(&str, Change); 5] = [
            ("SetVariable", Change::Set),
            ("IncrementVariable", Change::Count),
            ("DecrementVariable", Change::Count),
            ("AppendToArrayVariable", Change::AppendToArray),
            ("AppendToStringVariable", Change::AppendToString),
        ];
        KINDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(kind)).map(|(_, change)| *change)
    }
}

/// Where a variable is made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Made<'a, 't> {
    /// The `InitializeVariable`.
    pub(crate) step: StepId,
    /// The variable's name.
    pub(crate) name: At<&'a str>,
    /// Its type as written.
    pub(crate) kind: Option<&'a str>,
    /// The value that it begins with.
    pub(crate) value: Option<&'a Value<'t>>,
}

/// A step that changes a variable.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Changed<'a, 't> {
    pub(crate) step: StepId,
    pub(crate) change: Change,
    pub(crate) name: At<&'a str>,
    pub(crate) value: Option<&'a Value<'t>>,
}

/// All variables of a flow.
#[derive(Debug, Default)]
pub(crate) struct Variables<'a, 't> {
    pub(crate) made: Vec<Made<'a, 't>>,
    pub(crate) changed: Vec<Changed<'a, 't>>,
    /// By name in lower case, the places in `made`.
    by_name: HashMap<String, Vec<usize>>,
    /// Whether every name is written plainly, so that what is not here does not exist.
    pub(crate) known: bool,
}

impl<'a, 't> Variables<'a, 't> {
    pub(crate) fn of(flow: &FlowIndex<'a, 't>) -> Self {
        let mut all = Self { known: flow.is_whole(), ..Self::default() };
        for step in flow.steps() {
            let Some(inputs) = step.action.inputs else { continue };
            if step.is("InitializeVariable") {
                all.add_made(flow, step, inputs);
            } else if let Some(change) = Change::of(step.action.kind) {
                match plain_name(flow, inputs) {
                    Some(name) => {
                        all.changed.push(Changed { step: step.id, change, name, value: inputs.get("value") });
                    }
                    None => all.known = false,
                }
            }
        }
        all
    }

    fn add_made(&mut self, flow: &FlowIndex<'a, 't>, step: &Step<'a, 't>, inputs: &'a Value<'t>) {
        for variable in inputs.get("variables").map(Value::items).unwrap_or_default() {
            let Some(name) = plain_name(flow, variable) else {
                self.known = false;
                continue;
            };
            self.by_name.entry(name.value.to_lowercase()).or_default().push(self.made.len());
            let kind = variable.get("type").and_then(Value::as_str);
            self.made.push(Made { step: step.id, name, kind, value: variable.get("value") });
        }
    }

    /// Where the variable of this name is made, without regard to case.
    pub(crate) fn made(&self, name: &str) -> impl Iterator<Item = &Made<'a, 't>> {
        let places = self.by_name.get(&name.to_lowercase()).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|&place| self.made.get(place))
    }

    /// The names of all variables.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.made.iter().map(|made| made.name.value)
    }
}

/// The member `name`; `None` where it is absent or computed.
fn plain_name<'a>(flow: &FlowIndex<'_, '_>, value: &'a Value<'_>) -> Option<At<&'a str>> {
    let name = value.get("name")?;
    let text = name.as_str().filter(|text| !text.contains('@'))?;
    Some(At::new(text, Loc::new(flow.file(), name.span)))
}
