//! One record for each thing, from what several sources say of it.

mod permissions;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::iter;

use crate::conflict::{Agreement, Conflict, Judge, Words, ids, texts};
use crate::read::fold_id;
use crate::{
    ConnectionFact, Fact, Facts, FlowFact, InputKind, Lookup, PlannedOwner, ReferenceFact, Source, Status, Table, Who,
};

pub(crate) use self::permissions::permissions;

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

    /// The owner. Whoever made a flow need not own it any more, and whether Dataverse mirrors the owner of a connection is not
    /// documented: such a source says nothing of the owner, or leaving out the one that does would accuse somebody else.
    fn owner<'f, R>(&mut self, said: &Said<'f, R>, get: impl Fn(&'f R) -> Option<&'f Fact<Who>>) -> Option<Fact<Who>> {
        let judge = self.judge;
        let tells = |fact: &&Fact<Who>| {
            use InputKind::{DataverseConnectionInstances, M365Flows, PowershellFlows};
            !matches!(judge.kind(fact.source), Some(M365Flows | PowershellFlows | DataverseConnectionInstances))
        };
        self.fact("owner", said, |row| get(row).filter(tells), |one, other| judge.owners(one, other))
    }

    /// The status of the last day that is said. A status changes: where no days are said, two of them are no contradiction.
    fn status(&mut self, said: &Said<'_, ConnectionFact>) -> Option<Fact<Status>> {
        let mut facts = said_of(said, |row| row.status.as_ref());
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

pub(crate) fn connections(
    facts: &[Facts],
    judge: &Judge<'_>,
    conflicts: &mut Vec<Conflict>,
) -> BTreeMap<String, ConnectionFact> {
    let all = by_id(facts, |file| &file.connections, |row| fold_id(&row.id));
    let connectors = |one: &Fact<String>, other: &Fact<String>| judge.connectors(one, other);
    let accounts = |one: &Fact<String>, other: &Fact<String>| judge.accounts(one, other);
    let settled = all.into_iter().filter_map(|(id, said)| {
        let (_, first) = *said.records.first()?;
        let mut settle = Settle { judge, table: Table::Connections, subject: &first.id, conflicts };
        let fact = ConnectionFact {
            id: first.id.clone(),
            connector: settle.fact("connector", &said, |row| row.connector.as_ref(), connectors),
            // Display names change; no answer hangs on them.
            display_name: said.records.iter().rev().find_map(|(_, row)| row.display_name.clone()),
            account: settle.fact("account", &said, |row| row.account.as_ref(), accounts),
            parameter_set: settle.fact("parameter set", &said, |row| row.parameter_set.as_ref(), texts),
            grant_type: settle.fact("grant type", &said, |row| row.grant_type.as_ref(), texts),
            auth: settle.fact(
                "auth",
                &said,
                |row| row.auth.as_ref(),
                |one, other| {
                    if one.value == other.value { Agreement::Same } else { Agreement::Contradict }
                },
            ),
            owner: settle.owner(&said, |row| row.owner.as_ref()),
            status: settle.status(&said),
            source: first.source,
        };
        Some((id, fact))
    });
    settled.collect()
}

pub(crate) fn references(
    facts: &[Facts],
    judge: &Judge<'_>,
    conflicts: &mut Vec<Conflict>,
) -> BTreeMap<String, ReferenceFact> {
    let all = by_id(facts, |file| &file.references, |row| fold_id(&row.logical_name));
    let connectors = |one: &Fact<String>, other: &Fact<String>| judge.connectors(one, other);
    let settled = all.into_iter().filter_map(|(name, said)| {
        let (_, first) = *said.records.first()?;
        let mut settle = Settle { judge, table: Table::References, subject: &first.logical_name, conflicts };
        let fact = ReferenceFact {
            id: said.records.iter().find_map(|(_, row)| row.id.clone()),
            logical_name: first.logical_name.clone(),
            connector: settle.fact("connector", &said, |row| row.connector.as_ref(), connectors),
            connection: binding(&mut settle, &said),
            owner: settle.owner(&said, |row| row.owner.as_ref()),
            solutions: stated_solutions(&said),
            known_in: said.records.iter().flat_map(|(_, row)| row.known_in.clone()).collect(),
            source: first.source,
        };
        Some((name, fact))
    });
    settled.collect()
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

pub(crate) fn flows(facts: &[Facts], judge: &Judge<'_>, conflicts: &mut Vec<Conflict>) -> BTreeMap<String, FlowFact> {
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
        let mut settle = Settle { judge, table: Table::Flows, subject: &first.id, conflicts };
        // What is said last is said natively, if anything is.
        let last = |native| said.records.iter().rev().filter(move |(is_native, _)| *is_native == native);
        let latest = || last(true).chain(last(false)).map(|(_, row)| *row);
        let fact = FlowFact {
            id: id.clone(),
            name: latest().find_map(|row| row.name.clone()),
            resource_id: said.records.iter().find_map(|(_, row)| row.resource_id.clone()),
            owner: settle.owner(&said, |row| row.owner.as_ref()),
            co_owners: said.records.iter().flat_map(|(_, row)| row.co_owners.clone()).collect(),
            connections: latest().map(|row| row.connections.clone()).find(|ids| !ids.is_empty()).unwrap_or_default(),
            references: latest().find_map(|row| row.references.clone()),
            source: first.source,
        };
        Some((id, fact))
    });
    settled.collect()
}

/// Adds who is to own flows whose owner no file states. What the environment has goes before what is planned, as it does for the
/// bindings of settings, and two plans that differ say nothing.
pub(crate) fn planned_owners(facts: &[Facts], flows: &mut BTreeMap<String, FlowFact>) {
    let stated = facts.iter().flat_map(|file| &file.flows).filter(|row| row.owner.is_some());
    let stated: HashSet<&str> =
        stated.flat_map(|row| iter::once(row.id.as_str()).chain(row.resource_id.as_deref())).collect();
    let mut plans: BTreeMap<&str, Vec<&PlannedOwner>> = BTreeMap::new();
    for planned in facts.iter().flat_map(|file| &file.planned_owners) {
        plans.entry(&planned.flow).or_default().push(planned);
    }
    let account = |planned: &PlannedOwner| planned.owner.value.upn.as_deref().map(str::to_lowercase);
    for (id, plans) in plans {
        let Some((first, rest)) = plans.split_first() else { continue };
        if stated.contains(id) || rest.iter().any(|other| account(other) != account(first)) {
            continue;
        }
        let flow = flows.entry(id.to_owned()).or_insert_with(|| FlowFact {
            id: id.to_owned(),
            resource_id: None,
            name: first.name.clone(),
            owner: None,
            co_owners: Vec::new(),
            references: None,
            connections: Vec::new(),
            source: first.source,
        });
        flow.owner.get_or_insert_with(|| first.owner.clone());
    }
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
    references.iter().map(|(name, reference)| (name.clone(), of(reference))).collect()
}
