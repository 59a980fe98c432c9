//! Under whose account a connection runs: a service principal, a service account, a person, a key.

use crate::Source;

/// What was decided, and by what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// What it is.
    pub verdict: Verdict,
    /// The account, as far as it is known.
    pub account: Option<String>,
    /// The account is a guest's (`#EXT#`).
    pub guest: bool,
    /// What decided.
    pub decision: Decision,
    /// The evidence for people: `signed in as ada@contoso.com`, `made with the parameter set ServicePrincipalOauth` …
    pub evidence: String,
    /// The record that proves it.
    pub source: Option<Source>,
}

/// What a credential is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// A service principal's.
    ServicePrincipal,
    /// A service account's, by a configured pattern or a native inventory.
    ServiceAccount,
    /// A person's.
    Personal,
    /// A key, a password or a connection string: nobody's.
    Key,
    /// None is needed.
    None,
    /// It cannot be told.
    Unknown,
}

/// What decided, in this order: the first that hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// A native inventory says so.
    Native,
    /// The name of the parameter set.
    ParameterSet,
    /// `token:grantType`.
    GrantType,
    /// Only one kind of credential is possible with this connector.
    ConnectorClass,
    /// The account's form: a user principal name, or a GUID.
    Account,
    /// It was created by a service principal.
    CreatedBy,
    /// Nothing decided.
    Nothing,
}
