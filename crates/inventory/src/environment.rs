//! The facts of one environment, joined, and the questions that rules ask.

use crate::{
    Access, Completeness, ConnectionFact, ConnectorTable, Credential, Fact, Facts, FlowFact, Identity, Input, InputId,
    Lookup, PermissionList, ReferenceFact, Role, ServiceAccounts, Settings, Who,
};

/// What the user decided, beside the files.
#[derive(Debug, Clone)]
pub struct JoinOptions {
    /// Which accounts are service accounts.
    pub service_accounts: ServiceAccounts,
    /// Which connectors can sign in as a service principal.
    pub connectors: ConnectorTable,
}

/// Files that cannot be joined.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JoinError {
    /// Two files speak of two environments.
    #[error("{first_path} is about environment {first} and {second_path} about {second}")]
    TwoEnvironments {
        /// The first file.
        first_path: String,
        /// Its environment.
        first: String,
        /// The other file.
        second_path: String,
        /// Its environment.
        second: String,
    },
}

/// The tables of facts, for what is there and what is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Table {
    /// Connection references and what they are bound to.
    References,
    /// Connections and their accounts.
    Connections,
    /// Who a connection is shared with.
    Permissions,
    /// Flows and their owners.
    Flows,
    /// Users and service principals.
    Principals,
}

/// One environment, as far as it is known.
#[derive(Debug)]
pub struct Environment {
    inputs: Vec<Input>,
    options: JoinOptions,
}

impl Environment {
    /// Joins the facts of one environment. `inputs` holds every file, the settings file among them, by [`InputId`].
    ///
    /// # Errors
    /// When two files speak of two environments.
    pub fn join(
        inputs: Vec<Input>,
        facts: Vec<Facts>,
        settings: Option<Settings>,
        options: JoinOptions,
    ) -> Result<Self, JoinError> {
        let _ = (facts, settings);
        let _ = Self { inputs, options };
        todo!()
    }

    /// An environment of which nothing is known.
    #[must_use]
    pub fn unknown(options: JoinOptions) -> Self {
        Self { inputs: Vec::new(), options }
    }

    /// The files, in the order of their ids.
    #[must_use]
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// A file.
    #[must_use]
    pub fn input(&self, id: InputId) -> Option<&Input> {
        self.inputs.get(id.0 as usize)
    }

    /// How much of a table was given.
    #[must_use]
    pub fn table(&self, table: Table) -> Completeness {
        let _ = table;
        todo!()
    }

    /// The settings that this run binds by, if any.
    #[must_use]
    pub fn settings(&self) -> Option<&Settings> {
        todo!()
    }

    /// A connection reference, by its logical name without regard to case.
    #[must_use]
    pub fn reference(&self, logical_name: &str) -> Lookup<&ReferenceFact> {
        let _ = logical_name;
        todo!()
    }

    /// All connection references of the inventory, in the order of their names.
    pub fn references(&self) -> impl Iterator<Item = &ReferenceFact> {
        std::iter::empty()
    }

    /// The connection that a reference is bound to: in the inventory, else by the settings. Absent: known to be unbound.
    #[must_use]
    pub fn connection_of(&self, logical_name: &str) -> Lookup<&Fact<String>> {
        let _ = logical_name;
        todo!()
    }

    /// A connection, by its id without regard to case (and to dashes, where only one connection can be meant).
    #[must_use]
    pub fn connection(&self, id: &str) -> Lookup<&ConnectionFact> {
        let _ = id;
        todo!()
    }

    /// Under whose account a reference runs: by its bound connection, else by the `ConnectionOwner` of the settings.
    /// `connector` is the connector's name as the package states it; custom connectors and unknown ones decide nothing.
    #[must_use]
    pub fn credential_of(&self, logical_name: &str, connector: Option<&str>) -> Credential {
        let _ = (logical_name, connector);
        todo!()
    }

    /// Under whose account a connection runs.
    #[must_use]
    pub fn credential(&self, connection: &ConnectionFact) -> Credential {
        let _ = connection;
        todo!()
    }

    /// The shares of a connection.
    #[must_use]
    pub fn permissions(&self, connection: &str) -> Lookup<&PermissionList> {
        let _ = connection;
        todo!()
    }

    /// Whether a deployer has at least `minimum` on a connection, or owns it.
    #[must_use]
    pub fn access(&self, connection: &str, deployer: &Who, minimum: Role) -> Access {
        let _ = (connection, deployer, minimum);
        todo!()
    }

    /// Who somebody is.
    #[must_use]
    pub fn identify(&self, who: &Who) -> Identity {
        let _ = who;
        todo!()
    }

    /// A flow, by its workflow id in lower case without braces.
    #[must_use]
    pub fn flow(&self, id: &str) -> Lookup<&FlowFact> {
        let _ = id;
        todo!()
    }

    /// The connector table in force.
    #[must_use]
    pub fn connectors(&self) -> &ConnectorTable {
        &self.options.connectors
    }
}
