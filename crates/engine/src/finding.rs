//! What a rule says.

use std::{borrow::Cow, fmt};

use inventory::Source;
use serde::{Deserialize, Serialize};
use solution::Loc;
use syntax::Span;

use crate::Meta;

/// How bad it is. They map one to one to SARIF levels and to annotations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Will probably hurt.
    Warning,
    /// Is wrong, or will fail.
    Error,
}

impl Severity {
    /// The severity below this one; a note stays a note.
    #[must_use]
    pub fn lower(self) -> Self {
        match self {
            Self::Error => Self::Warning,
            Self::Warning | Self::Note => Self::Note,
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// What a rule is about. A rule's file lies in the folder of its category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// Accounts, owners and shares: the four answers.
    Connections,
    /// Connection references and their users, from the packages alone.
    References,
    /// Deployment settings, against the packages and each other.
    Settings,
    /// The files of facts about the environment: whether they can be relied on.
    Inventory,
    /// Environment variables: their definitions, values and users.
    Variables,
    /// The solution as a whole: dependencies, components, child flows, publisher, version.
    Solutions,
    /// What is wrong in a flow's definition: references, expressions, order, limits.
    Flows,
    /// What makes a flow fail, race or run more often than it should.
    Reliability,
    /// Secrets, open doors, injection.
    Security,
    /// What makes a flow slow or costly.
    Performance,
    /// Names and descriptions.
    Naming,
    /// Canvas apps.
    Apps,
    /// Custom connectors.
    Connectors,
    /// Copilot Studio agents.
    Agents,
    /// Desktop flows.
    DesktopFlows,
    /// Data policies: which connectors may be used together.
    Policies,
    /// What powerlint.toml defines itself.
    House,
    /// Packages as such: what cannot be read or understood.
    Packages,
}

impl Category {
    /// All of them, in the order in which reports list them.
    pub const ALL: [Self; 18] = [
        Self::Connections,
        Self::References,
        Self::Settings,
        Self::Inventory,
        Self::Variables,
        Self::Solutions,
        Self::Flows,
        Self::Reliability,
        Self::Security,
        Self::Performance,
        Self::Naming,
        Self::Apps,
        Self::Connectors,
        Self::Agents,
        Self::DesktopFlows,
        Self::Policies,
        Self::House,
        Self::Packages,
    ];
}

/// A package of this run, by its place in [`crate::Workspace`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PackageId(pub u32);

/// Where a finding or a note points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A package, and a place in it where there is one.
    Package(PackageId, Option<Loc>),
    /// A place in an inventory or settings file.
    Input(Source),
    /// A place in the configuration.
    Config(Span),
    /// A place in the baseline.
    Baseline(Span),
}

/// What kind of thing a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectKind {
    /// A connection reference, by its logical name.
    ConnectionReference,
    /// A connection, by its id.
    Connection,
    /// A connector, by its name.
    Connector,
    /// A flow, by its name.
    Flow,
    /// A canvas app, by its name.
    App,
    /// An agent's component, by its schema name.
    Agent,
    /// A solution, by its unique name.
    Solution,
    /// A file of a package.
    File,
    /// An account.
    Account,
    /// An environment variable, by its schema name.
    EnvironmentVariable,
}

/// The thing that a finding is about, by its own name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    /// What kind of thing.
    pub kind: SubjectKind,
    /// Its name.
    pub name: String,
}

impl Subject {
    /// A thing by its name.
    #[must_use]
    pub fn new(kind: SubjectKind, name: impl Into<String>) -> Self {
        Self { kind, name: name.into() }
    }
}

/// Another place that is involved, or something more to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where, if at a place.
    pub place: Option<Place>,
    /// What.
    pub message: String,
}

/// A finding as a rule states it; the engine turns it into a [`crate::Finding`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The rule.
    pub meta: &'static Meta,
    /// The severity, after the user's level and the rule's lowering.
    pub severity: Severity,
    /// One sentence without a full stop, naming the thing.
    pub message: String,
    /// A few words at the marked place, where they say more than the message.
    pub label: Option<String>,
    /// Where.
    pub place: Place,
    /// What it is about.
    pub subject: Subject,
    /// Tells this finding from another one of the same rule about the same subject, where there can be several:
    /// names and paths of actions, never paths of files, versions, lines.
    pub detail: String,
    /// The other places involved, and what else there is to say.
    pub notes: Vec<Note>,
    /// How many other places are involved that no note is about.
    pub more_places: usize,
    /// What to do.
    pub help: Option<Cow<'static, str>>,
}
