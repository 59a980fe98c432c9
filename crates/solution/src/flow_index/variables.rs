//! The variables of a flow: where they are made, and which steps change them.

use syntax::Value;

use super::{FlowIndex, Step, StepId};
use crate::{At, ByName, Folded, Loc};

/// What a step does to a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
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
pub struct Made<'t> {
    /// The `InitializeVariable`.
    pub step: StepId,
    /// The variable's name.
    pub name: At<&'t str>,
    /// Its type as written.
    pub kind: Option<&'t str>,
    /// The value that it begins with.
    pub value: Option<&'t Value<'t>>,
}

/// A step that changes a variable.
#[derive(Debug, Clone, Copy)]
pub struct Changed<'t> {
    /// The step.
    pub step: StepId,
    /// What it does.
    pub change: Change,
    /// The variable's name.
    pub name: At<&'t str>,
    /// The value that it sets, adds or appends.
    pub value: Option<&'t Value<'t>>,
}

/// All variables of a flow.
#[derive(Debug, Default)]
pub struct Variables<'t> {
    /// Where each is made, in the order of the file.
    pub made: Vec<Made<'t>>,
    /// Every step that changes one, in the order of the file.
    pub changed: Vec<Changed<'t>>,
    /// By name, the place in `same_name`.
    by_name: ByName<'t, usize>,
    /// The places in `made` of those of each name.
    same_name: Vec<Vec<usize>>,
    /// Whether every name is written plainly, so that what is not here does not exist.
    pub known: bool,
}

impl<'t> Variables<'t> {
    pub(super) fn of(flow: &FlowIndex<'_, 't>) -> Self {
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

    fn add_made(&mut self, flow: &FlowIndex<'_, 't>, step: &Step<'_, 't>, inputs: &'t Value<'t>) {
        for variable in inputs.get("variables").map(Value::items).unwrap_or_default() {
            let Some(name) = plain_name(flow, variable) else {
                self.known = false;
                continue;
            };
            let next = self.same_name.len();
            let place = *self.by_name.entry(Folded(name.value)).or_insert(next);
            match self.same_name.get_mut(place) {
                Some(others) => others.push(self.made.len()),
                None => self.same_name.push(vec![self.made.len()]),
            }
            let kind = variable.get("type").and_then(Value::as_str);
            self.made.push(Made { step: step.id, name, kind, value: variable.get("value") });
        }
    }

    /// Where the variable of this name is made, without regard to case.
    pub fn made(&self, name: &str) -> impl Iterator<Item = &Made<'t>> + use<'_, 't> {
        let place = self.by_name.get(&Folded(name)).copied();
        let places = place.and_then(|place| self.same_name.get(place)).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|&place| self.made.get(place))
    }

    /// The names of all variables.
    pub fn names(&self) -> impl Iterator<Item = &'t str> {
        self.made.iter().map(|made| made.name.value)
    }
}

/// The member `name`; `None` where it is absent or computed.
fn plain_name<'t>(flow: &FlowIndex<'_, '_>, value: &'t Value<'_>) -> Option<At<&'t str>> {
    let name = value.get("name")?;
    let text = name.as_str().filter(|text| !text.contains('@'))?;
    Some(At::new(text, Loc::new(flow.file(), name.span)))
}
