//! What is known of one environment: connections, references, owners, permissions, principals.
//!
//! ```text
//! read (bytes → Input + Facts, kind told by shape)  →  Environment::join (facts → one environment)  →  questions
//! ```
//!
//! Every fact remembers the file and place it came from, and every answer is one of three: known, absent, unknown.

pub mod access;
mod conflict;
pub mod connectors;
pub mod credential;
mod disjoint;
pub mod elsewhere;
pub mod environment;
pub mod facts;
pub mod identity;
pub mod input;
mod join;
mod key;
pub mod lookup;
mod one_environment;
pub mod policy;
mod principals;
pub mod read;
pub mod settings;
mod tables;
pub mod write;

pub use access::{Access, UnknownAccess};
pub use conflict::Conflict;
pub use connectors::{AuthClass, Connector, ConnectorTable};
pub use credential::{Credential, Decision, Verdict};
pub use elsewhere::Elsewhere;
pub use environment::{Environment, JoinOptions};
pub use facts::{
    Auth, ComponentFact, ConnectionFact, CredentialFact, CredentialHolder, CredentialList, Fact, Facts, FlowFact,
    IdentityHint, PermissionList, PlannedOwner, Principal, ReferenceFact, Role, Share, SolutionFact, Source, Status,
    Who,
};
pub use identity::{Identity, PrincipalKind, ServiceAccounts};
pub use input::{Input, InputId, InputKind};
pub use lookup::{Completeness, Lookup};
pub use one_environment::JoinError;
pub use policy::{DataGroup, Grouping, PolicyFact, PolicyScope};
pub use principals::KnownPrincipal;
pub use settings::{Filling, Placeholders, Repeat, Settings, SettingsReference, SettingsVariable};
pub use tables::Table;
