//! The facts as their sources state them, before they are joined.

use serde::Serialize;
use syntax::Span;

use crate::Lookup;

/// A file of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InputId(pub u32);

/// A file of facts, as it was read. Kept in memory: findings point into it.
#[derive(Debug, Clone)]
pub struct Input {
    /// The path as given, with `/`.
    pub path: String,
    /// What it was recognised as.
    pub kind: InputKind,
    /// The decoded text.
    pub text: String,
    /// The environment it speaks of, as far as it says: an environment id, or the host of its organisation.
    pub environment: Option<String>,
    /// A date inside the data (ISO 8601), as far as there is one.
    pub date: Option<String>,
    /// How many records were taken from it.
    pub records: usize,
    /// The places of values that must never be printed, in the order of the text: parameters of connections,
    /// secrets, tokens, the values of environment variables, the definitions of flows.
    pub sensitive: Vec<Span>,
}

impl Input {
    /// The places of values that must never be printed, in the order of the text.
    #[must_use]
    pub fn sensitive_spans(&self) -> &[Span] {
        &self.sensitive
    }
}

/// The kinds of files, told by their shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum InputKind {
    /// powerlint's own inventory, TOML or JSON.
    Native,
    /// Dataverse rows: connection references.
    DataverseConnectionReferences,
    /// Dataverse rows: workflows.
    DataverseWorkflows,
    /// Dataverse rows: users and application users.
    DataverseSystemUsers,
    /// The connections of an environment, as the Power Apps service lists them.
    Connections,
    /// The permissions of connections, as the Power Apps service lists them.
    Permissions,
    /// A list without rows, of a kind that nothing in it tells. It proves nothing.
    Empty,
    /// Deployment settings.
    Settings,
    /// powerlint.toml.
    Configuration,
}

/// Where a fact stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Source {
    /// The file.
    pub input: InputId,
    /// The place in its decoded text.
    pub span: Span,
}

/// A value with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub source: Source,
}

/// Somebody, by whatever keys a source names them. Ids are in lower case without braces.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Who {
    /// The id of the row in `systemusers` (or of a team).
    pub system_user_id: Option<String>,
    /// The object id in Microsoft Entra.
    pub object_id: Option<String>,
    /// The application (client) id of a service principal.
    pub application_id: Option<String>,
    /// The user principal name, or an e-mail address.
    pub upn: Option<String>,
    /// The name for people.
    pub display_name: Option<String>,
    /// The key of a `[[principal]]` in a native inventory.
    pub key: Option<String>,
    /// What the source says it is.
    pub kind: Option<crate::PrincipalKind>,
}

/// A connection.
#[derive(Debug, Clone)]
pub struct ConnectionFact {
    /// Its id, as written.
    pub id: String,
    /// Its connector's name (`shared_x`).
    pub connector: Option<Fact<String>>,
    /// The name for people, often the account.
    pub display_name: Option<Fact<String>>,
    /// The account it is signed in with (`accountName`, native `account`).
    pub account: Option<Fact<String>>,
    /// The name of the set of parameters it was made with (`connectionParametersSet.name`).
    pub parameter_set: Option<Fact<String>>,
    /// `token:grantType`.
    pub grant_type: Option<Fact<String>>,
    /// What a native inventory says of its credential.
    pub auth: Option<Fact<Auth>>,
    /// Who made it, and so owns it (`createdBy`, native `owner`).
    pub owner: Option<Fact<Who>>,
    /// Its status.
    pub status: Option<Fact<Status>>,
    /// The record.
    pub source: Source,
}

/// What a native inventory says of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Auth {
    /// A service principal with a secret.
    ServicePrincipal,
    /// A service principal with a certificate.
    Certificate,
    /// A user signed in.
    User,
    /// A key, a password or a connection string.
    Key,
    /// Nothing.
    None,
}

/// A connection's status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The word: `Connected`, `Error` …
    pub word: String,
    /// The code of the error, if there is one (`Unauthorized` …).
    pub code: Option<String>,
}

/// A connection reference as the environment has it.
#[derive(Debug, Clone)]
pub struct ReferenceFact {
    /// The logical name, as written.
    pub logical_name: String,
    /// The connector's name.
    pub connector: Option<Fact<String>>,
    /// The connection it is bound to; absent where it is known to be unbound.
    pub connection: Lookup<Fact<String>>,
    /// Who owns it: a user or a team.
    pub owner: Option<Fact<Who>>,
    /// The solutions that hold it, where a source says so.
    pub solutions: Option<Fact<Vec<String>>>,
    /// The record.
    pub source: Source,
}

/// A flow as the environment has it.
#[derive(Debug, Clone)]
pub struct FlowFact {
    /// The workflow id, in lower case without braces.
    pub id: String,
    /// The name for people.
    pub name: Option<String>,
    /// Who owns it.
    pub owner: Option<Fact<Who>>,
    /// The connection references it uses, from its client data; `None` where the source does not say.
    pub references: Option<Vec<String>>,
    /// The record.
    pub source: Source,
}

/// A row about somebody: joins the keys that others are known by.
#[derive(Debug, Clone)]
pub struct Principal {
    /// All keys that this record ties together, and the kind.
    pub who: Who,
    /// Whether it is disabled (a user's `isdisabled`).
    pub disabled: Option<Fact<bool>>,
    /// Whether it was deleted from Microsoft Entra (a user's `azurestate`).
    pub deleted: bool,
    /// The record.
    pub source: Source,
}

/// A role on a connection, in rising order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum Role {
    /// "Can use".
    CanView,
    /// "Can use and share".
    CanViewWithShare,
    /// "Can edit".
    CanEdit,
    /// "Owner".
    Owner,
}

impl Role {
    /// A role by its name, without regard to case, or with hyphens (`can-view`).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name.replace(['-', '_'], "").to_ascii_lowercase().as_str() {
            "canview" => Some(Self::CanView),
            "canviewwithshare" => Some(Self::CanViewWithShare),
            "canedit" => Some(Self::CanEdit),
            "owner" => Some(Self::Owner),
            _ => None,
        }
    }
}

/// Somebody's role on a connection.
#[derive(Debug, Clone)]
pub struct Share {
    /// Who.
    pub who: Who,
    /// The role; `None` where the source names one that is not known.
    pub role: Option<Role>,
    /// The record.
    pub source: Source,
}

/// What a source says of the shares of one connection.
#[derive(Debug, Clone)]
pub struct PermissionList {
    /// The connection's id, as written.
    pub connection: String,
    /// The shares.
    pub shares: Vec<Share>,
    /// Whether a share that is not listed does not exist. Sources that drop service principals, and pages of several, are not whole.
    pub whole: bool,
    /// Whether the list tells who owns the connection, or need not: a native one says who it is shared with.
    pub tells_owner: bool,
    /// The list, or its first record.
    pub source: Source,
}

/// Everything that one file states.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The file; `None` for facts that come from no file.
    pub input: Option<InputId>,
    /// Connections.
    pub connections: Vec<ConnectionFact>,
    /// Connection references.
    pub references: Vec<ReferenceFact>,
    /// Flows.
    pub flows: Vec<FlowFact>,
    /// Principals.
    pub principals: Vec<Principal>,
    /// Permissions, by connection.
    pub permissions: Vec<PermissionList>,
    /// The file leaves rows out (it has a next page, or its format is a selection): what it does not name may still exist.
    pub partial: bool,
    /// The file is a native inventory: what it says overrides what was ingested.
    pub native: bool,
    /// The ids of the environments that the file speaks of, in lower case.
    pub environments: Vec<String>,
    /// The hosts of the organisations that the file speaks of, in lower case.
    pub hosts: Vec<String>,
}
