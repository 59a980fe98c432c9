//! One record for each thing, from what several sources say of it.

mod permissions;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::{iter, mem, sync::Arc};

use crate::conflict::{Agreement, Conflict, Judge, Words, ids, texts};
use crate::key::folded;
use crate::read::folded_id;
use crate::{
    ConnectionFact, Fact, Facts, FlowFact, InputKind, Lookup, PlannedOwner, ReferenceFact, Source, Status, Table, Who,
};

pub(crate) use self::permissions::permissions;

/// What several records say of one thing, in the order of the files, and whether natively.
struct Said<'f, T> {
    records: Vec<(bool, &'f T)>,
}

/// The rows of a table that all files have, with their ids and whether they are stated natively, in the order of the ids. The files
/// have them no more: there can be tens of thousands of them.
fn by_id<T>(
    facts: &mut [Facts],
    rows: impl Fn(&mut Facts) -> &mut Vec<T>,
    id: impl Fn(&T) -> Arc<str>,
) -> Vec<(Arc<str>, bool, T)> {
    let mut all = Vec::with_capacity(facts.iter_mut().map(|file| rows(file).len()).sum());
    for file in facts {
        let native = file.native;
        all.extend(mem::take(rows(file)).into_iter().map(|row| (id(&row), native, row)));
    }
    all.sort_by(|(one, ..), (other, ..)| one.cmp(other));
    all
}

/// One record for each thing. `alone` completes what one record says, which is nearly always all that there is; `several` settles what
/// more of them say.
fn settled<T>(
    rows: Vec<(Arc<str>, bool, T)>,
    mut alone: impl FnMut(&str, &mut T),
    mut several: impl FnMut(&str, &Said<'_, T>) -> Option<T>,
) -> BTreeMap<Arc<str>, T> {
    let mut rows = rows.into_iter().peekable();
    let mut all = Vec::with_capacity(rows.len());
    while let Some((id, native, mut row)) = rows.next() {
        let mut others = Vec::new();
        while let Some((_, native, row)) = rows.next_if(|(other, ..)| *other == id) {
            others.push((native, row));
        }
        if others.is_empty() {
            alone(&id, &mut row);
            all.push((id, row));
            continue;
        }
        let others = others.iter().map(|(native, row)| (*native, row));
        let said = Said { records: iter::once((native, &row)).chain(others).collect() };
        let one = several(&id, &said);
        all.extend(one.map(|row| (id, row)));
    }
    all.into_iter().collect()
}

/// Settles facts of one thing, and notes contradictions.
struct Settle<'c> {
    judge: &'c Judge<'c>,
    table: Table,
    subject: &'c str,
    conflicts: &'c mut Vec<Conflict>,
}

/// What is said natively of a fact, else what is said elsewhere.
fn said_of<'f, R, T: 'f>(said: &Said<'f, R>, get: impl Fn(&'f R) -> Option<&'f Fact<T>>) -> Vec<&'f Fact<T>> {
    let of = |native: bool| {
        said.records.iter().filter(move |(is_native, _)| *is_native == native).filter_map(|(_, row)| get(row))
    };
    if of(true).next().is_some() { of(true).collect() } else { of(false).collect() }
}

impl Settle<'_> {
    /// The fact that the sources agree on: what is said natively, else what is said elsewhere.
    fn fact<'f, R, T: Clone + Words + 'f>(
        &mut self,
        name: &'static str,
        said: &Said<'f, R>,
        get: impl Fn(&'f R) -> Option<&'f Fact<T>>,
        compare: impl Fn(&Fact<T>, &Fact<T>) -> Agreement,
    ) -> Option<Fact<T>> {
        let facts = said_of(said, get);
        let (first, rest) = facts.split_first()?;
        let others = rest.iter().map(|other| (compare(first, other), *other));
        match others.min_by_key(|(agreement, _)| *agreement) {
            Some((agreement, other)) if agreement != Agreement::Same => {
                self.note(name, first, other, agreement == Agreement::Contradict);
                None
            }
            _ => Some((*first).clone()),
        }
    }

    /// The owner, by the sources that tell it.
    fn owner<'f, R>(&mut self, said: &Said<'f, R>, get: impl Fn(&'f R) -> Option<&'f Fact<Who>>) -> Option<Fact<Who>> {
        let judge = self.judge;
        let tells = |fact: &&Fact<Who>| tells_owner(judge, fact);
        self.fact("owner", said, |row| get(row).filter(tells), |one, other| judge.owners(one, other))
    }

    /// The status of the last day that is said. A status changes: where no days are said, two of them are no contradiction.
    fn status(&mut self, said: &Said<'_, ConnectionFact>) -> Option<Fact<Status>> {
        let mut facts = said_of(said, |row| row.status.as_deref());
        let day = |fact: &&Fact<Status>| self.judge.day(fact.source);
        if facts.iter().all(|fact| day(fact).is_some()) {
            let last = facts.iter().filter_map(day).max();
            facts.retain(|fact| day(fact) == last);
        }
        let (first, rest) = facts.split_first()?;
        match rest.iter().find(|other| first.value.word != other.value.word) {
            Some(other) => {
                self.note("status", first, other, false);
                None
            }
            None => Some((*first).clone()),
        }
    }

    fn note<T: Words>(&mut self, fact: &'static str, first: &Fact<T>, second: &Fact<T>, certain: bool) {
        let says = (first.value.words(self.judge), second.value.words(self.judge));
        self.note_words(fact, (first.source, says.0), (second.source, says.1), certain);
    }

    fn note_words(&mut self, fact: &'static str, first: (Source, String), second: (Source, String), certain: bool) {
        self.conflicts.push(Conflict {
            table: self.table,
            subject: self.subject.to_owned(),
            fact,
            first: first.0,
            second: second.0,
            first_says: first.1,
            second_says: second.1,
            certain,
        });
    }
}

/// Whether a source tells the owner. Whoever made a flow need not own it any more, and whether Dataverse mirrors the owner of a connection
/// is not documented: such a source says nothing of the owner, or leaving out the one that does would accuse somebody else.
fn tells_owner(judge: &Judge<'_>, owner: &Fact<Who>) -> bool {
    use InputKind::{DataverseConnectionInstances, M365Flows, PowershellFlows};
    !matches!(judge.kind(owner.source), Some(M365Flows | PowershellFlows | DataverseConnectionInstances))
}

/// Leaves out an owner that its source does not tell.
fn told_owner(judge: &Judge<'_>, owner: &mut Option<Fact<Who>>) {
    if owner.as_ref().is_some_and(|owner| !tells_owner(judge, owner)) {
        *owner = None;
    }
}

pub(crate) fn connections(
    facts: &mut [Facts],
    judge: &Judge<'_>,
    conflicts: &mut Vec<Conflict>,
) -> BTreeMap<Arc<str>, ConnectionFact> {
    let all = by_id(facts, |file| &mut file.connections, |row| folded(&row.id));
    let connectors = |one: &Fact<String>, other: &Fact<String>| judge.connectors(one, other);
    let accounts = |one: &Fact<String>, other: &Fact<String>| judge.accounts(one, other);
    let alone = |_: &str, row: &mut ConnectionFact| told_owner(judge, &mut row.owner);
    settled(all, alone, |_, said| {
        let (_, first) = *said.records.first()?;
        let mut settle = Settle { judge, table: Table::Connections, subject: &first.id, conflicts };
        Some(ConnectionFact {
            id: first.id.clone(),
            connector: settle.fact("connector", said, |row| row.connector.as_ref(), connectors),
            // Display names change; no answer hangs on them.
            display_name: said.records.iter().rev().find_map(|(_, row)| row.display_name.clone()),
            account: settle.fact("account", said, |row| row.account.as_ref(), accounts),
            parameter_set: settle.fact("parameter set", said, |row| row.parameter_set.as_deref(), texts).map(Box::new),
            grant_type: settle.fact("grant type", said, |row| row.grant_type.as_deref(), texts).map(Box::new),
            auth: settle.fact(
                "auth",
                said,
                |row| row.auth.as_ref(),
                |one, other| {
                    if one.value == other.value { Agreement::Same } else { Agreement::Contradict }
                },
            ),
            owner: settle.owner(said, |row| row.owner.as_ref()),
            status: settle.status(said).map(Box::new),
            source: first.source,
        })
    })
}

pub(crate) fn references(
    facts: &mut [Facts],
    judge: &Judge<'_>,
    conflicts: &mut Vec<Conflict>,
) -> BTreeMap<Arc<str>, ReferenceFact> {
    let all = by_id(facts, |file| &mut file.references, |row| folded(&row.logical_name));
    let connectors = |one: &Fact<String>, other: &Fact<String>| judge.connectors(one, other);
    let alone = |_: &str, row: &mut ReferenceFact| told_owner(judge, &mut row.owner);
    settled(all, alone, |_, said| {
        let (_, first) = *said.records.first()?;
        let mut settle = Settle { judge, table: Table::References, subject: &first.logical_name, conflicts };
        Some(ReferenceFact {
            id: said.records.iter().find_map(|(_, row)| row.id.clone()),
            logical_name: first.logical_name.clone(),
            connector: settle.fact("connector", said, |row| row.connector.as_ref(), connectors),
            connection: binding(&mut settle, said),
            owner: settle.owner(said, |row| row.owner.as_ref()),
            solutions: stated_solutions(said),
            known_in: said.records.iter().flat_map(|(_, row)| row.known_in.clone()).collect(),
            source: first.source,
        })
    })
}

/// The solutions that hold a reference: each source may know some of them.
fn stated_solutions(said: &Said<'_, ReferenceFact>) -> Option<Fact<Vec<String>>> {
    let lists = said_of(said, |row| row.solutions.as_ref());
    let (first, rest) = lists.split_first()?;
    let mut all = (*first).clone();
    for name in rest.iter().flat_map(|list| &list.value) {
        if !all.value.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            all.value.push(name.clone());
        }
    }
    Some(all)
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
            let says = (bound.source, bound.value);
            settle.note_words("connection", says, (unbound.source, "none".to_owned()), true);
            Lookup::Unknown
        }
        (Some(bound), None) => {
            let other = rows().filter_map(known).find(|other| ids(&bound.value, &other.value) != Agreement::Same);
            if let Some(other) = other {
                settle.note("connection", &bound, &other, true);
                return Lookup::Unknown;
            }
            Lookup::Known(bound)
        }
    }
}

pub(crate) fn flows(
    facts: &mut [Facts],
    judge: &Judge<'_>,
    conflicts: &mut Vec<Conflict>,
) -> BTreeMap<Arc<str>, FlowFact> {
    // A source that knows a flow by its resource id alone speaks of the one that another source ties to it.
    let mut tied: HashMap<String, Option<String>> = HashMap::new();
    for row in facts.iter().flat_map(|file| &file.flows) {
        let Some(resource) = row.resource_id.as_deref().filter(|resource| *resource != row.id) else { continue };
        let entry = tied.entry(resource.to_owned()).or_insert_with(|| Some(row.id.clone()));
        if entry.as_ref() != Some(&row.id) {
            *entry = None;
        }
    }
    let key = |row: &FlowFact| folded_id(tied.get(&row.id).and_then(Option::as_ref).unwrap_or(&row.id)).into();
    let all = by_id(facts, |file| &mut file.flows, key);
    let alone = |id: &str, row: &mut FlowFact| {
        id.clone_into(&mut row.id);
        told_owner(judge, &mut row.owner);
    };
    settled(all, alone, |id, said| {
        let (_, first) = *said.records.first()?;
        let mut settle = Settle { judge, table: Table::Flows, subject: &first.id, conflicts };
        // What is said last is said natively, if anything is.
        let last = |native| said.records.iter().rev().filter(move |(is_native, _)| *is_native == native);
        let latest = || last(true).chain(last(false)).map(|(_, row)| *row);
        Some(FlowFact {
            id: id.to_owned(),
            name: latest().find_map(|row| row.name.clone()),
            resource_id: said.records.iter().find_map(|(_, row)| row.resource_id.clone()),
            owner: settle.owner(said, |row| row.owner.as_ref()),
            co_owners: said.records.iter().flat_map(|(_, row)| row.co_owners.clone()).collect(),
            connections: latest().map(|row| row.connections.clone()).find(|ids| !ids.is_empty()).unwrap_or_default(),
            references: latest().find_map(|row| row.references.clone()),
            source: first.source,
        })
    })
}

/// Who is to own flows whose owner no file states. What the environment has goes before what is planned, as it does for the bindings of
/// settings, and two plans that differ say nothing.
pub(crate) fn planned_owners(facts: &[Facts]) -> Vec<PlannedOwner> {
    let stated = facts.iter().flat_map(|file| &file.flows).filter(|row| row.owner.is_some());
    let stated: HashSet<&str> =
        stated.flat_map(|row| iter::once(row.id.as_str()).chain(row.resource_id.as_deref())).collect();
    let mut plans: BTreeMap<&str, Vec<&PlannedOwner>> = BTreeMap::new();
    for planned in facts.iter().flat_map(|file| &file.planned_owners) {
        plans.entry(&planned.flow).or_default().push(planned);
    }
    let account = |planned: &PlannedOwner| planned.owner.value.upn.as_deref().map(str::to_lowercase);
    let agreed = |plans: &[&PlannedOwner]| {
        let (first, rest) = plans.split_first()?;
        rest.iter().all(|other| account(other) == account(first)).then(|| (*first).clone())
    };
    plans.iter().filter(|(id, _)| !stated.contains(**id)).filter_map(|(_, plans)| agreed(plans)).collect()
}

/// Adds who is to own which flow.
pub(crate) fn add_planned_owners(plans: Vec<PlannedOwner>, flows: &mut BTreeMap<Arc<str>, FlowFact>) {
    for PlannedOwner { flow: id, name, owner, source } in plans {
        let flow = flows.entry(id.as_str().into()).or_insert_with(|| FlowFact {
            id,
            resource_id: None,
            name,
            owner: None,
            co_owners: Vec::new(),
            references: None,
            connections: Vec::new(),
            source,
        });
        flow.owner.get_or_insert(owner);
    }
}

/// The solutions that each reference is known to be in, by its logical name in lower case. What a native inventory states stands
/// for all others. By its components a reference is in at least these: a list of solutions or components may be a selection.
pub(crate) fn solutions(
    facts: &[Facts],
    references: &BTreeMap<Arc<str>, ReferenceFact>,
) -> HashMap<Arc<str>, Vec<Fact<String>>> {
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
    let of = |reference: &ReferenceFact| -> Vec<Fact<String>> {
        if let Some(stated) = &reference.solutions {
            let fact = |name: &String| Fact { value: name.clone(), source: stated.source };
            return stated.value.iter().map(fact).collect();
        }
        let mut all = reference.known_in.clone();
        let held = reference.id.as_deref().and_then(|id| holders.get(id)).into_iter().flatten();
        all.extend(held.filter(|held| reference.known_in.iter().all(|known| known.value != held.value)).cloned());
        all
    };
    let known = references.iter().map(|(name, reference)| (name, of(reference)));
    known.filter(|(_, solutions)| !solutions.is_empty()).map(|(name, solutions)| (name.clone(), solutions)).collect()
}
