//! Which steps run when others do not succeed.

use solution::{
    FlowIndex,
    flow_index::{ByStep, StepId, StepSet},
};

/// Whether a step also runs where one that it waits for did not succeed: it failed, timed out, or was skipped since something
/// before it failed.
pub(super) fn runs_without_success(flow: &FlowIndex<'_, '_>, step: StepId) -> bool {
    flow.runs_after(step).any(|after| after.on_failure() || after.holds("Skipped"))
}

/// Whether a step runs only where one that it waits for failed or timed out: the beginning of a catch.
pub(super) fn is_catch(flow: &FlowIndex<'_, '_>, step: StepId) -> bool {
    flow.runs_after(step).any(|after| after.on_failure() && !after.holds("Succeeded"))
}

/// What waits for each step of a flow, found once: flows may be of any size.
pub(super) struct Waiting<'i, 'a, 't> {
    flow: &'i FlowIndex<'a, 't>,
    waiting: ByStep<Vec<Waits>>,
}

/// A step that waits for another of its list.
#[derive(Clone, Copy)]
struct Waits {
    step: StepId,
    /// It runs where the other failed or timed out.
    on_failure: bool,
    /// It runs where the other was skipped.
    on_skip: bool,
}

impl<'i, 'a, 't> Waiting<'i, 'a, 't> {
    /// Finds what waits for each step.
    pub(super) fn new(flow: &'i FlowIndex<'a, 't>) -> Self {
        let mut waiting: ByStep<Vec<Waits>> = ByStep::default();
        for step in flow.steps() {
            for after in flow.runs_after(step.id) {
                let Some(before) = after.step else { continue };
                let (on_failure, on_skip) = (after.on_failure(), after.holds("Skipped"));
                waiting.entry(before).or_default().push(Waits { step: step.id, on_failure, on_skip });
            }
        }
        Self { flow, waiting }
    }

    fn waiting_for(&self, id: StepId) -> impl Iterator<Item = Waits> {
        self.waiting.get(&id).into_iter().flatten().copied()
    }

    /// The step and all steps of its list that wait for it, directly or not.
    pub(super) fn chain_from(&self, step: StepId) -> StepSet {
        let mut chain = StepSet::from_iter([step]);
        let mut open = vec![step];
        while let Some(next) = open.pop() {
            open.extend(self.waiting_for(next).map(|later| later.step).filter(|later| chain.insert(*later)));
        }
        chain
    }

    /// Whether something runs when a step fails: a step that waits for it, or for something around it.
    pub(super) fn is_handled(&self, step: StepId) -> bool {
        let around = std::iter::once(step).chain(self.flow.ancestors(step).map(|step| step.id));
        around.into_iter().any(|id| self.is_handled_beside(id))
    }

    /// Follows a failure through the list: what waits for success is skipped, and so is what waits for that, until something runs
    /// after what was skipped.
    fn is_handled_beside(&self, failed: StepId) -> bool {
        let (mut skipped, mut open) = (StepSet::default(), vec![failed]);
        while let Some(next) = open.pop() {
            for later in self.waiting_for(next) {
                let runs = if next == failed { later.on_failure } else { later.on_skip };
                if runs {
                    return true;
                }
                if skipped.insert(later.step) {
                    open.push(later.step);
                }
            }
        }
        false
    }
}
