//! What a step waits for.

use std::ops::Range;

use syntax::Value;

use super::{FlowIndex, StepId};
use crate::{At, FileId, Loc};

/// One entry of a step's `runAfter`.
#[derive(Debug, Clone, Copy)]
pub struct RunsAfter<'a> {
    /// The name of the step that is waited for, as written.
    pub name: At<&'a str>,
    /// That step, where it stands in the same list, as it has to.
    pub step: Option<StepId>,
    /// The list of states; `None` where it is none.
    pub list: Option<Loc>,
    file: FileId,
    states: &'a [Value<'a>],
}

impl<'a> RunsAfter<'a> {
    /// The states in which it may end: `Succeeded`, `Failed`, `Skipped`, `TimedOut`, as written.
    pub fn states(&self) -> impl Iterator<Item = At<&'a str>> + use<'a> {
        let file = self.file;
        self.states.iter().filter_map(move |state| Some(At::new(state.as_str()?, Loc::new(file, state.span))))
    }

    /// Whether the step also runs where the one before it ended so. Without regard to case.
    #[must_use]
    pub fn holds(&self, state: &str) -> bool {
        self.states.iter().filter_map(Value::as_str).any(|one| one.eq_ignore_ascii_case(state))
    }

    /// Whether the step runs where the one before it did not succeed: it failed, timed out or was skipped.
    #[must_use]
    pub fn on_failure(&self) -> bool {
        self.holds("Failed") || self.holds("TimedOut")
    }
}

/// What every step of a flow waits for.
#[derive(Debug, Default)]
pub(super) struct Waits<'t> {
    /// Every entry of every step, in the order of the file.
    entries: Vec<RunsAfter<'t>>,
    /// Those of each step.
    of_step: Vec<Range<usize>>,
    /// The steps that they lead to.
    steps: Vec<StepId>,
    /// Those of each step.
    steps_of_step: Vec<Range<usize>>,
}

impl<'t> Waits<'t> {
    pub(super) fn of(flow: &FlowIndex<'_, 't>) -> Self {
        let file = flow.file();
        let at = |span| Loc::new(file, span);
        let mut waits = Self::default();
        for step in flow.steps() {
            let (entry, led) = (waits.entries.len(), waits.steps.len());
            for member in step.action.run_after.map(Value::members).unwrap_or_default() {
                let before = flow.of_list(step.list, &member.key);
                waits.steps.extend(before);
                waits.entries.push(RunsAfter {
                    name: At::new(member.key.as_ref(), at(member.key_span)),
                    step: before,
                    list: matches!(member.value.kind, syntax::Kind::Array(_)).then(|| at(member.value.span)),
                    file,
                    states: member.value.items(),
                });
            }
            waits.of_step.push(entry..waits.entries.len());
            waits.steps_of_step.push(led..waits.steps.len());
        }
        waits
    }
}

impl<'t> FlowIndex<'_, 't> {
    /// The step of this name in a list.
    fn of_list(&self, list: u32, name: &str) -> Option<StepId> {
        self.named(name).iter().copied().find(|other| self.step(*other).list == list)
    }

    /// What this step waits for, in the order of the file.
    pub fn runs_after(&self, id: StepId) -> impl Iterator<Item = &RunsAfter<'t>> {
        let waits = &self.waits;
        let range = waits.of_step.get(id.0 as usize).cloned().unwrap_or_default();
        waits.entries.get(range).unwrap_or_default().iter()
    }

    /// The steps of the same list that this one waits for, whatever their states, in the order of the file.
    #[must_use]
    pub fn waited_for(&self, id: StepId) -> &[StepId] {
        let waits = &self.waits;
        let range = waits.steps_of_step.get(id.0 as usize).cloned().unwrap_or_default();
        waits.steps.get(range).unwrap_or_default()
    }
}
