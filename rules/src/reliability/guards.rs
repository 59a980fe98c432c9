//! Which conditions decide whether a step runs.

use solution::{
    FlowIndex,
    flow_index::{Order, Orders, Step},
};

/// The conditions and switches around a step, and those before it that may end the run.
pub(super) fn conditions<'i>(
    flow: &'i FlowIndex<'_, '_>,
    orders: &'i Orders<'_, '_, '_>,
    step: &Step<'_, '_>,
) -> impl Iterator<Item = &'i Step<'i, 'i>> {
    let id = step.id;
    let around = flow.ancestors(id).filter(|one| asks(one));
    let before = flow.steps().iter().filter(move |one| {
        // Where a flow is too large to tell, it may come before.
        asks(one)
            && flow.inside(one.id).any(|inner| inner.is("Terminate"))
            && matches!(orders.order(one.id, id), Order::Before | Order::Unknown)
    });
    around.chain(before)
}

fn asks(step: &Step<'_, '_>) -> bool {
    step.is("If") || step.is("Switch")
}
