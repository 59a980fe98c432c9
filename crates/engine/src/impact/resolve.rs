//! What a name stands for.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use inventory::{Identity, KnownPrincipal, Lookup, PrincipalKind, Who};
use solution::model::connector_name;

use super::{NodeKind, fold_id, index::Index};
use crate::{Deployer, workspace::fold};

/// How many near names are told.
const FEW: usize = 5;

/// Why a name stands for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotFound {
    /// Nothing is called so. These names are like it, the nearest first.
    Nothing(Vec<String>),
    /// It is the name of something, but of other kinds than the one asked for.
    OtherKinds(Vec<NodeKind>),
    /// Several accounts or principals have this display name: what tells them apart.
    Several(Vec<String>),
}

/// What a name stands for.
pub(super) enum Target {
    /// A connection reference, by its folded name.
    Reference(String),
    /// A connection, by the id it is filed under.
    Connection(Arc<str>),
    /// A connector, by its name in lower case.
    Connector(String),
    /// An account or service principal.
    Somebody(Somebody),
}

/// An account or service principal.
pub(super) struct Somebody {
    pub(super) kind: NodeKind,
    pub(super) label: String,
    /// Ids and accounts, folded.
    pub(super) keys: BTreeSet<String>,
    /// A mention of it.
    pub(super) who: Who,
}

impl Target {
    fn kind(&self) -> NodeKind {
        match self {
            Self::Reference(_) => NodeKind::Reference,
            Self::Connection(_) => NodeKind::Connection,
            Self::Connector(_) => NodeKind::Connector,
            Self::Somebody(somebody) => somebody.kind,
        }
    }
}

/// Everything that a name stands for.
pub(super) fn targets(
    name: &str,
    only: Option<NodeKind>,
    index: &Index<'_>,
    deployers: &[Deployer],
) -> Result<Vec<Target>, NotFound> {
    let known: Vec<KnownPrincipal> = index.environment.principals().filter(is_somebody).collect();
    let mut found = Vec::new();
    let reference = fold(name.trim());
    if index.references.contains_key(&reference) {
        found.push(Target::Reference(reference));
    }
    found.extend(connection(name, index).map(Target::Connection));
    if let Some(connector) = connector_name(name).map(str::to_ascii_lowercase)
        && connectors(index).contains_key(&connector)
    {
        found.push(Target::Connector(connector));
    }
    let people = somebody(name, index, &known, deployers);
    let several: Vec<String> = people.iter().map(|one| one.label.clone()).collect();
    let by_name_only = people.iter().all(|one| !one.keys.contains(&fold_id(name)));
    if people.len() < 2 || !by_name_only {
        found.extend(people.into_iter().map(Target::Somebody));
    }
    let kinds: Vec<NodeKind> = found.iter().map(Target::kind).collect();
    found.retain(|target| only.is_none_or(|kind| target.kind() == kind));
    match (found.is_empty(), several.len()) {
        (false, _) => Ok(found),
        (true, _) if !kinds.is_empty() => Err(NotFound::OtherKinds(kinds)),
        (true, 2..) => Err(NotFound::Several(several)),
        _ => Err(NotFound::Nothing(near(name, only, index, &known, deployers))),
    }
}

/// The key of a connection, written in any way: with or without dashes, where only one can be meant.
fn connection(name: &str, index: &Index<'_>) -> Option<Arc<str>> {
    let key = index.connection_key(name);
    if index.connections.contains_key(&key) {
        return Some(key);
    }
    let bare = key.replace('-', "");
    let mut alike = index.connections.keys().filter(|known| known.replace('-', "") == bare);
    let found = alike.next()?;
    alike.next().is_none().then(|| found.clone())
}

/// Whether connections can be signed in with somebody: groups and teams sign in nowhere.
fn is_somebody(known: &KnownPrincipal) -> bool {
    use PrincipalKind::{Group, Team, Tenant};
    !matches!(known.identity.kind, Lookup::Known(Group | Team | Tenant))
}

/// Every connector that is met, in lower case, as first written.
fn connectors<'i>(index: &'i Index<'_>) -> BTreeMap<String, &'i str> {
    let references = index.references.values().filter_map(|reference| reference.connector.as_deref());
    let connections = index.connections.values().filter_map(|connection| connection.connector.as_deref());
    let bare = index.bare.iter().filter_map(|(_, one)| one.connector.as_deref());
    let apps = index.workspace.packages().flat_map(|(_, outline)| &outline.app_connectors);
    let apps = apps.map(|app| app.connector.as_str());
    let mut names = BTreeMap::new();
    for name in references.chain(connections).chain(bare).chain(apps) {
        names.entry(name.to_ascii_lowercase()).or_insert(name);
    }
    names
}

/// The accounts that only connections and settings name, folded, as first written.
fn loose_accounts<'i>(index: &'i Index<'_>) -> BTreeMap<String, &'i str> {
    let connections = index.environment.connections().filter_map(|connection| connection.account.as_ref());
    let settings = index.environment.settings().into_iter().flat_map(|settings| &settings.references);
    let settings = settings.filter_map(|entry| entry.owner.as_ref());
    let mut names = BTreeMap::new();
    for account in connections.chain(settings) {
        names.entry(fold_id(&account.value)).or_insert(account.value.as_str());
    }
    names
}

/// The accounts and principals that are called so: by an id or account, else by a name for people.
fn somebody(name: &str, index: &Index<'_>, known: &[KnownPrincipal], deployers: &[Deployer]) -> Vec<Somebody> {
    let wanted = fold_id(name);
    let mut found: Vec<Somebody> =
        known.iter().map(Somebody::of).filter(|somebody| somebody.keys.contains(&wanted)).collect();
    for deployer in deployers {
        let mut own = Somebody::of_deployer(deployer);
        if fold(deployer.label.trim()) != wanted && !own.keys.contains(&wanted) {
            continue;
        }
        let of_inventory = known.iter().map(Somebody::of).find(|other| !other.keys.is_disjoint(&own.keys));
        if let Some(other) = of_inventory {
            own.keys.extend(other.keys);
            own.who = other.who;
        }
        match found.iter_mut().find(|other| !other.keys.is_disjoint(&own.keys)) {
            Some(other) => *other = own,
            None => found.push(own),
        }
    }
    if found.is_empty()
        && let Some(account) = loose_accounts(index).get(&wanted)
    {
        found.push(Somebody::of_account(account));
    }
    if found.is_empty() {
        let named = |known: &&KnownPrincipal| known.names.iter().any(|known| fold(known.trim()) == wanted);
        found.extend(known.iter().filter(named).map(Somebody::of));
    }
    found
}

impl Somebody {
    fn of(known: &KnownPrincipal) -> Self {
        let KnownPrincipal { identity: Identity { kind, label, .. }, who, ids, accounts, .. } = known;
        let is_principal = match kind {
            Lookup::Known(kind) => *kind == PrincipalKind::ServicePrincipal,
            _ => accounts.is_empty() && who.application_id.is_some(),
        };
        // The word of a native inventory says more than an id.
        let word = who.key.as_deref().filter(|_| ids.contains(label));
        Self {
            kind: if is_principal { NodeKind::Principal } else { NodeKind::Account },
            label: word.unwrap_or(label).to_owned(),
            keys: ids.iter().chain(accounts).map(|key| fold_id(key)).collect(),
            who: who.clone(),
        }
    }

    fn of_deployer(deployer: &Deployer) -> Self {
        let Deployer { who, label, .. } = deployer;
        let keys = who.application_id.iter().chain(&who.object_id).map(|id| fold_id(id)).collect();
        Self { kind: NodeKind::Principal, label: label.clone(), keys, who: who.clone() }
    }

    fn of_account(account: &str) -> Self {
        // What has no sign of an address in it is the id of an application.
        let is_id = solution::model::id::find_guid(account).is_some() && !account.contains('@');
        Self {
            kind: if is_id { NodeKind::Principal } else { NodeKind::Account },
            label: account.to_owned(),
            keys: BTreeSet::from([fold_id(account)]),
            who: Who::default(),
        }
    }
}

/// The names that are like one that was not found.
fn near(
    name: &str,
    only: Option<NodeKind>,
    index: &Index<'_>,
    known: &[KnownPrincipal],
    deployers: &[Deployer],
) -> Vec<String> {
    let wants = |kind| only.is_none_or(|only| only == kind);
    let mut names: BTreeSet<String> = BTreeSet::new();
    if wants(NodeKind::Reference) {
        names.extend(index.references.values().map(|reference| reference.name.clone()));
    }
    if wants(NodeKind::Connection) {
        names.extend(index.connections.values().map(|connection| connection.id.clone()));
    }
    if wants(NodeKind::Connector) {
        names.extend(connectors(index).into_values().map(str::to_owned));
    }
    for one in known.iter().map(Somebody::of).filter(|one| wants(one.kind)) {
        names.insert(one.label);
    }
    for known in known.iter().filter(|known| wants(Somebody::of(known).kind)) {
        names.extend(known.accounts.iter().chain(&known.names).cloned());
    }
    if wants(NodeKind::Account) {
        names.extend(loose_accounts(index).into_values().map(str::to_owned));
    }
    if wants(NodeKind::Principal) {
        names.extend(deployers.iter().map(|deployer| deployer.label.clone()));
    }
    let wanted = fold(name.trim());
    let mut rated: Vec<(Reverse<u32>, String)> =
        names.into_iter().filter_map(|known| Some((Reverse(likeness(&wanted, &fold(&known))?), known))).collect();
    rated.sort();
    // Beside names that hold it, those that are only like it would distract.
    if rated.first().is_some_and(|(Reverse(best), _)| *best == HELD) {
        rated.retain(|(Reverse(likeness), _)| *likeness == HELD);
    }
    rated.into_iter().take(FEW).map(|(_, name)| name).collect()
}

/// The likeness of a name that holds the wanted one.
const HELD: u32 = 1000;

/// How like two names are, in thousandths; `None` where they are not. A part of a name is very like it.
fn likeness(wanted: &str, known: &str) -> Option<u32> {
    const LIKE: f64 = 0.85;
    const SHORTEST_PART: usize = 3;
    if wanted.chars().count() >= SHORTEST_PART && known.contains(wanted) {
        return Some(HELD);
    }
    let likeness = strsim::jaro_winkler(wanted, known);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies between 0 and 1")]
    let thousandths = (likeness * 1000.0) as u32;
    (likeness > LIKE).then_some(thousandths.min(HELD))
}
