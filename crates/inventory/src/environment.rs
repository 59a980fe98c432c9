//! The facts of one environment, joined, and the questions that rules ask.

mod bindings;
mod connection_ids;
mod policies;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, OnceLock},
};

use self::connection_ids::WithoutDashes;
use crate::conflict::{Conflict, Judge};
use crate::join;
use crate::principals::Principals;
use crate::read::{folded_id, is_guid};
use crate::{
    Access, Completeness, ConnectionFact, ConnectorTable, Credential, CredentialList, Elsewhere, Fact, Facts, FlowFact,
    Identity, IdentityHint, Input, InputId, JoinError, KnownPrincipal, Lookup, PermissionList, PolicyFact,
    ReferenceFact, Role, ServiceAccounts, Settings, Table, Who, access, credential, one_environment, policy, tables,
};

/// What the user decided, beside the files.
#[derive(Debug, Clone)]
pub struct JoinOptions {
    /// Which accounts are service accounts.
    pub service_accounts: ServiceAccounts,
    /// Which connectors can sign in as a service principal.
    pub connectors: ConnectorTable,
}

impl Default for JoinOptions {
    /// No service accounts, and the table that powerlint carries.
    fn default() -> Self {
        Self { service_accounts: ServiceAccounts::default(), connectors: ConnectorTable::built_in() }
    }
}

/// One environment, as far as it is known.
#[derive(Debug)]
pub struct Environment {
    inputs: Vec<Input>,
    pub(crate) options: JoinOptions,
    pub(crate) principals: Principals,
    settings: Option<Settings>,
    /// Where the entry of a reference stands in it, by logical name in lower case.
    settings_by_name: HashMap<String, usize>,
    /// The settings files of which none was chosen, so that none binds.
    undecided: Vec<Settings>,
    elsewhere: Vec<Elsewhere>,
    /// The files of other environments; their ids go on where those of `inputs` end.
    inputs_elsewhere: Vec<Input>,
    /// The ids of the environment, in lower case.
    ids: Vec<String>,
    /// The hosts of its organisation, in lower case.
    hosts: Vec<String>,
    /// By logical name in lower case.
    references: BTreeMap<Arc<str>, ReferenceFact>,
    /// The solutions that each of them is known to be in.
    solutions: HashMap<Arc<str>, Vec<Fact<String>>>,
    /// By id in lower case; so are permissions and flows.
    connections: BTreeMap<Arc<str>, ConnectionFact>,
    permissions: BTreeMap<Arc<str>, PermissionList>,
    flows: BTreeMap<Arc<str>, FlowFact>,
    /// The ids of connections without their dashes, for who asks with other dashes.
    without_dashes: OnceLock<WithoutDashes>,
    tables: [Completeness; 5],
    conflicts: Vec<Conflict>,
    identities: Vec<IdentityHint>,
    credentials: Vec<CredentialList>,
    policies: Vec<PolicyFact>,
}

impl Environment {
    /// Joins the facts of one environment. `inputs` holds every file, the settings file among them, by [`InputId`].
    ///
    /// # Errors
    /// When two files speak of two environments.
    pub fn join(
        inputs: Vec<Input>,
        mut facts: Vec<Facts>,
        settings: Option<Settings>,
        options: JoinOptions,
    ) -> Result<Self, JoinError> {
        one_environment::check(&inputs, &facts)?;
        let mut this = Self::unknown(options);
        this.principals = Principals::join(&facts);
        this.tables = tables::tables(&facts);
        let planned_owners = join::planned_owners(&facts);
        let judge = Judge { principals: &this.principals, options: &this.options, inputs: &inputs };
        let mut conflicts = this.principals.conflicts(&judge);
        // The rows are taken out of the facts here.
        let connections = join::connections(&mut facts, &judge, &mut conflicts);
        let references = join::references(&mut facts, &judge, &mut conflicts);
        let mut flows = join::flows(&mut facts, &judge, &mut conflicts);
        join::add_planned_owners(planned_owners, &mut flows);
        let permissions = join::permissions(&mut facts, &judge, &mut conflicts);
        (this.connections, this.references) = (connections, references);
        (this.flows, this.permissions) = (flows, permissions);
        this.solutions = join::solutions(&facts, &this.references);
        conflicts.sort();
        this.conflicts = conflicts;
        this.credentials = facts.iter().flat_map(|file| file.credentials.iter().cloned()).collect();
        this.identities = facts.iter().flat_map(|file| file.identities.iter().cloned()).collect();
        this.policies = policy::join(facts.iter().flat_map(|file| &file.policies));
        this.ids = facts.iter().flat_map(|file| file.environments.iter().cloned()).collect();
        this.hosts = facts.iter().flat_map(|file| file.hosts.iter().cloned()).collect();
        this.inputs = inputs;
        this.settings_by_name = settings.iter().flat_map(Settings::by_name).collect();
        this.settings = settings;
        Ok(this)
    }

    /// Adds the settings files of this run of which none was chosen: they bind nothing, and are judged all the same. Their files
    /// are among the inputs.
    #[must_use]
    pub fn with_undecided_settings(mut self, settings: Vec<Settings>) -> Self {
        self.undecided = settings;
        self
    }

    /// Adds what is known of the other environments of the configuration. The ids of their files go on where those of this
    /// environment end.
    #[must_use]
    pub fn with_elsewhere(mut self, elsewhere: Vec<Elsewhere>, inputs: Vec<Input>) -> Self {
        self.elsewhere = elsewhere;
        self.inputs_elsewhere = inputs;
        self
    }

    /// An environment of which nothing is known.
    #[must_use]
    pub fn unknown(options: JoinOptions) -> Self {
        Self {
            inputs: Vec::new(),
            options,
            principals: Principals::default(),
            settings: None,
            settings_by_name: HashMap::new(),
            undecided: Vec::new(),
            elsewhere: Vec::new(),
            inputs_elsewhere: Vec::new(),
            ids: Vec::new(),
            hosts: Vec::new(),
            references: BTreeMap::new(),
            solutions: HashMap::new(),
            connections: BTreeMap::new(),
            permissions: BTreeMap::new(),
            flows: BTreeMap::new(),
            without_dashes: OnceLock::new(),
            tables: [Completeness::Nothing; 5],
            conflicts: Vec::new(),
            identities: Vec::new(),
            credentials: Vec::new(),
            policies: Vec::new(),
        }
    }

    /// The files about this environment, in the order of their ids.
    #[must_use]
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// Every file, in the order of their ids: those about this environment, and those about others.
    pub fn every_input(&self) -> impl Iterator<Item = &Input> {
        self.inputs.iter().chain(&self.inputs_elsewhere)
    }

    /// A file, about this environment or another.
    #[must_use]
    pub fn input(&self, id: InputId) -> Option<&Input> {
        let index = id.0 as usize;
        self.inputs.get(index).or_else(|| self.inputs_elsewhere.get(index.checked_sub(self.inputs.len())?))
    }

    /// Lets go of all facts: every file, in the order of their ids, is left for places in it to be shown.
    #[must_use]
    pub fn into_inputs(self) -> Vec<Input> {
        let Self { mut inputs, inputs_elsewhere, .. } = self;
        inputs.extend(inputs_elsewhere);
        inputs
    }

    /// The other environments of the configuration.
    #[must_use]
    pub fn elsewhere(&self) -> &[Elsewhere] {
        &self.elsewhere
    }

    /// Whether another entry of the configuration is about this same environment, by the ids and hosts that the files name.
    #[must_use]
    pub fn is_also(&self, other: &Elsewhere) -> bool {
        self.ids.iter().chain(&self.hosts).any(|name| other.speaks_of.contains(name))
    }

    /// How much of a table was given.
    #[must_use]
    pub fn table(&self, table: Table) -> Completeness {
        // There is one for each of the five tables.
        self.tables[table as usize]
    }

    /// The settings that this run binds by, if any.
    #[must_use]
    pub fn settings(&self) -> Option<&Settings> {
        self.settings.as_ref()
    }

    /// Every settings file of this run: the one that binds, or those of which none was chosen.
    pub fn settings_files(&self) -> impl Iterator<Item = &Settings> {
        self.settings.iter().chain(&self.undecided)
    }

    /// A connection reference, by its logical name without regard to case.
    #[must_use]
    pub fn reference(&self, logical_name: &str) -> Lookup<&ReferenceFact> {
        look_up(&self.references, &folded_id(logical_name), self.table(Table::References))
    }

    /// The secrets and certificates of applications, by what they belong to.
    #[must_use]
    pub fn credential_lists(&self) -> &[CredentialList] {
        &self.credentials
    }

    /// The application id of a service principal, by whatever key it is named; `None` where it is not known, or not one.
    #[must_use]
    pub fn application_of(&self, who: &Who) -> Option<String> {
        let mut ids = self.principals.applications(who).into_iter();
        ids.next().filter(|_| ids.next().is_none()).map(|id| id.to_string())
    }

    /// The accounts that are signed in with a connector, each once: a hint, since nothing tells on which connection.
    #[must_use]
    pub fn identities(&self, connector: &str) -> Vec<&IdentityHint> {
        if self.identities.is_empty() {
            return Vec::new();
        }
        let connector = connector.to_lowercase();
        let short = connector.strip_prefix("shared_").unwrap_or(&connector);
        let label = self.connectors().label(&connector).to_lowercase();
        let ids: Vec<&String> = self.ids.iter().filter(|name| is_environment_id(name)).collect();
        let elsewhere = |hint: &IdentityHint| {
            let named = hint.environment.as_ref().filter(|name| is_environment_id(name));
            named.is_some_and(|named| !ids.is_empty() && !ids.contains(&named))
        };
        let mut accounts = HashSet::new();
        let hints = self.identities.iter().filter(|hint| {
            let named = hint.connector.to_lowercase();
            [connector.as_str(), short, label.as_str()].contains(&named.as_str()) && !elsewhere(hint)
        });
        hints.filter(|hint| accounts.insert(hint.account.to_lowercase())).collect()
    }

    /// All connection references of the inventory, in the order of their names.
    pub fn references(&self) -> impl Iterator<Item = &ReferenceFact> {
        self.references.values()
    }

    /// The solutions that a reference is known to be in, with the records that tell. It may be in others, too: only
    /// [`ReferenceFact::solutions`] names them all.
    #[must_use]
    pub fn solutions_of(&self, logical_name: &str) -> &[Fact<String>] {
        self.solutions.get(&*folded_id(logical_name)).map(Vec::as_slice).unwrap_or_default()
    }

    /// All connections of the inventory, in the order of their ids.
    pub fn connections(&self) -> impl Iterator<Item = &ConnectionFact> {
        self.connections.values()
    }

    /// Under whose account a connection runs. `connector` is the connector's name as a package states it.
    #[must_use]
    pub fn credential(&self, connection: &ConnectionFact, connector: Option<&str>) -> Credential {
        credential::decide(self, connection, connector)
    }

    /// The shares of a connection.
    #[must_use]
    pub fn permissions(&self, connection: &str) -> Lookup<&PermissionList> {
        self.permissions.get(&*self.connection_id(connection)).map_or(Lookup::Unknown, Lookup::Known)
    }

    /// Whether a deployer has at least `minimum` on a connection, or owns it.
    #[must_use]
    pub fn access(&self, connection: &str, deployer: &Who, minimum: Role) -> Access {
        access::access(self, connection, deployer, minimum)
    }

    /// Who somebody is.
    #[must_use]
    pub fn identify(&self, who: &Who) -> Identity {
        self.principals.identify(who, &self.options.service_accounts)
    }

    /// The ids of the environment, in lower case: one, if any.
    pub(crate) fn ids(&self) -> &[String] {
        &self.ids
    }

    /// The hosts of its organisation, in lower case: one, if any.
    pub(crate) fn hosts(&self) -> &[String] {
        &self.hosts
    }

    /// The shares of every connection, by its id in lower case.
    pub(crate) fn permission_lists(&self) -> impl Iterator<Item = (&Arc<str>, &PermissionList)> {
        self.permissions.iter()
    }

    /// Every account that is signed in somewhere.
    pub(crate) fn identity_hints(&self) -> &[IdentityHint] {
        &self.identities
    }

    /// Everybody that the facts name by an id or account, each once.
    pub fn principals(&self) -> impl Iterator<Item = KnownPrincipal> {
        self.principals.all(&self.options.service_accounts)
    }

    /// A flow, by its workflow id in lower case without braces.
    #[must_use]
    pub fn flow(&self, id: &str) -> Lookup<&FlowFact> {
        look_up(&self.flows, &folded_id(id), self.table(Table::Flows))
    }

    /// All flows of the inventory, in the order of their ids.
    pub fn flows(&self) -> impl Iterator<Item = &FlowFact> {
        self.flows.values()
    }

    /// Whether two mentions are known to be of different principals: two ids of one sort that differ prove it, else two
    /// accounts. Where they have nothing in common that could be compared, it is not known.
    #[must_use]
    pub fn differ(&self, one: &Who, other: &Who) -> bool {
        self.principals.differ(one, other)
    }

    /// Whether two mentions are of different principals by two ids of one sort alone; `None` where no ids can be compared.
    /// Accounts prove less: one principal may have several.
    #[must_use]
    pub fn differ_by_ids(&self, one: &Who, other: &Who) -> Option<bool> {
        self.principals.differ_by_ids(one, other)
    }

    /// The connector table in force.
    #[must_use]
    pub fn connectors(&self) -> &ConnectorTable {
        &self.options.connectors
    }

    /// Where sources do not say the same; those facts are unknown.
    #[must_use]
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }
}

/// Whether it is the id of an environment, rather than a name or a host.
fn is_environment_id(name: &str) -> bool {
    is_guid(name.strip_prefix("default-").unwrap_or(name))
}

/// A row, if it is there; absent only if every row is known.
fn look_up<'e, T>(rows: &'e BTreeMap<Arc<str>, T>, key: &str, given: Completeness) -> Lookup<&'e T> {
    match rows.get(key) {
        Some(row) => Lookup::Known(row),
        None if given == Completeness::Whole => Lookup::Absent,
        None => Lookup::Unknown,
    }
}
