//! The facts as their sources state them, before they are joined.

use std::sync::Arc;

use serde::Serialize;
use syntax::Span;

use crate::{InputId, Lookup};

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

/// Somebody, by whatever keys a source names them. Ids are in lower case without braces. Words are shared with what is made of them: an
/// account is mentioned by many connections, and each mention is looked up many times.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Who {
    /// The id of the row in `systemusers` (or of a team).
    pub system_user_id: Option<Arc<str>>,
    /// The object id in Microsoft Entra.
    pub object_id: Option<Arc<str>>,
    /// The application (client) id of a service principal.
    pub application_id: Option<Arc<str>>,
    /// The user principal name, or an e-mail address.
    pub upn: Option<Arc<str>>,
    /// The name for people.
    pub display_name: Option<Arc<str>>,
    /// The key of a `[[principal]]` in a native inventory.
    pub key: Option<Arc<str>>,
    /// What the source says it is.
    pub kind: Option<crate::PrincipalKind>,
}

impl Who {
    /// The id that a service principal is best told by: the application's, else the object's.
    #[must_use]
    pub fn service_principal_id(&self) -> Option<&str> {
        self.application_id.as_deref().or(self.object_id.as_deref())
    }
}

/// A connection. There can be tens of thousands: what few sources say of one lies beside it.
#[derive(Debug, Clone)]
pub struct ConnectionFact {
    /// Its id, as written.
    pub id: Arc<str>,
    /// Its connector's name (`shared_x`).
    pub connector: Option<Fact<String>>,
    /// The name for people, often the account.
    pub display_name: Option<Fact<String>>,
    /// The account it is signed in with (`accountName`, native `account`).
    pub account: Option<Fact<String>>,
    /// The name of the set of parameters it was made with (`connectionParametersSet.name`).
    pub parameter_set: Option<Box<Fact<String>>>,
    /// `token:grantType`.
    pub grant_type: Option<Box<Fact<String>>>,
    /// What a native inventory says of its credential.
    pub auth: Option<Fact<Auth>>,
    /// Who made it, and so owns it (`createdBy`, native `owner`).
    pub owner: Option<Fact<Who>>,
    /// Its status.
    pub status: Option<Box<Fact<Status>>>,
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

impl Status {
    /// A status by its word.
    pub(crate) fn of(word: Fact<String>, code: Option<String>) -> Fact<Self> {
        Fact { value: Self { word: word.value, code }, source: word.source }
    }
}

/// A connection reference as the environment has it.
#[derive(Debug, Clone)]
pub struct ReferenceFact {
    /// The id of its row (`connectionreferenceid`), in lower case without braces.
    pub id: Option<String>,
    /// The logical name, as written.
    pub logical_name: Arc<str>,
    /// The connector's name.
    pub connector: Option<Fact<String>>,
    /// The connection it is bound to; absent where it is known to be unbound.
    pub connection: Lookup<Fact<String>>,
    /// Who owns it: a user or a team.
    pub owner: Option<Fact<Who>>,
    /// All solutions that hold it, where a source says so.
    pub solutions: Option<Fact<Vec<String>>>,
    /// Solutions that are known to hold it, where others may, too.
    pub known_in: Vec<Fact<String>>,
    /// The record.
    pub source: Source,
}

/// A flow as the environment has it.
#[derive(Debug, Clone)]
pub struct FlowFact {
    /// The workflow id, in lower case without braces; of a source that knows it by its resource id alone, that.
    pub id: String,
    /// The id that the Power Automate service knows it by (`FlowName`, `workflows.resourceid`), in lower case without braces.
    pub resource_id: Option<String>,
    /// The name for people.
    pub name: Option<String>,
    /// Who owns it.
    pub owner: Option<Fact<Who>>,
    /// Who owns it beside the owner: co-owners, as far as a source names them.
    pub co_owners: Vec<Fact<Who>>,
    /// The connection references it uses, from its client data; `None` where the source does not say.
    pub references: Option<Vec<String>>,
    /// The connections that it is said to use, by their ids: those that its client data names without a reference, and those that
    /// the Power Automate service lists, which a reference may lead to.
    pub connections: Vec<String>,
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
    /// Whether somebody states it by hand, in a native inventory: it goes before what lists say.
    pub by_hand: bool,
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
    pub connection: Arc<str>,
    /// The shares.
    pub shares: Vec<Share>,
    /// Whether a share that is not listed does not exist. Sources that drop service principals, and pages of several, are not whole.
    pub whole: bool,
    /// Whether the list tells who owns the connection, or need not: a native one says who it is shared with.
    pub tells_owner: bool,
    /// Whether its source leaves service principals out, so that it can never show that one is missing.
    pub leaves_out_service_principals: bool,
    /// The list, or its first record.
    pub source: Source,
}

/// A solution as the environment has it.
#[derive(Debug, Clone)]
pub struct SolutionFact {
    /// The id of its row, in lower case without braces.
    pub id: String,
    /// The unique name, as written.
    pub unique_name: String,
    /// The record.
    pub source: Source,
}

/// That something is part of a solution.
#[derive(Debug, Clone)]
pub struct ComponentFact {
    /// The id of its row, in lower case without braces: of a connection reference, a flow …
    pub object_id: String,
    /// The id of the solution's row, likewise.
    pub solution_id: String,
    /// The record.
    pub source: Source,
}

/// Who is to own a flow after the next deployment.
#[derive(Debug, Clone)]
pub struct PlannedOwner {
    /// The workflow id, in lower case without braces.
    pub flow: String,
    /// The flow's name for people.
    pub name: Option<String>,
    /// Who is to own it.
    pub owner: Fact<Who>,
    /// The record.
    pub source: Source,
}

/// Somebody who is signed in with a connector, without a word on which connection: a hint, never a proof.
#[derive(Debug, Clone)]
pub struct IdentityHint {
    /// The connector's name.
    pub connector: String,
    /// The account.
    pub account: String,
    /// The environment: its id in lower case, or its name for people.
    pub environment: Option<String>,
    /// The record.
    pub source: Source,
}

/// A secret or certificate that an application signs in with. Its value is in no source that is read.
#[derive(Debug, Clone)]
pub struct CredentialFact {
    /// Its name for people, or the id of the key.
    pub name: Option<String>,
    /// Whether it is a certificate, rather than a secret; `None` where the source does not tell.
    pub certificate: Option<bool>,
    /// When it ends (ISO 8601, as written).
    pub ends: Option<Fact<String>>,
    /// The record.
    pub source: Source,
}

/// What a list of credentials belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CredentialHolder {
    /// An app registration: what most applications sign in with.
    Application,
    /// A service principal, which may have credentials of its own beside those of its application.
    ServicePrincipal,
    /// Nothing in the source tells.
    Unknown,
}

/// The credentials of one application.
#[derive(Debug, Clone)]
pub struct CredentialList {
    /// What they belong to.
    pub holder: CredentialHolder,
    /// The application (client) id, in lower case; `None` where the source does not say whose they are.
    pub application_id: Option<String>,
    /// The application's name for people.
    pub application_name: Option<String>,
    /// The credentials.
    pub credentials: Vec<CredentialFact>,
    /// Whether the holder has no other secret or certificate.
    pub whole: bool,
    /// Whether the platform makes and renews the credentials itself (managed identities).
    pub managed: bool,
    /// The record.
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
    /// Who is to own which flow.
    pub planned_owners: Vec<PlannedOwner>,
    /// Principals.
    pub principals: Vec<Principal>,
    /// Keys that are known to belong together, of somebody that no row is about.
    pub mentioned: Vec<Fact<Who>>,
    /// Permissions, by connection.
    pub permissions: Vec<PermissionList>,
    /// Solutions.
    pub solutions: Vec<SolutionFact>,
    /// What solutions consist of.
    pub components: Vec<ComponentFact>,
    /// Who is signed in with which connector.
    pub identities: Vec<IdentityHint>,
    /// Secrets and certificates, by what they belong to.
    pub credentials: Vec<CredentialList>,
    /// Data policies.
    pub policies: Vec<crate::PolicyFact>,
    /// The tables of which the file lists every row, unless it is partial. Of other tables it holds a selection.
    pub lists: Vec<crate::Table>,
    /// Tables of which the file holds a part, be it without a row.
    pub parts: Vec<crate::Table>,
    /// The file leaves rows out (it has a next page, or its format is a selection): what it does not name may still exist.
    pub partial: bool,
    /// The file is a native inventory: what it says overrides what was ingested.
    pub native: bool,
    /// The ids of the environments that the file speaks of, in lower case.
    pub environments: Vec<String>,
    /// The hosts of the organisations that the file speaks of, in lower case.
    pub hosts: Vec<String>,
}
