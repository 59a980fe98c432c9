//! Which steps run when others do not succeed.

use solution::{FlowIndex, flow_index::StepId};

/// Whether a step also runs where one that it waits for did not succeed: it failed, timed out, or was skipped since something
/// before it failed.
pub(super) fn runs_without_success(flow: &FlowIndex<'_, '_>, step: StepId) -> bool {
    flow.runs_after(step).any(|after| after.on_failure() || after.holds("Skipped"))
}
