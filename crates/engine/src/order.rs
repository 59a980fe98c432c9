//! The order in which flows can be turned on: a flow that calls a child flow can be turned on only once that is on.

use std::collections::HashMap;

use crate::{
    PackageId, Workspace,
    calls::{Calls, PackageFlow},
};

/// The category of a desktop flow, which nobody turns on.
const DESKTOP: u32 = 6;

/// A flow, and when it can be turned on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activation {
    /// The step: flows of one step can be turned on in any order, after all of the steps before. From 1; `None` for flows that call each
    /// other in a circle, and for those that call one of them.
    pub step: Option<usize>,
    /// The name for people.
    pub name: String,
    /// The id, in lower case without braces.
    pub id: Option<String>,
    /// The solution's unique name, or the path of a package without one.
    pub solution: String,
    /// Whether it arrives turned on; `None` where its package does not say.
    pub on: Option<bool>,
    /// The child flows that it calls: their names where they were given, else their ids.
    pub calls: Vec<String>,
    /// The ids of child flows that no given package holds: they have to be there, and on, before.
    pub missing: Vec<String>,
}

/// The flows of the given packages in an order in which they can be turned on: by step, then by solution and name. Of several forms of a
/// solution the leading one counts, with its patches.
#[must_use]
pub fn activation_order(workspace: &Workspace) -> Vec<Activation> {
    let calls = Calls::new(workspace);
    let flows: Vec<PackageFlow<'_>> =
        calls.flows.iter().copied().filter(|flow| !is_desktop(workspace, *flow)).collect();
    let mut places: HashMap<(PackageId, &str), usize> = HashMap::new();
    for (place, flow) in flows.iter().enumerate() {
        places.extend(flow.flow.id.as_deref().map(|id| ((flow.package, id), place)));
    }
    let children: Vec<Vec<usize>> = flows
        .iter()
        .map(|caller| {
            let called = caller.flow.calls.iter().filter_map(|call| calls.called(caller.package, &call.flow));
            let mut children: Vec<usize> =
                called.filter_map(|child| places.get(&(child.package, child.flow.id.as_deref()?)).copied()).collect();
            children.sort_unstable();
            children.dedup();
            children
        })
        .collect();
    let steps = steps(&children);
    let mut order: Vec<Activation> = flows
        .iter()
        .zip(&children)
        .zip(steps)
        .map(|((caller, children), step)| {
            let missing = caller.flow.calls.iter().filter(|call| calls.called(caller.package, &call.flow).is_none());
            let mut missing: Vec<String> = missing.map(|call| call.flow.clone()).collect();
            missing.sort();
            missing.dedup();
            let outline = workspace.package(caller.package);
            let mut called: Vec<String> = children
                .iter()
                .filter_map(|&child| flows.get(child))
                .map(|child| child.flow.name.to_string())
                .collect();
            called.sort();
            called.extend(missing.iter().cloned());
            Activation {
                step,
                name: caller.flow.name.to_string(),
                id: caller.flow.id.as_ref().map(ToString::to_string),
                solution: outline.unique_name.clone().unwrap_or_else(|| outline.address.path.clone()),
                on: caller.flow.on,
                calls: called,
                missing,
            }
        })
        .collect();
    order.sort_by(|one, other| {
        let key =
            |one: &Activation| (one.step.is_none(), one.step, one.solution.to_lowercase(), one.name.to_lowercase());
        key(one).cmp(&key(other)).then_with(|| one.id.cmp(&other.id))
    });
    order
}

fn is_desktop(workspace: &Workspace, flow: PackageFlow<'_>) -> bool {
    let processes = &workspace.package(flow.package).processes;
    let own = processes.iter().find(|process| process.id.is_some() && process.id == flow.flow.id);
    own.is_some_and(|process| process.category == Some(DESKTOP))
}

/// The step of each flow: one after the last of its children. Flows in a circle, and those above one, never come.
fn steps(children: &[Vec<usize>]) -> Vec<Option<usize>> {
    let mut waiting: Vec<usize> = children.iter().map(Vec::len).collect();
    let mut callers: Vec<Vec<usize>> = vec![Vec::new(); children.len()];
    for (caller, children) in children.iter().enumerate() {
        for &child in children {
            if let Some(callers) = callers.get_mut(child) {
                callers.push(caller);
            }
        }
    }
    let mut steps = vec![None; children.len()];
    let mut next: Vec<usize> = (0..children.len()).filter(|&flow| waiting.get(flow) == Some(&0)).collect();
    let mut step = 1;
    while !next.is_empty() {
        let mut after = Vec::new();
        for flow in next {
            if let Some(own) = steps.get_mut(flow) {
                *own = Some(step);
            }
            for &caller in callers.get(flow).into_iter().flatten() {
                if let Some(left) = waiting.get_mut(caller) {
                    *left -= 1;
                    if *left == 0 {
                        after.push(caller);
                    }
                }
            }
        }
        next = after;
        step += 1;
    }
    steps
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::steps;

    #[test]
    fn children_come_first_and_circles_never() {
        // 0 calls 1 and 2, 1 calls 2; 3 and 4 call each other, 5 calls 3.
        let children = [vec![1, 2], vec![2], vec![], vec![4], vec![3], vec![3]];
        assert_eq!(steps(&children), [Some(3), Some(2), Some(1), None, None, None]);
        assert_eq!(steps(&[vec![0]]), [None]);
    }

    proptest! {
        #[test]
        fn nobody_comes_before_a_child(edges in prop::collection::vec((0_usize..20, 0_usize..20), 0..40)) {
            let mut children = vec![Vec::new(); 20];
            for (caller, child) in edges {
                if !children[caller].contains(&child) {
                    children[caller].push(child);
                }
            }
            let steps = steps(&children);
            for (caller, step) in steps.iter().enumerate() {
                let of_children: Vec<_> = children[caller].iter().map(|&child| steps[child]).collect();
                match step {
                    Some(step) => prop_assert!(of_children.iter().all(|child| child.is_some_and(|child| child < *step))),
                    None => prop_assert!(of_children.iter().any(Option::is_none)),
                }
            }
        }
    }
}
