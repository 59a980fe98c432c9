//! Which flow of the given packages calls which.

use std::collections::HashMap;

use engine::{PackageId, Place, SolutionForms, WorkspaceContext};
use indexmap::IndexMap;
use solution::{
    Loc,
    outline::{ChildCall, FlowOutline},
};

/// A flow in its package.
#[derive(Clone, Copy)]
pub(super) struct PackageFlow<'w> {
    pub(super) package: PackageId,
    pub(super) flow: &'w FlowOutline,
}

impl PackageFlow<'_> {
    /// A place in the flow's package.
    pub(super) fn at(self, loc: Loc) -> Place {
        Place::Package(self.package, Some(loc))
    }
}

/// The flows that stand for their solutions: those of the leading forms, with patches laid over them. Files that are stale are
/// left out.
pub(super) struct Calls<'w> {
    pub(super) flows: Vec<PackageFlow<'w>>,
    by_id: HashMap<&'w str, Vec<PackageFlow<'w>>>,
}

/// The packages that stand for a solution: its patches, the last one first, and the leading form.
pub(crate) fn layers(solution: &SolutionForms) -> impl Iterator<Item = PackageId> {
    solution.patches.iter().rev().copied().chain([solution.leading])
}

impl<'w> Calls<'w> {
    pub(super) fn new(cx: &WorkspaceContext<'w>) -> Self {
        let workspace = cx.workspace;
        let mut this = Self { flows: Vec::new(), by_id: HashMap::new() };
        for solution in workspace.solutions() {
            // What a patch brings anew hides what lies under it.
            let mut own: HashMap<&str, PackageId> = HashMap::new();
            for package in layers(solution) {
                for flow in workspace.package(package).flows.iter().filter(|flow| !flow.stale) {
                    let here = PackageFlow { package, flow };
                    if let Some(id) = flow.id.as_deref() {
                        if *own.entry(id).or_insert(package) != package {
                            continue;
                        }
                        this.by_id.entry(id).or_default().push(here);
                    }
                    this.flows.push(here);
                }
            }
        }
        this
    }

    /// The flow that a call in `package` means: that of the package's own solution, else of another one.
    pub(super) fn called(&self, cx: &WorkspaceContext<'w>, package: PackageId, id: &str) -> Option<PackageFlow<'w>> {
        let all = self.by_id.get(id)?;
        let solution = cx.workspace.solution_of(package);
        let own = all.iter().find(|flow| cx.workspace.solution_of(flow.package) == solution);
        own.or_else(|| all.first()).copied()
    }

    /// Every child flow that was given, by its package and id, with the calls of it.
    pub(super) fn children(&self, cx: &WorkspaceContext<'w>) -> Vec<Child<'w>> {
        let mut children: IndexMap<(PackageId, &'w str), Child<'w>> = IndexMap::new();
        for &caller in &self.flows {
            for call in &caller.flow.calls {
                let Some(child) = self.called(cx, caller.package, &call.flow) else { continue };
                let Some(id) = child.flow.id.as_deref() else { continue };
                let entry = children.entry((child.package, id)).or_insert_with(|| Child { child, calls: Vec::new() });
                entry.calls.push((caller, call));
            }
        }
        children.into_values().collect()
    }
}

/// A child flow, with who calls it where.
pub(super) struct Child<'w> {
    pub(super) child: PackageFlow<'w>,
    pub(super) calls: Vec<(PackageFlow<'w>, &'w ChildCall)>,
}
