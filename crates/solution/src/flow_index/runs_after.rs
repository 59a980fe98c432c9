//! What a step waits for.

use syntax::Value;

use super::{FlowIndex, StepId};
use crate::{At, Loc};

/// One entry of a step's `runAfter`.
#[derive(Debug, Clone)]
pub struct RunsAfter<'a> {
    /// The name of the step that is waited for, as written.
    pub name: At<&'a str>,
    /// That step, where it stands in the same list, as it has to.
    pub step: Option<StepId>,
    /// The states in which it may end: `Succeeded`, `Failed`, `Skipped`, `TimedOut`, as written.
    pub states: Vec<At<&'a str>>,
    /// The list of states; `None` where it is none.
    pub list: Option<Loc>,
}

impl RunsAfter<'_> {
    /// Whether the step also runs where the one before it ended so. Without regard to case.
    #[must_use]
    pub fn holds(&self, state: &str) -> bool {
        self.states.iter().any(|one| one.value.eq_ignore_ascii_case(state))
    }

    /// Whether the step runs where the one before it did not succeed: it failed, timed out or was skipped.
    #[must_use]
    pub fn on_failure(&self) -> bool {
        self.holds("Failed") || self.holds("TimedOut")
    }
}

impl<'t> FlowIndex<'_, 't> {
    /// The step of this name in a list.
    fn of_list(&self, list: u32, name: &str) -> Option<StepId> {
        self.named(name).iter().copied().find(|other| self.step(*other).list == list)
    }

    /// The steps of its list that this one waits for, in the order of the file.
    pub(super) fn waits_for(&self, id: StepId) -> impl Iterator<Item = StepId> {
        let step = self.step(id);
        let members = step.action.run_after.map(Value::members).unwrap_or_default();
        members.iter().filter_map(move |member| self.of_list(step.list, &member.key))
    }

    /// What this step waits for, in the order of the file.
    pub fn runs_after(&self, id: StepId) -> impl Iterator<Item = RunsAfter<'t>> {
        let step = self.step(id);
        let members = step.action.run_after.map(Value::members).unwrap_or_default();
        members.iter().map(move |member| {
            let file = self.file();
            let at = |span| Loc::new(file, span);
            let states = member.value.items().iter();
            RunsAfter {
                name: At::new(member.key.as_ref(), at(member.key_span)),
                step: self.of_list(step.list, &member.key),
                states: states.filter_map(|state| Some(At::new(state.as_str()?, at(state.span)))).collect(),
                list: matches!(member.value.kind, syntax::Kind::Array(_)).then(|| at(member.value.span)),
            }
        })
    }
}
