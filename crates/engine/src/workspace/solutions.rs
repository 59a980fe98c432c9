//! Which packages are forms of one solution, which form leads, and which are patches.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
};

use solution::{Outline, PackageKind, model::Managed};

use super::{SolutionForms, fold};
use crate::PackageId;

/// Every package in its solution.
pub(super) struct Grouped {
    pub(super) solutions: Vec<SolutionForms>,
    /// For each package, the place of its solution.
    pub(super) solution_of: Vec<usize>,
    /// By unique name in lower case.
    pub(super) by_name: HashMap<String, usize>,
}

/// The packages of one unique name, or one package without.
struct Group {
    /// The unique name in lower case.
    name: Option<String>,
    /// The packages, the leading one first.
    forms: Vec<PackageId>,
}

pub(super) fn group(outlines: &[Outline]) -> Grouped {
    let groups = groups(outlines);
    let place: HashMap<&str, usize> =
        groups.iter().enumerate().filter_map(|(index, group)| Some((group.name.as_deref()?, index))).collect();
    let parents: Vec<Option<usize>> = groups
        .iter()
        .map(|group| {
            let leading = outline(outlines, *group.forms.first()?)?;
            place.get(fold(leading.patch_of.as_deref()?).as_str()).copied()
        })
        .collect();
    let roots: Vec<usize> = (0..groups.len()).map(|index| root(index, &parents)).collect();

    // A patch and its parent become one solution, in the place of the parent.
    let mut patches: HashMap<usize, Vec<PackageId>> = HashMap::new();
    for (index, group) in groups.iter().enumerate() {
        if let Some(&root) = roots.get(index).filter(|&&root| root != index) {
            patches.entry(root).or_default().extend(group.forms.first());
        }
    }
    let mut solutions = Vec::new();
    // By the place in `groups`, that in `solutions`.
    let mut kept: HashMap<usize, usize> = HashMap::new();
    for (index, group) in groups.iter().enumerate() {
        let (Some(&leading), true) = (group.forms.first(), roots.get(index) == Some(&index)) else { continue };
        let mut patches = patches.remove(&index).unwrap_or_default();
        patches.sort_by_key(|&id| (outline(outlines, id).and_then(|patch| patch.version), id));
        let version = |id| outline(outlines, id).and_then(|package| package.version);
        kept.insert(index, solutions.len());
        solutions.push(SolutionForms {
            unique_name: outline(outlines, leading).and_then(|package| package.unique_name.clone()),
            leading,
            version: patches.iter().copied().map(version).fold(version(leading), Ord::max),
            forms: group.forms.clone(),
            patches,
        });
    }
    let mut solution_of = vec![0; outlines.len()];
    let mut by_name = HashMap::new();
    for (index, group) in groups.into_iter().enumerate() {
        let Some(&solution) = roots.get(index).and_then(|root| kept.get(root)) else { continue };
        for id in group.forms {
            if let Some(place) = solution_of.get_mut(id.0 as usize) {
                *place = solution;
            }
        }
        by_name.extend(group.name.map(|name| (name, solution)));
    }
    in_order_of_paths(Grouped { solutions, solution_of, by_name })
}

/// Solutions are listed in the order of their leading form's path, which is that of its number.
fn in_order_of_paths(grouped: Grouped) -> Grouped {
    let mut order: Vec<usize> = (0..grouped.solutions.len()).collect();
    order.sort_by_key(|&index| grouped.solutions.get(index).map(|solution| solution.leading));
    let mut new_place = vec![0; order.len()];
    for (new, old) in order.into_iter().enumerate() {
        if let Some(place) = new_place.get_mut(old) {
            *place = new;
        }
    }
    let moved = |old: usize| new_place.get(old).copied().unwrap_or(old);
    let Grouped { mut solutions, solution_of, by_name } = grouped;
    solutions.sort_by_key(|solution| solution.leading);
    Grouped {
        solutions,
        solution_of: solution_of.into_iter().map(moved).collect(),
        by_name: by_name.into_iter().map(|(name, old)| (name, moved(old))).collect(),
    }
}

fn groups(outlines: &[Outline]) -> Vec<Group> {
    let mut named: BTreeMap<String, Vec<PackageId>> = BTreeMap::new();
    let mut groups = Vec::new();
    for (id, outline) in (0..).map(PackageId).zip(outlines) {
        match &outline.unique_name {
            Some(name) => named.entry(fold(name)).or_default().push(id),
            None => groups.push(Group { name: None, forms: vec![id] }),
        }
    }
    groups.extend(named.into_iter().map(|(name, mut forms)| {
        forms.sort_by_key(|&id| outline(outlines, id).map(rank));
        Group { name: Some(name), forms }
    }));
    groups
}

/// Forms in the order of who stands for the solution: the first one leads.
fn rank(outline: &Outline) -> impl Ord + use<> {
    let managed = match outline.managed {
        Some(Managed::Unmanaged) => 0,
        Some(Managed::Both) => 1,
        Some(Managed::Managed) => 2,
        None => 3,
    };
    let source = matches!(outline.kind, PackageKind::SolutionFolder | PackageKind::YamlRepository);
    (Reverse(outline.version), managed, !source, outline.address.path.clone())
}

/// The group that a group is laid over in the end. Groups that are each other's patches stand for themselves.
fn root(start: usize, parents: &[Option<usize>]) -> usize {
    let mut seen = HashSet::from([start]);
    let mut at = start;
    while let Some(parent) = parents.get(at).copied().flatten() {
        if !seen.insert(parent) {
            return start;
        }
        at = parent;
    }
    at
}

fn outline(outlines: &[Outline], id: PackageId) -> Option<&Outline> {
    outlines.get(id.0 as usize)
}
