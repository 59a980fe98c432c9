//! Who calls a flow and waits for its answer.

use solution::model::{Flow, Package};

/// Whether something calls the flow and waits: an app, an agent, a page or an HTTP client. Buttons do not.
pub(super) fn has_caller(flow: &Flow<'_>) -> bool {
    const KINDS: [&str; 6] = ["Http", "PowerApp", "PowerAppV2", "PowerPages", "Skills", "VirtualAgent"];
    let waits = |kind: &str| KINDS.iter().any(|known| known.eq_ignore_ascii_case(kind));
    flow.triggers
        .iter()
        .any(|trigger| trigger.kind.eq_ignore_ascii_case("Request") && trigger.sub_kind.is_some_and(waits))
}

/// Whether another flow of the package calls this one.
pub(super) fn is_child(package: &Package<'_>, flow: &Flow<'_>) -> bool {
    let Some(id) = flow.id.as_deref() else { return false };
    let calls =
        package.flows.iter().flat_map(|other| other.all_actions().filter_map(|action| action.child_flow.as_ref()));
    calls.into_iter().any(|call| call.value.trim_matches(['{', '}']).eq_ignore_ascii_case(id))
}
