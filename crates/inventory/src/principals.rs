//! Everybody that the facts name, joined by shared keys.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use crate::disjoint::Sets;
use crate::key::{Key, folded, keys};
use crate::read::folded_id;
use crate::{Facts, Lookup, Principal, PrincipalKind, Source, Who};

mod conflicts;
mod identify;
mod known;
pub(crate) mod rows;

pub(crate) use identify::is_guest;
pub use known::KnownPrincipal;

/// One principal: all that the sources say of it.
#[derive(Debug, Default)]
pub(crate) struct Group {
    keys: Vec<Key>,
    names: Vec<Arc<str>>,
    accounts: Vec<Arc<str>>,
    /// What ingested sources say it is, and where first; nowhere, where it is but the form of a word.
    kinds: Kinds,
    /// What native inventories say it is.
    native_kinds: Kinds,
    disabled: BTreeMap<bool, Disabled>,
    native_disabled: BTreeMap<bool, Disabled>,
    /// Deleted from Microsoft Entra.
    deleted: bool,
    /// A record of `systemusers` or of a native inventory.
    source: Option<Source>,
}

/// What somebody is said to be, each kind once and in their order, and where first. Nearly everybody is said to be one thing.
type Kinds = Vec<(PrincipalKind, Option<Source>)>;

/// Adds to a list that seldom has more than one item, of somebody who is one of tens of thousands.
fn push_one<T>(list: &mut Vec<T>, item: T) {
    list.reserve_exact(1);
    list.push(item);
}

/// Where it is said that somebody is disabled or not, and of which row of `systemusers`.
#[derive(Debug)]
struct Disabled {
    source: Source,
    system_user_id: Option<Arc<str>>,
}

impl Group {
    /// The ids of one sort.
    fn ids<'g>(&'g self, of: impl Fn(&'g Key) -> Option<&'g Arc<str>> + 'g) -> impl Iterator<Item = &'g Arc<str>> {
        self.keys.iter().filter_map(of)
    }
}

/// Everybody, joined.
#[derive(Debug, Default)]
pub(crate) struct Principals {
    groups: Vec<Group>,
    by_key: HashMap<Key, usize, Hashes>,
}

type Hashes = foldhash::fast::RandomState;

/// A number for every key of every mention, by which they are joined.
type Nodes = HashMap<Key, usize, Hashes>;

/// The keys of a mention, the strongest first.
struct KnownBy {
    ids: Vec<usize>,
    account: Option<usize>,
}

impl KnownBy {
    fn of(who: &Who, mut node: impl FnMut(Key) -> usize) -> Self {
        let mut known = Self { ids: Vec::new(), account: None };
        for key in keys(who) {
            match key {
                Key::Account(_) => known.account = Some(node(key)),
                _ => known.ids.push(node(key)),
            }
        }
        known
    }
}

/// Somebody's mention: what is said, whether natively, and by which record.
struct Mention<'f> {
    who: &'f Who,
    native: bool,
    source: Source,
    record: Option<&'f Principal>,
}

impl Principals {
    pub(crate) fn join(facts: &[Facts]) -> Self {
        let mentions: Vec<Mention<'_>> = facts.iter().flat_map(mentions).collect();
        let mut sets = Sets::default();
        let mut nodes: Nodes = HashMap::default();
        let mut node = |key| *nodes.entry(key).or_insert_with(|| sets.add());
        let known_by: Vec<KnownBy> = mentions.iter().map(|mention| KnownBy::of(mention.who, &mut node)).collect();
        // What is strong first: ids are unique, accounts are used again after somebody has left.
        for known in &known_by {
            if let Some((first, others)) = known.ids.split_first() {
                for other in others {
                    sets.union(*first, *other);
                }
            }
        }
        let native_words: Vec<&Key> = nodes.keys().filter(|key| matches!(key, Key::Native(_))).collect();
        for key in native_words {
            let (Key::Native(word), Some(&node)) = (key, nodes.get(key)) else { continue };
            for other in [Key::Object(word.clone()), Key::SystemUser(word.clone()), Key::Application(word.clone())] {
                if let Some(&other) = nodes.get(&other) {
                    sets.union(node, other);
                }
            }
        }
        let ambiguous = join_accounts(&known_by, &nodes, &mut sets);

        let mut this = Self::default();
        let mut group_of_set: HashMap<usize, usize, Hashes> = HashMap::default();
        let mut group_of_node: HashMap<usize, usize, Hashes> = HashMap::default();
        let mut sorted: Vec<(&Key, usize)> = nodes.iter().map(|(key, node)| (key, *node)).collect();
        sorted.retain(|(_, node)| !ambiguous.contains(node));
        sorted.sort_unstable();
        for (key, node) in sorted {
            let groups = &mut this.groups;
            let group = *group_of_set.entry(sets.find(node)).or_insert_with(|| {
                groups.push(Group::default());
                groups.len() - 1
            });
            if let Some(group) = this.groups.get_mut(group) {
                push_one(&mut group.keys, key.clone());
            }
            this.by_key.insert(key.clone(), group);
            group_of_node.insert(node, group);
        }
        for (mention, known) in mentions.iter().zip(&known_by) {
            let mut nodes = known.ids.iter().chain(&known.account);
            let group = nodes.find_map(|node| group_of_node.get(node));
            if let Some(group) = group.and_then(|group| this.groups.get_mut(*group)) {
                group.learn(mention);
            }
        }
        this
    }

    fn index(&self, who: &Who) -> Option<usize> {
        keys(who).find_map(|key| self.by_key.get(&key).copied())
    }

    fn group(&self, who: &Who) -> Option<&Group> {
        self.groups.get(self.index(who)?)
    }

    /// Whether two mentions are of one principal; `None` where it cannot be told. `deployer` is a service principal.
    pub(crate) fn same(&self, share: &Who, deployer: &Who) -> Option<bool> {
        let (one, other) = (self.index(share), self.index_of_deployer(deployer));
        if one.is_some() && one == other {
            return Some(true);
        }
        let (share_group, deployer_group) = (self.group_at(one), self.group_at(other));
        let said = share_group.map(Group::said).filter(|said| !said.is_empty());
        let said = said.unwrap_or_else(|| share.kind.into_iter().collect());
        let objects = (object_ids(share, share_group), object_ids(deployer, deployer_group));
        let applications = (application_ids(share, share_group), application_ids(deployer, deployer_group));
        let mut differs = false;
        for (share, deployer) in [objects, applications] {
            if !share.is_disjoint(&deployer) {
                return Some(true);
            }
            differs |= !share.is_empty() && !deployer.is_empty();
        }
        // What is not said to be anything may be a group, or the tenant, which other ids tell nothing of.
        let other_kind = !said.contains(&PrincipalKind::ServicePrincipal);
        (!said.is_empty() && (differs || other_kind)).then_some(false)
    }

    /// See [`crate::Environment::differ`].
    pub(crate) fn differ(&self, one: &Who, other: &Who) -> bool {
        self.differ_by_ids(one, other).unwrap_or_else(|| {
            // One person may have several accounts: an e-mail address beside the user principal name.
            let [one_names, other_names] = [one, other].map(|who| -> HashSet<String> {
                let known = self.group(who).into_iter().flat_map(|group| &group.names);
                who.display_name.iter().chain(known).map(|name| fold_name(name)).collect()
            });
            let by_words = self
                .disjoint(one, other, |key| matches!(key, Key::Account(_)))
                .or_else(|| self.disjoint(one, other, |key| matches!(key, Key::Native(_))));
            one_names.is_disjoint(&other_names) && by_words == Some(true)
        })
    }

    /// Whether two mentions are known to be of different principals by ids of one sort; `None` where none can be compared.
    pub(crate) fn differ_by_ids(&self, one: &Who, other: &Who) -> Option<bool> {
        let (first, second) = (self.index(one), self.index(other));
        if first.is_some() && first == second {
            return Some(false);
        }
        self.disjoint(one, other, |key| matches!(key, Key::Object(_)))
            .or_else(|| self.disjoint(one, other, |key| matches!(key, Key::SystemUser(_))))
            .or_else(|| self.disjoint(one, other, |key| matches!(key, Key::Application(_))))
    }

    /// Whether two have no key of one sort in common; `None` where one of them has no such key.
    fn disjoint(&self, one: &Who, other: &Who, sort: fn(&Key) -> bool) -> Option<bool> {
        let [one, other] = [one, other].map(|who| -> HashSet<Key> {
            let known = self.group(who).into_iter().flat_map(|group| group.keys.iter().cloned());
            known.chain(keys(who)).filter(sort).collect()
        });
        (!one.is_empty() && !other.is_empty()).then(|| one.is_disjoint(&other))
    }

    /// The application ids of a service principal that deploys.
    pub(crate) fn applications(&self, deployer: &Who) -> HashSet<Arc<str>> {
        application_ids(deployer, self.group_at(self.index_of_deployer(deployer)))
    }

    fn group_at(&self, index: Option<usize>) -> Option<&Group> {
        self.groups.get(index?)
    }

    /// A deployer by its ids, else by its name, if only one service principal has it.
    fn index_of_deployer(&self, deployer: &Who) -> Option<usize> {
        self.index(deployer).or_else(|| {
            let name = fold_name(deployer.display_name.as_deref()?);
            let mut named = self.groups.iter().enumerate().filter(|(_, group)| {
                group.said().contains(&PrincipalKind::ServicePrincipal)
                    && group.names.iter().any(|other| fold_name(other) == name)
            });
            let (index, group) = named.next()?;
            let contradicts = |mine: &Option<Arc<str>>, theirs: HashSet<Arc<str>>| {
                mine.as_deref().is_some_and(|mine| !theirs.is_empty() && !theirs.contains(&*folded_id(mine)))
            };
            let other = named.next().is_some()
                || contradicts(&deployer.object_id, object_ids(&Who::default(), Some(group)))
                || contradicts(&deployer.application_id, application_ids(&Who::default(), Some(group)));
            (!other).then_some(index)
        })
    }
}

impl Group {
    fn learn(&mut self, mention: &Mention<'_>) {
        let push = |list: &mut Vec<Arc<str>>, value: &Option<Arc<str>>| {
            if let Some(value) = value.as_ref().filter(|value| !list.contains(value)) {
                push_one(list, value.clone());
            }
        };
        push(&mut self.names, &mention.who.display_name);
        push(&mut self.accounts, &mention.who.upn);
        // Only a native [[principal]] overrides; a word that looks like an account is no better than another source.
        let overrides = mention.native && mention.record.is_some_and(|record| record.by_hand);
        let kinds = if overrides { &mut self.native_kinds } else { &mut self.kinds };
        if let Some(kind) = mention.who.kind {
            // In a native inventory, a word is taken for an account by its form.
            let stated = (mention.record.is_some() || !mention.native).then_some(mention.source);
            match kinds.binary_search_by_key(&kind, |(known, _)| *known) {
                Ok(at) => kinds.get_mut(at).into_iter().for_each(|(_, source)| *source = source.or(stated)),
                Err(at) => {
                    kinds.reserve_exact(1);
                    kinds.insert(at, (kind, stated));
                }
            }
        }
        if let Some(record) = mention.record {
            let disabled = if overrides { &mut self.native_disabled } else { &mut self.disabled };
            if let Some(fact) = &record.disabled {
                let said = || Disabled { source: fact.source, system_user_id: record.who.system_user_id.clone() };
                disabled.entry(fact.value).or_insert_with(said);
            }
            self.deleted |= record.deleted;
            self.source = self.source.or(Some(record.source));
        }
    }

    fn disabled(&self) -> Lookup<bool> {
        let said = if self.native_disabled.is_empty() { &self.disabled } else { &self.native_disabled };
        if self.deleted && self.native_disabled.is_empty() {
            return Lookup::Absent;
        }
        match (said.len(), said.keys().next()) {
            (1, Some(&disabled)) => Lookup::Known(disabled),
            _ => Lookup::Unknown,
        }
    }

    /// What it is said to be: natively, else elsewhere.
    fn said(&self) -> HashSet<PrincipalKind> {
        self.said_where().iter().map(|(kind, _)| *kind).collect()
    }

    fn said_where(&self) -> &Kinds {
        if self.native_kinds.is_empty() { &self.kinds } else { &self.native_kinds }
    }
}

fn mentions(facts: &Facts) -> Vec<Mention<'_>> {
    let native = facts.native;
    let records = facts.principals.iter();
    let records =
        records.map(move |record| Mention { who: &record.who, native, source: record.source, record: Some(record) });
    let mentioned = (facts.mentioned.iter())
        .chain(facts.connections.iter().filter_map(|connection| connection.owner.as_ref()))
        .chain(facts.references.iter().filter_map(|reference| reference.owner.as_ref()))
        .chain(facts.flows.iter().flat_map(|flow| flow.owner.iter().chain(&flow.co_owners)))
        .chain(&facts.mentioned)
        .chain(facts.planned_owners.iter().map(|planned| &planned.owner))
        .map(|fact| (&fact.value, fact.source))
        .chain(facts.permissions.iter().flat_map(|list| &list.shares).map(|share| (&share.who, share.source)));
    records.chain(mentioned.map(move |(who, source)| Mention { who, native, source, record: None })).collect()
}

/// Joins by accounts, except those that two principals with ids of their own are known by, which it returns: they tell nothing.
fn join_accounts(mentions: &[KnownBy], nodes: &Nodes, sets: &mut Sets) -> HashSet<usize, Hashes> {
    let mut ids: HashMap<usize, Vec<&Key>, Hashes> = HashMap::default();
    for (key, &node) in nodes {
        ids.entry(sets.find(node)).or_default().push(key);
    }
    let mut known_by: HashMap<usize, HashSet<usize, Hashes>, Hashes> = HashMap::default();
    for mention in mentions {
        let Some(account) = mention.account else { continue };
        let strong = mention.ids.first().map(|id| sets.find(*id));
        known_by.entry(account).or_default().extend(strong);
    }
    let mut ambiguous = HashSet::default();
    for (account, roots) in known_by {
        let keys_of_all: Vec<&Key> = roots.iter().filter_map(|root| ids.get(root)).flatten().copied().collect();
        let count = |of: fn(&Key) -> bool| keys_of_all.iter().filter(|key| of(key)).count();
        let several = count(|key| matches!(key, Key::Object(_))) > 1
            || count(|key| matches!(key, Key::SystemUser(_))) > 1
            || count(|key| matches!(key, Key::Application(_))) > 1;
        if several && roots.len() > 1 {
            ambiguous.insert(account);
        } else {
            for root in roots {
                sets.union(account, root);
            }
        }
    }
    ambiguous
}

fn object_ids(who: &Who, group: Option<&Group>) -> HashSet<Arc<str>> {
    let of_group = group.into_iter().flat_map(|group| {
        group.ids(|key| match key {
            Key::Object(id) => Some(id),
            _ => None,
        })
    });
    who.object_id.iter().map(folded).chain(of_group.cloned()).collect()
}

fn application_ids(who: &Who, group: Option<&Group>) -> HashSet<Arc<str>> {
    let of_group = group.into_iter().flat_map(|group| {
        group.ids(|key| match key {
            Key::Application(id) => Some(id),
            _ => None,
        })
    });
    who.application_id.iter().map(folded).chain(of_group.cloned()).collect()
}

/// A display name for comparison. Dataverse puts `# ` before those of application users.
fn fold_name(name: &str) -> String {
    name.trim().trim_start_matches("# ").to_lowercase()
}
