//! Which flow of the given packages calls which.

use std::collections::HashMap;

use indexmap::IndexMap;
use solution::{
    Loc,
    outline::{ChildCall, FlowOutline},
};

use crate::{PackageId, Place, SolutionForms, Workspace};

/// A flow in its package.
#[derive(Debug, Clone, Copy)]
pub struct PackageFlow<'w> {
    /// The package.
    pub package: PackageId,
    /// The flow.
    pub flow: &'w FlowOutline,
}

impl PackageFlow<'_> {
    /// A place in the flow's package.
    #[must_use]
    pub fn at(self, loc: Loc) -> Place {
        Place::Package(self.package, Some(loc))
    }
}

/// The flows that stand for their solutions: those of the leading forms, with patches laid over them. Files that are stale are
/// left out.
#[derive(Debug)]
pub struct Calls<'w> {
    workspace: &'w Workspace,
    /// All of them, sorted by package.
    pub flows: Vec<PackageFlow<'w>>,
    by_id: HashMap<&'w str, Vec<PackageFlow<'w>>, foldhash::fast::RandomState>,
}

/// The packages that stand for a solution: its patches, the last one first, and the leading form.
pub fn layers(solution: &SolutionForms) -> impl Iterator<Item = PackageId> {
    solution.patches.iter().rev().copied().chain([solution.leading])
}

impl<'w> Calls<'w> {
    /// Collects them.
    #[must_use]
    pub fn new(workspace: &'w Workspace) -> Self {
        let mut this = Self { workspace, flows: Vec::new(), by_id: HashMap::default() };
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
                        // Most ids are one flow's.
                        this.by_id.entry(id).or_insert_with(|| Vec::with_capacity(1)).push(here);
                    }
                    this.flows.push(here);
                }
            }
        }
        this
    }

    /// The flow that a call in `package` means: that of the package's own solution, else of another one.
    #[must_use]
    pub fn called(&self, package: PackageId, id: &str) -> Option<PackageFlow<'w>> {
        let all = self.by_id.get(id)?;
        let solution = self.workspace.solution_of(package);
        let own = all.iter().find(|flow| self.workspace.solution_of(flow.package) == solution);
        own.or_else(|| all.first()).copied()
    }

    /// Every child flow that was given, by its package and id, with the calls of it.
    #[must_use]
    pub fn children(&self) -> Vec<Child<'w>> {
        let mut children: IndexMap<(PackageId, &'w str), Child<'w>> = IndexMap::new();
        for &caller in &self.flows {
            for call in &caller.flow.calls {
                let Some(child) = self.called(caller.package, &call.flow) else { continue };
                let Some(id) = child.flow.id.as_deref() else { continue };
                let entry = children.entry((child.package, id)).or_insert_with(|| Child { child, calls: Vec::new() });
                entry.calls.push((caller, call));
            }
        }
        children.into_values().collect()
    }
}

/// A child flow, with who calls it where.
#[derive(Debug)]
pub struct Child<'w> {
    /// The child flow.
    pub child: PackageFlow<'w>,
    /// Who calls it, and with which action.
    pub calls: Vec<(PackageFlow<'w>, &'w ChildCall)>,
}
