//! Who holds what: every connection that is used, the account that it runs under, the references that are bound to it, and what uses
//! them. Facts only: whether they are as they should be is for the rules to say.

use std::{collections::BTreeMap, sync::Arc};

use indexmap::IndexSet;
use inventory::{Access, Credential, Environment, Fact, Lookup, PrincipalKind, Verdict, Who};
use solution::{PackageKind, outline::UserKind};

use crate::{Config, PackageId, UsedConnection, UsedReference, Workspace, workspace::fold};

/// One connection reference in use, or one connection that flows name directly, with everybody who has a hand in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// The reference's logical name; `None` where flows name the connection directly.
    pub reference: Option<String>,
    /// The reference's name for people.
    pub display_name: Option<String>,
    /// The connector's name for people, as far as it is known.
    pub connector: Option<String>,
    /// The connection. Absent: the reference is known to be bound to nothing, or the connection is not in this environment.
    pub connection: Lookup<HeldConnection>,
    /// Whose the credential is.
    pub credential: Verdict,
    /// The account that it runs under, as far as it is known.
    pub account: Option<String>,
    /// What tells: `signed in as ada@contoso.com`.
    pub evidence: String,
    /// Who owns the reference.
    pub owner: Option<Party>,
    /// The solutions that are known to hold the reference, each once.
    pub held_by: Vec<HoldingSolution>,
    /// For every deployer of the configuration, whether it may use the connection.
    pub deployers: Vec<DeployerAccess>,
    /// Everything that uses it, each once, in the order of the packages.
    pub users: Vec<HoldingUser>,
    /// It is used with the connection of whoever runs the flow alone: its own one is never used.
    pub run_only: bool,
    /// It is used by legacy packages alone, whose connections are chosen by hand at every import.
    pub by_hand: bool,
}

/// A connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldConnection {
    /// The same for all spellings of one connection's id.
    pub key: String,
    /// The id, as it was met first: the name by which findings call the connection.
    pub id: String,
    /// Its name for people, where it has one of its own.
    pub name: Option<String>,
    /// Who owns it.
    pub owner: Option<Party>,
}

/// Somebody who owns something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The name for people.
    pub label: String,
    /// What it is, as far as it is known.
    pub kind: Option<PrincipalKind>,
    /// Whether the account is disabled or was deleted, as far as it is known.
    pub gone: Option<bool>,
}

/// A solution that holds a reference.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HoldingSolution {
    /// The unique name; the path of a package without one.
    pub name: String,
    /// It is a common solution by the configuration.
    pub common: bool,
}

/// Whether a deployer may use a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeployerAccess {
    /// The deployer's name for people.
    pub deployer: String,
    /// Whether it has the role that it needs; `None` where nothing tells.
    pub access: Option<bool>,
}

/// A flow, app or agent that uses a reference or connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldingUser {
    /// What it is.
    pub kind: UserKind,
    /// Its name for people.
    pub name: String,
    /// Its solution's unique name; the path of a package without one.
    pub solution: String,
    /// Who owns a flow, as far as it is known.
    pub owner: Option<Party>,
    /// It uses the connection of the person who runs it.
    pub invoker: bool,
}

/// Everything that is used: references by their logical names, then connections that flows name directly, by their ids.
pub(crate) fn holdings(workspace: &Workspace, config: &Config, environment: &Environment) -> Vec<Holding> {
    let mut index = Index { workspace, config, environment, ids: BTreeMap::new() };
    let mut all: Vec<Holding> = workspace.used_references().iter().map(|used| index.reference(used)).collect();
    all.extend(workspace.used_connections().iter().map(|used| index.direct(used)));
    all
}

struct Index<'a> {
    workspace: &'a Workspace,
    config: &'a Config,
    environment: &'a Environment,
    /// The spelling of each connection's id that was met first.
    ids: BTreeMap<Arc<str>, String>,
}

impl Index<'_> {
    fn reference(&mut self, used: &UsedReference) -> Holding {
        let environment = self.environment;
        let name = used.logical_name.as_str();
        let users = self.users(&used.uses);
        let run_only = !users.is_empty() && users.iter().all(|user| user.invoker);
        let connector = used.connector.as_deref().filter(|_| !used.custom);
        let connection = match environment.connection_of(name) {
            Lookup::Known(id) => Lookup::Known(self.connection(&id.value, !run_only)),
            Lookup::Absent => Lookup::Absent,
            Lookup::Unknown => Lookup::Unknown,
        };
        let fact = environment.reference(name).known();
        let declared = used.declared.iter().filter_map(|&(package, index)| {
            self.workspace.package(package).declared.get(index).and_then(|one| one.display_name.clone())
        });
        Holding {
            reference: Some(used.logical_name.to_string()),
            display_name: declared.into_iter().find(|shown| shown.as_str() != name).map(|shown| shown.to_string()),
            connector: self.connector(used.connector.as_deref(), &connection),
            deployers: self.deployers(&connection),
            owner: fact.and_then(|fact| fact.owner.as_ref()).map(|owner| self.party(owner)),
            held_by: self.held_by(used),
            by_hand: false,
            connection,
            run_only,
            users,
            ..Self::signed_in(environment.credential_of(name, connector))
        }
    }

    fn direct(&mut self, used: &UsedConnection) -> Holding {
        let environment = self.environment;
        let users = self.users(&used.uses);
        let run_only = !users.is_empty() && users.iter().all(|user| user.invoker);
        let found = environment.connection(&used.id);
        let credential = found.known().map(|fact| environment.credential(fact, used.connector.as_deref()));
        // A package may come from another environment, whose connections are chosen anew at import.
        let connection = match found {
            Lookup::Absent => Lookup::Absent,
            Lookup::Known(_) | Lookup::Unknown => Lookup::Known(self.connection(&used.id, !run_only)),
        };
        let legacy = |&(package, _): &(PackageId, usize)| {
            self.workspace.get(package).is_some_and(|outline| outline.kind == PackageKind::LegacyPackage)
        };
        Holding {
            connector: self.connector(used.connector.as_deref(), &connection),
            deployers: self.deployers(&connection),
            by_hand: used.uses.iter().all(legacy),
            connection,
            run_only,
            users,
            ..Self::signed_in(credential.unwrap_or_else(|| Credential {
                verdict: Verdict::Unknown,
                account: None,
                guest: false,
                decision: inventory::Decision::Nothing,
                evidence: "nothing is known of the connection".to_owned(),
                source: None,
            }))
        }
    }

    /// What a credential says, and nothing else yet.
    fn signed_in(credential: Credential) -> Holding {
        Holding {
            reference: None,
            display_name: None,
            connector: None,
            connection: Lookup::Unknown,
            credential: credential.verdict,
            account: credential.account,
            evidence: credential.evidence,
            owner: None,
            held_by: Vec::new(),
            deployers: Vec::new(),
            users: Vec::new(),
            run_only: false,
            by_hand: false,
        }
    }

    /// `names`: whether the rules meet this spelling of the id, too.
    fn connection(&mut self, id: &str, names: bool) -> HeldConnection {
        let key = self.environment.connection_id(id);
        let id = match self.ids.get(&key) {
            Some(first) => first.clone(),
            None if names => self.ids.entry(key.clone()).or_insert_with(|| id.to_owned()).clone(),
            None => id.to_owned(),
        };
        let fact = self.environment.connection(&id).known();
        let name = fact.and_then(|fact| fact.display_name.as_ref()).map(|name| name.value.clone());
        HeldConnection {
            name: name.filter(|name| !name.eq_ignore_ascii_case(&id)),
            owner: fact.and_then(|fact| fact.owner.as_ref()).map(|owner| self.party(owner)),
            key: key.to_string(),
            id,
        }
    }

    /// The connector that the packages state, else that of the connection.
    fn connector(&self, stated: Option<&str>, connection: &Lookup<HeldConnection>) -> Option<String> {
        let connection = match connection {
            Lookup::Known(held) => self.environment.connection(&held.id).known(),
            Lookup::Absent | Lookup::Unknown => None,
        };
        let known = connection.and_then(|fact| fact.connector.as_ref()).map(|fact| fact.value.as_str());
        stated.or(known).map(|name| self.environment.connectors().label(name).to_owned())
    }

    fn deployers(&self, connection: &Lookup<HeldConnection>) -> Vec<DeployerAccess> {
        let Lookup::Known(connection) = connection else { return Vec::new() };
        let access = |who: &Who| match self.environment.access(&connection.id, who, self.config.min_role) {
            Access::Owner(_) | Access::Granted(..) => Some(true),
            Access::TooLow(..) | Access::Missing(_) => Some(false),
            Access::Unknown(_) => None,
        };
        let deployers = self.config.deployers.iter();
        deployers
            .map(|deployer| DeployerAccess { deployer: deployer.label.clone(), access: access(&deployer.who) })
            .collect()
    }

    /// By the packages that declare it, the inventory, and what the solutions that use it require from another one.
    fn held_by(&self, used: &UsedReference) -> Vec<HoldingSolution> {
        let declared = used.declared.iter().map(|&(package, _)| self.solution(package));
        let listed = self.environment.reference(&used.logical_name).known();
        let listed = listed.and_then(|fact| fact.solutions.as_ref()).into_iter().flat_map(|fact| &fact.value);
        let known = self.environment.solutions_of(&used.logical_name).iter().map(|fact| &fact.value);
        let required = used.uses.iter().flat_map(|&(package, _)| &self.workspace.package(package).missing);
        let required = required
            .filter(|missing| missing.logical_name.eq_ignore_ascii_case(&used.logical_name))
            .filter_map(|missing| Some(&missing.provider.as_ref()?.0));
        let mut all: BTreeMap<String, HoldingSolution> = BTreeMap::new();
        for one in declared {
            all.entry(fold(&one.name)).or_insert(one);
        }
        for name in listed.chain(known).chain(required) {
            let one = HoldingSolution { name: name.clone(), common: self.config.is_common(name) };
            all.entry(fold(name)).or_insert(one);
        }
        all.into_values().collect()
    }

    /// The solution of a package; a patch stands for the one that it is laid over.
    fn solution(&self, package: PackageId) -> HoldingSolution {
        let outline = self.workspace.package(package);
        let solution = self.workspace.solution_of(package).unique_name.as_deref();
        let parent = outline.patch_of.as_deref();
        HoldingSolution {
            name: solution.unwrap_or(&outline.address.path).to_owned(),
            common: [solution, parent].into_iter().flatten().any(|name| self.config.is_common(name)),
        }
    }

    fn users(&self, uses: &[(PackageId, usize)]) -> Vec<HoldingUser> {
        let mut seen = IndexSet::new();
        let mut found = Vec::new();
        for &(package, index) in uses {
            let Some(one) = self.workspace.package(package).uses.get(index) else { continue };
            let solution = self.solution(package).name;
            let id = one.user_id.clone().unwrap_or_else(|| one.user.clone());
            if !seen.insert((one.user_kind, id, solution.clone(), one.invoker)) {
                continue;
            }
            let flow = one.user_id.as_deref().and_then(|id| self.environment.flow(id).known());
            found.push(HoldingUser {
                kind: one.user_kind,
                name: one.user.to_string(),
                solution,
                owner: flow.and_then(|flow| flow.owner.as_ref()).map(|owner| self.party(owner)),
                invoker: one.invoker,
            });
        }
        found
    }

    fn party(&self, who: &Fact<Who>) -> Party {
        let identity = self.environment.identify(&who.value);
        Party {
            label: identity.label,
            kind: identity.kind.known(),
            gone: match identity.disabled {
                Lookup::Known(disabled) => Some(disabled),
                Lookup::Absent => Some(true),
                Lookup::Unknown => None,
            },
        }
    }
}
