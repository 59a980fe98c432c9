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
    let list = flow.list_of(step);
    let mut waiting: HashMap<StepId, Vec<StepId>> = HashMap::new();
    for &later in list {
        for before in flow.runs_after(later).filter_map(|after| after.step) {
            waiting.entry(before).or_default().push(later);
        }
    }
    let mut chain = HashSet::from([step]);
    let mut open = vec![step];
    while let Some(next) = open.pop() {
        let later = waiting.get(&next).into_iter().flatten();
        open.extend(later.filter(|later| chain.insert(**later)));
    }
    list.iter().copied().filter(|id| chain.contains(id)).collect()
}
