//! What a package tells the others: declared, used, called, required. Small and owned, so that the package can be let go.

use crate::{
    Address, Loc, Package, PackageKind,
    model::{Managed, Version},
};

/// The outline of one package.
#[derive(Debug, Clone)]
pub struct Outline {
    /// Where it lies: enough to open it again.
    pub address: Address,
    /// What kind it is.
    pub kind: PackageKind,
    /// The solution's unique name.
    pub unique_name: Option<String>,
    /// The solution's version.
    pub version: Option<Version>,
    /// Managed, unmanaged or both.
    pub managed: Option<Managed>,
    /// The solution that this patch belongs to.
    pub patch_of: Option<String>,
    /// The names of the files that places in this outline name.
    pub files: Vec<(crate::FileId, String)>,
    /// The manifest's place.
    pub manifest: Option<Loc>,
    /// The declared connection references.
    pub declared: Vec<DeclaredReference>,
    /// Whether declarations were found at all (see [`Package::declarations_known`]).
    pub declarations_known: bool,
    /// Every use of a connection by a flow, app or agent.
    pub uses: Vec<ReferenceUse>,
    /// Connection references that the solution requires and does not carry.
    pub missing: Vec<MissingReference>,
    /// The flows.
    pub flows: Vec<FlowOutline>,
    /// Connectors that canvas apps use without naming a reference.
    pub app_connectors: Vec<AppConnector>,
}

/// A connection reference that a package declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredReference {
    /// The logical name, as written.
    pub logical_name: String,
    /// The name for people.
    pub display_name: Option<String>,
    /// The connector's name (`shared_x`), as written.
    pub connector: Option<String>,
    /// Whether it is a custom connector's.
    pub custom: bool,
    /// The element.
    pub loc: Loc,
    /// The attribute with the logical name.
    pub name_loc: Loc,
}

/// Who uses a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UserKind {
    /// A cloud flow or agent flow.
    Flow,
    /// A canvas app.
    App,
    /// An agent's component.
    Agent,
}

/// One use of a connection: a key of a flow's `connectionReferences`, an app's entry, an agent's tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceUse {
    /// What uses it.
    pub user_kind: UserKind,
    /// The user's name for people.
    pub user: String,
    /// The flow's id, in lower case without braces.
    pub user_id: Option<String>,
    /// The key in the flow.
    pub key: Option<String>,
    /// The logical name of the reference, as written; `None` where a connection is used without reference.
    pub reference: Option<String>,
    /// The connection, where it is named directly.
    pub connection: Option<String>,
    /// The connector's name, as written.
    pub connector: Option<String>,
    /// It is the connection of the person who runs the flow or talks to the agent.
    pub invoker: bool,
    /// The flow's file is named by no `Workflow` element.
    pub stale: bool,
    /// Only repeated by the agent's reference set.
    pub from_set: bool,
    /// The place to point at: the logical name where there is one, else the entry.
    pub loc: Loc,
}

/// A connection reference that a solution requires and does not carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingReference {
    /// The logical name.
    pub logical_name: String,
    /// The unique name of the solution that carries it, and its version as far as stated; `None` for `Active`.
    pub provider: Option<(String, Option<Version>)>,
    /// What requires it, by its name for people.
    pub dependent: Option<String>,
    /// The element.
    pub loc: Loc,
}

/// A flow of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowOutline {
    /// The name for people.
    pub name: String,
    /// The id, in lower case without braces.
    pub id: Option<String>,
    /// Its file is named by no `Workflow` element.
    pub stale: bool,
    /// Whether it is turned on.
    pub on: Option<bool>,
    /// The file, or the `Workflow` element.
    pub loc: Loc,
    /// The child flows it calls, by id in lower case without braces, with the place of the call.
    pub calls: Vec<(String, Loc)>,
}

/// A connector that a canvas app uses without naming a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppConnector {
    /// The app's name for people.
    pub app: String,
    /// The connector's name, in lower case.
    pub connector: String,
}

impl Outline {
    /// Takes from a package what the others need to know.
    #[must_use]
    pub fn of(package: &Package<'_>) -> Self {
        let _ = package;
        todo!()
    }
}
