//! Which connection references, and which connections without one, are used, by what the leading forms and their patches say.

use std::collections::HashSet;

use solution::{
    Outline,
    outline::{Name, ReferenceUse, UserKind},
};

use super::{ByName, Places, SolutionForms, UsedConnection, UsedReference, fold};

/// Every used reference, sorted by its logical name in lower case, and every connection that is used without one, by its id.
pub(super) fn used(outlines: &[Outline], solutions: &[SolutionForms]) -> (Vec<UsedReference>, Vec<UsedConnection>) {
    let mut direct: ByName<UsedConnection> = ByName::default();
    let mut found: ByName<UsedReference> = ByName::default();
    let mut declared: ByName<Places> = ByName::default();
    for solution in solutions {
        // The last patch comes first: what it brings anew hides what lies under it.
        let mut hidden: HashSet<User> = HashSet::new();
        let layers = solution.patches.iter().rev().chain([&solution.leading]);
        let mut uses = Vec::new();
        for &id in layers {
            let Some(outline) = outlines.get(id.0 as usize) else { continue };
            for (index, one) in outline.declared.iter().enumerate() {
                declared.entry(one.logical_name.folded()).or_default().push((id, index));
            }
            let live =
                outline.uses.iter().enumerate().filter(|(_, one)| !one.stale && !hidden.contains(&User::of(one)));
            uses.extend(without_repeats(live).map(|(index, one)| (id, index, one)));
            // Under the last layer there is nothing.
            if id == solution.leading {
                continue;
            }
            hidden.extend(outline.uses.iter().filter(|one| !one.stale).map(User::of));
            // A flow that no longer uses any connection hides its former uses, too.
            let flows = outline.flows.iter().filter(|flow| !flow.stale).filter_map(|flow| flow.id.clone());
            hidden.extend(flows.map(User::Flow));
        }
        for (id, index, one) in uses {
            let Some(reference) = &one.reference else {
                let Some(connection) = &one.connection else { continue };
                let entry = direct.entry(connection.folded()).or_insert_with(|| UsedConnection {
                    id: connection.clone(),
                    connector: None,
                    uses: Vec::new(),
                });
                entry.connector = entry.connector.take().or_else(|| one.connector.clone());
                entry.uses.push((id, index));
                continue;
            };
            let entry = found.entry(reference.folded()).or_insert_with(|| UsedReference {
                logical_name: reference.clone(),
                connector: None,
                custom: false,
                uses: Vec::new(),
                declared: Vec::new(),
            });
            entry.uses.push((id, index));
        }
    }
    for connection in direct.values_mut() {
        connection.uses.sort_unstable();
    }
    for (name, used) in &mut found {
        used.uses.sort_unstable();
        used.declared = declared.remove(name).unwrap_or_default();
        used.declared.sort_unstable();
        complete(used, outlines);
        // They are kept to the end of a run.
        used.uses.shrink_to_fit();
        used.declared.shrink_to_fit();
    }
    (sorted(found), sorted(direct))
}

/// In the order of the names.
fn sorted<T>(all: ByName<T>) -> Vec<T> {
    let mut all: Vec<(Name, T)> = all.into_iter().collect();
    all.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    all.into_iter().map(|(_, one)| one).collect()
}

/// Takes name and connector from the first declaration, else from the first use that says them.
fn complete(used: &mut UsedReference, outlines: &[Outline]) {
    let declared = used.declared.iter().filter_map(|(id, index)| outlines.get(id.0 as usize)?.declared.get(*index));
    let naming = used.uses.iter().filter_map(|(id, index)| outlines.get(id.0 as usize)?.uses.get(*index));
    let name =
        declared.clone().map(|one| &one.logical_name).chain(naming.clone().filter_map(|one| one.reference.as_ref()));
    let connector = declared
        .clone()
        .filter_map(|one| one.connector.as_ref())
        .chain(naming.filter_map(|one| one.connector.as_ref()));
    let (name, connector) = (name.into_iter().next(), connector.into_iter().next());
    used.custom = declared.into_iter().any(|one| one.custom);
    if let Some(name) = name {
        used.logical_name = name.clone();
    }
    used.connector = connector.cloned();
}

/// Who uses something: what is one and the same in a solution and its patches.
#[derive(PartialEq, Eq, Hash)]
enum User {
    /// A flow, by its id.
    Flow(Name),
    /// Anything else, by its name.
    Named(UserKind, String),
}

impl User {
    fn of(one: &ReferenceUse) -> Self {
        match &one.user_id {
            Some(id) => Self::Flow(id.clone()),
            None => Self::Named(one.user_kind, fold(&one.user)),
        }
    }
}

/// Leaves out what an agent's reference set only repeats: uses that a component of the agent has itself, or that the set
/// names twice.
fn without_repeats<'o>(
    uses: impl Iterator<Item = (usize, &'o ReferenceUse)> + Clone,
) -> impl Iterator<Item = (usize, &'o ReferenceUse)> {
    let name = |one: &ReferenceUse| one.reference.as_deref().map(fold);
    let own: HashSet<(String, String)> = uses
        .clone()
        .filter(|(_, one)| one.user_kind == UserKind::Agent && !one.from_set)
        .flat_map(|(_, one)| {
            agent_names(&one.user).filter_map(move |agent| Some((agent, name(one)?))).collect::<Vec<_>>()
        })
        .collect();
    let mut seen = HashSet::new();
    uses.filter(move |(_, one)| {
        if !one.from_set {
            return true;
        }
        let Some(reference) = name(one) else { return true };
        let key = (fold(&one.user), reference);
        !own.contains(&key) && seen.insert(key)
    })
}

/// A component's schema name and those of what it belongs to: `contoso_bot.action.Mail` is of `contoso_bot`.
fn agent_names(component: &str) -> impl Iterator<Item = String> {
    let folded = fold(component);
    let ends: Vec<usize> = folded.match_indices('.').map(|(at, _)| at).chain([folded.len()]).collect();
    ends.into_iter().filter_map(move |end| folded.get(..end).map(str::to_owned))
}
