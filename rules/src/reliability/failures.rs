//! Which steps run when others do not succeed.

use std::collections::{HashMap, HashSet};

use solution::{FlowIndex, flow_index::StepId};

/// Whether a step also runs where one that it waits for did not succeed: it failed, timed out, or was skipped since something
/// before it failed.
pub(super) fn runs_without_success(flow: &FlowIndex<'_, '_>, step: StepId) -> bool {
    flow.runs_after(step).any(|after| after.on_failure() || after.holds("Skipped"))
}

/// Whether a step runs only where one that it waits for failed or timed out: the beginning of a catch.
pub(super) fn is_catch(flow: &FlowIndex<'_, '_>, step: StepId) -> bool {
    flow.runs_after(step).any(|after| after.on_failure() && !after.holds("Succeeded"))
}

/// The step and all steps of its list that wait for it, directly or not, in the order of the file.
pub(super) fn chain_from(flow: &FlowIndex<'_, '_>, step: StepId) -> Vec<StepId> {
    let waiting = waiting(flow, step);
    let mut chain = HashSet::from([step]);
    let mut open = vec![step];
    while let Some(next) = open.pop() {
        let later = waiting.get(&next).into_iter().flatten();
        open.extend(later.filter(|later| chain.insert(**later)));
    }
    flow.list_of(step).iter().copied().filter(|id| chain.contains(id)).collect()
}

/// Whether something runs when a step fails: a step that waits for it, or for something around it.
pub(super) fn is_handled(flow: &FlowIndex<'_, '_>, step: StepId) -> bool {
    let around = std::iter::once(step).chain(flow.ancestors(step).map(|step| step.id));
    around.into_iter().any(|id| is_handled_beside(flow, id))
}

/// Follows a failure through the list: what waits for success is skipped, and so is what waits for that, until something runs after what
/// was skipped.
fn is_handled_beside(flow: &FlowIndex<'_, '_>, failed: StepId) -> bool {
    let waiting = waiting(flow, failed);
    let waiting_for = |id: StepId| waiting.get(&id).into_iter().flatten().copied();
    let (mut skipped, mut open) = (HashSet::new(), vec![failed]);
    while let Some(next) = open.pop() {
        for later in waiting_for(next) {
            let mut after = flow.runs_after(later).filter(|after| after.step == Some(next));
            let runs = after.any(|after| if next == failed { after.on_failure() } else { after.holds("Skipped") });
            if runs {
                return true;
            }
            if skipped.insert(later) {
                open.push(later);
            }
        }
    }
    false
}

/// The steps of a list that wait for each of them.
fn waiting(flow: &FlowIndex<'_, '_>, of: StepId) -> HashMap<StepId, Vec<StepId>> {
    let mut waiting: HashMap<StepId, Vec<StepId>> = HashMap::new();
    for &later in flow.list_of(of) {
        for before in flow.runs_after(later).filter_map(|after| after.step) {
            waiting.entry(before).or_default().push(later);
        }
    }
    waiting
}
