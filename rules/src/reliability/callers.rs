//! Who calls a flow and waits for its answer.

use std::collections::HashSet;

use solution::model::{Flow, Package};

/// Whether something calls the flow and waits: an app, an agent, a page or an HTTP client. Buttons do not.
pub(super) fn has_caller(flow: &Flow<'_>) -> bool {
    const KINDS: [&str; 6] = ["Http", "PowerApp", "PowerAppV2", "PowerPages", "Skills", "VirtualAgent"];
    let waits = |kind: &str| KINDS.iter().any(|known| known.eq_ignore_ascii_case(kind));
    flow.triggers
        .iter()
        .any(|trigger| trigger.kind.eq_ignore_ascii_case("Request") && trigger.sub_kind.is_some_and(waits))
}

/// The flows that flows of a package call: their ids in lower case without braces, found once.
pub(super) struct Children(HashSet<String>);

impl Children {
    pub(super) fn of(package: &Package<'_>) -> Self {
        let actions = package.flows.iter().flat_map(Flow::all_actions);
        let called = actions.filter_map(|action| action.child_flow.as_ref());
        Self(called.map(|call| call.value.trim_matches(['{', '}']).to_ascii_lowercase()).collect())
    }

    /// Whether another flow of the package calls this one.
    pub(super) fn contain(&self, flow: &Flow<'_>) -> bool {
        flow.id.as_deref().is_some_and(|id| self.0.contains(&id.to_ascii_lowercase()))
    }
}
