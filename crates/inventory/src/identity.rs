//! Who somebody is: a person, a service account, a service principal, a team.

use serde::Serialize;

use crate::{Lookup, Source};

/// What somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PrincipalKind {
    /// A person.
    Person,
    /// An ordinary user that belongs to no person, by the configured patterns or a native inventory.
    ServiceAccount,
    /// An app registration in Microsoft Entra; in Dataverse, an application user.
    ServicePrincipal,
    /// A team that owns rows.
    Team,
    /// A security group.
    Group,
    /// Everybody in the tenant.
    Tenant,
}

/// Somebody, with every key that the inventory ties together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The same for all records about the same principal, and different for different ones, as far as is known.
    pub key: String,
    /// What it is; unknown where nothing resolves the id.
    pub kind: Lookup<PrincipalKind>,
    /// How to name it to people: the user principal name, else the display name, else the id.
    pub label: String,
    /// Whether the account is disabled; absent: it was deleted from Microsoft Entra.
    pub disabled: Lookup<bool>,
    /// A guest of the tenant (`#EXT#`).
    pub guest: bool,
    /// The record that tells.
    pub source: Option<Source>,
}

/// Patterns that tell service accounts from persons.
#[derive(Debug, Clone, Default)]
pub struct ServiceAccounts {
    patterns: globset::GlobSet,
}

impl ServiceAccounts {
    /// Patterns such as `svc-*@contoso.com`, compared without regard to case with user principal names and e-mail addresses.
    ///
    /// # Errors
    /// The first pattern that is not one, and why.
    pub fn new<'p>(patterns: impl IntoIterator<Item = &'p str>) -> Result<Self, (String, String)> {
        let mut set = globset::GlobSetBuilder::new();
        for pattern in patterns {
            let glob = globset::GlobBuilder::new(&pattern.to_lowercase())
                .build()
                .map_err(|error| (pattern.to_owned(), error.kind().to_string()))?;
            set.add(glob);
        }
        let patterns = set.build().map_err(|error| (String::new(), error.kind().to_string()))?;
        Ok(Self { patterns })
    }

    /// Whether an account is a service account.
    #[must_use]
    pub fn matches(&self, account: &str) -> bool {
        !self.patterns.is_empty() && self.patterns.is_match(account.to_lowercase())
    }
}
