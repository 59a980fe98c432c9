//! One record for each thing, from what several sources say of it.

use std::collections::{BTreeMap, HashMap};

use crate::read::fold_id;
use crate::{ConnectionFact, Fact, Facts, FlowFact, Lookup, PermissionList, ReferenceFact, Source};

/// Two sources that contradict each other: the fact is unknown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    /// Whose fact it is: a logical name, or the id of a connection or flow.
    pub subject: String,
    /// Which fact.
    pub fact: &'static str,
    /// What one source says.
    pub first: Source,
    /// What the other says.
    pub second: Source,
}

/// What the sources say of one thing, the ingested ones before the native ones.
struct Said<'f, T> {
    records: Vec<(bool, &'f T)>,
}

fn by_id<'f, T>(
    facts: &'f [Facts],
    rows: impl Fn(&'f Facts) -> &'f [T],
    id: impl Fn(&T) -> String,
) -> BTreeMap<String, Said<'f, T>> {
    let mut all: BTreeMap<String, Said<'f, T>> = BTreeMap::new();
    for file in facts {
        for row in rows(file) {
            all.entry(id(row)).or_insert_with(|| Said { records: Vec::new() }).records.push((file.native, row));
        }
    }
    all
}

/// Settles facts of one thing, and notes contradictions.
struct Settle<'c> {
    subject: &'c str,
    conflicts: &'c mut Vec<Conflict>,
}

impl Settle<'_> {
    /// The fact that the sources agree on: what is said natively, else what is said elsewhere.
    fn fact<'f, R, T: Clone + 'f>(
        &mut self,
        name: &'static str,
        said: &Said<'f, R>,
        get: impl Fn(&'f R) -> Option<&'f Fact<T>>,
        same: impl Fn(&T, &T) -> bool,
    ) -> Option<Fact<T>> {
        let of = |native: bool| {
            said.records.iter().filter(move |(is_native, _)| *is_native == native).filter_map(|(_, row)| get(row))
        };
        let facts: Vec<&Fact<T>> = if of(true).next().is_some() { of(true).collect() } else { of(false).collect() };
        let (first, rest) = facts.split_first()?;
        if let Some(other) = rest.iter().find(|other| !same(&first.value, &other.value)) {
            self.note(name, first.source, other.source);
            return None;
        }
        Some((*first).clone())
    }

    fn note(&mut self, fact: &'static str, first: Source, second: Source) {
        self.conflicts.push(Conflict { subject: self.subject.to_owned(), fact, first, second });
    }
}

/// Compared without regard to case. It takes what [`Settle::fact`] gives.
#[allow(clippy::ptr_arg)]
fn same_text(one: &String, other: &String) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// Whether two mentions are of the same principal.
pub(crate) type SameWho<'s> = &'s dyn Fn(&crate::Who, &crate::Who) -> bool;

pub(crate) fn connections(
    facts: &[Facts],
    same_who: SameWho<'_>,
    conflicts: &mut Vec<Conflict>,
) -> BTreeMap<String, ConnectionFact> {
    let all = by_id(facts, |file| &file.connections, |row| fold_id(&row.id));
    let settled = all.into_iter().filter_map(|(id, said)| {
        let (_, first) = *said.records.first()?;
        let mut settle = Settle { subject: &first.id, conflicts };
        let fact = ConnectionFact {
            id: first.id.clone(),
            connector: settle.fact("connector", &said, |row| row.connector.as_ref(), same_text),
            // Display names change; no answer hangs on them.
            display_name: said.records.iter().rev().find_map(|(_, row)| row.display_name.clone()),
            account: settle.fact("account", &said, |row| row.account.as_ref(), same_text),
            parameter_set: settle.fact("parameter set", &said, |row| row.parameter_set.as_ref(), same_text),
            grant_type: settle.fact("grant type", &said, |row| row.grant_type.as_ref(), same_text),
            auth: settle.fact("auth", &said, |row| row.auth.as_ref(), |one, other| one == other),
            owner: settle.fact("owner", &said, |row| row.owner.as_ref(), same_who),
            status: settle.fact("status", &said, |row| row.status.as_ref(), |one, other| one.word == other.word),
            source: first.source,
        };
        Some((id, fact))
    });
    settled.collect()
}

pub(crate) fn references(
    facts: &[Facts],
    same_who: SameWho<'_>,
    conflicts: &mut Vec<Conflict>,
) -> BTreeMap<String, ReferenceFact> {
    let all = by_id(facts, |file| &file.references, |row| fold_id(&row.logical_name));
    let settled = all.into_iter().filter_map(|(name, said)| {
        let (_, first) = *said.records.first()?;
        let mut settle = Settle { subject: &first.logical_name, conflicts };
        let fact = ReferenceFact {
            id: said.records.iter().find_map(|(_, row)| row.id.clone()),
            logical_name: first.logical_name.clone(),
            connector: settle.fact("connector", &said, |row| row.connector.as_ref(), same_text),
            connection: binding(&mut settle, &said),
            owner: settle.fact("owner", &said, |row| row.owner.as_ref(), same_who),
            solutions: settle.fact("solutions", &said, |row| row.solutions.as_ref(), |one, other| one == other),
            source: first.source,
        };
        Some((name, fact))
    });
    settled.collect()
}

/// What a reference is bound to: two connections, or one and none, are a contradiction.
fn binding(settle: &mut Settle<'_>, said: &Said<'_, ReferenceFact>) -> Lookup<Fact<String>> {
    let native = said.records.iter().any(|(native, row)| *native && !row.connection.is_unknown());
    let rows = || said.records.iter().filter(|(is_native, _)| *is_native == native).map(|(_, row)| *row);
    let unbound = rows().find(|row| matches!(row.connection, Lookup::Absent));
    let known = |row: &ReferenceFact| row.connection.clone().known();
    let bound = rows().find_map(known);
    match (bound, unbound) {
        (None, None) => Lookup::Unknown,
        (None, Some(_)) => Lookup::Absent,
        (Some(bound), Some(unbound)) => {
            settle.note("connection", bound.source, unbound.source);
            Lookup::Unknown
        }
        (Some(bound), None) => {
            let other = rows().filter_map(known).find(|other| !same_text(&bound.value, &other.value));
            if let Some(other) = other {
                settle.note("connection", bound.source, other.source);
                return Lookup::Unknown;
            }
            Lookup::Known(bound)
        }
    }
}

pub(crate) fn flows(
    facts: &[Facts],
    same_who: SameWho<'_>,
    conflicts: &mut Vec<Conflict>,
) -> BTreeMap<String, FlowFact> {
    // A source that knows a flow by its resource id alone speaks of the one that another source ties to it.
    let mut tied: HashMap<&str, Option<&str>> = HashMap::new();
    for row in facts.iter().flat_map(|file| &file.flows) {
        let Some(resource) = row.resource_id.as_deref().filter(|resource| *resource != row.id) else { continue };
        let entry = tied.entry(resource).or_insert(Some(&row.id));
        *entry = entry.filter(|id| *id == row.id);
    }
    let key = |row: &FlowFact| fold_id(tied.get(row.id.as_str()).copied().flatten().unwrap_or(&row.id));
    let all = by_id(facts, |file| &file.flows, key);
    let settled = all.into_iter().filter_map(|(id, said)| {
        let (_, first) = *said.records.first()?;
        let mut settle = Settle { subject: &first.id, conflicts };
        // What is said last is said natively, if anything is.
        let last = |native| said.records.iter().rev().filter(move |(is_native, _)| *is_native == native);
        let latest = || last(true).chain(last(false)).map(|(_, row)| *row);
        let fact = FlowFact {
            id: id.clone(),
            name: latest().find_map(|row| row.name.clone()),
            resource_id: said.records.iter().find_map(|(_, row)| row.resource_id.clone()),
            owner: settle.fact("owner", &said, |row| row.owner.as_ref(), same_who),
            co_owners: said.records.iter().flat_map(|(_, row)| row.co_owners.clone()).collect(),
            connections: latest().map(|row| row.connections.clone()).find(|ids| !ids.is_empty()).unwrap_or_default(),
            references: latest().find_map(|row| row.references.clone()),
            source: first.source,
        };
        Some((id, fact))
    });
    settled.collect()
}

/// The solutions that each reference is known to be in, by its logical name in lower case. What a native inventory states stands
/// for all others. By its components a reference is in at least these: a list of solutions or components may be a selection.
pub(crate) fn solutions(
    facts: &[Facts],
    references: &BTreeMap<String, ReferenceFact>,
) -> HashMap<String, Vec<Fact<String>>> {
    let names: HashMap<&str, &str> = facts
        .iter()
        .flat_map(|file| &file.solutions)
        .map(|solution| (solution.id.as_str(), solution.unique_name.as_str()))
        .collect();
    let mut holders: HashMap<&str, Vec<Fact<String>>> = HashMap::new();
    for component in facts.iter().flat_map(|file| &file.components) {
        let Some(name) = names.get(component.solution_id.as_str()) else { continue };
        let held = holders.entry(&component.object_id).or_default();
        if !held.iter().any(|known| known.value == *name) {
            held.push(Fact { value: (*name).to_owned(), source: component.source });
        }
    }
    let of = |reference: &ReferenceFact| match &reference.solutions {
        Some(stated) => stated.value.iter().map(|name| Fact { value: name.clone(), source: stated.source }).collect(),
        None => reference.id.as_deref().and_then(|id| holders.get(id)).cloned().unwrap_or_default(),
    };
    references.iter().map(|(name, reference)| (name.clone(), of(reference))).collect()
}

/// The shares of each connection. A native list stands for all others. Of several ingested lists the shares are put
/// together, and the result is whole only if one is whole and names everybody whom the others name.
pub(crate) fn permissions(facts: &[Facts], same_who: SameWho<'_>) -> BTreeMap<String, PermissionList> {
    let all = by_id(facts, |file| &file.permissions, |row| fold_id(&row.connection));
    let settled = all.into_iter().filter_map(|(id, said)| {
        let native = said.records.iter().any(|(native, _)| *native);
        let mut lists = said.records.iter().filter(|(is_native, _)| *is_native == native).map(|(_, list)| *list);
        let mut merged = lists.next()?.clone();
        for list in lists {
            let mut whole = merged.whole || list.whole;
            let names =
                |list: &PermissionList, who: &crate::Who| list.shares.iter().any(|share| same_who(&share.who, who));
            whole &= !merged.whole || list.shares.iter().all(|share| names(&merged, &share.who));
            whole &= !list.whole || merged.shares.iter().all(|share| names(list, &share.who));
            merged.whole = whole;
            merged.tells_owner |= list.tells_owner;
            merged.shares.extend(list.shares.iter().cloned());
        }
        Some((id, merged))
    });
    settled.collect()
}
