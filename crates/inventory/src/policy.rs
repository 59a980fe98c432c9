//! Data policies (data loss prevention): which connectors may be used in an environment, and used together.

use std::collections::BTreeMap;

use crate::{Fact, Source};

/// A group of a data policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DataGroup {
    /// Business (`hbi`, `Confidential`).
    Business,
    /// Non-business (`lbi`, `General`).
    NonBusiness,
    /// Blocked: what is in it must not be used at all.
    Blocked,
}

impl DataGroup {
    /// The three groups.
    pub const ALL: [Self; 3] = [Self::Business, Self::NonBusiness, Self::Blocked];

    /// A group by the words of either shape, without regard to case.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word.trim().to_ascii_lowercase().as_str() {
            "hbi" | "confidential" => Some(Self::Business),
            "lbi" | "general" => Some(Self::NonBusiness),
            "blocked" => Some(Self::Blocked),
            _ => None,
        }
    }

    /// What the admin center calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Business => "Business",
            Self::NonBusiness => "Non-business",
            Self::Blocked => "Blocked",
        }
    }
}

/// The environments that a policy is for, by their ids in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PolicyScope {
    /// Every environment of the tenant.
    All,
    /// These alone.
    Only(Vec<String>),
    /// All but these.
    Except(Vec<String>),
    /// The source does not say, or says it in words that are not known.
    Unknown,
}

/// A data policy.
#[derive(Debug, Clone)]
pub struct PolicyFact {
    /// Its id, in lower case.
    pub id: Option<String>,
    /// Its name for people.
    pub name: Option<String>,
    /// Where it applies.
    pub scope: PolicyScope,
    /// The group of each connector that it names, by the connector's name in lower case; `None` where it names one in two groups.
    pub connectors: BTreeMap<String, Option<Fact<DataGroup>>>,
    /// The group of every connector that it does not name, where it says so.
    pub default: Option<Fact<DataGroup>>,
    /// Whether every connector of all three groups was read, so that one that is not named is in the default group.
    pub whole: bool,
    /// The record.
    pub source: Source,
}

/// The group that a policy puts a connector into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grouping {
    /// The group.
    pub group: DataGroup,
    /// Whether the policy does not name the connector, so that it is in the default group.
    pub by_default: bool,
    /// The connector's entry, or the default.
    pub source: Source,
}

impl PolicyFact {
    /// The group of a connector, by its name without regard to case; `None` where it is not known.
    #[must_use]
    pub fn group_of(&self, connector: &str) -> Option<Grouping> {
        let of = |fact: &Fact<DataGroup>, by_default| Grouping { group: fact.value, by_default, source: fact.source };
        match self.connectors.get(&connector.to_lowercase()) {
            Some(named) => named.as_ref().map(|fact| of(fact, false)),
            None => self.default.as_ref().filter(|_| self.whole).map(|fact| of(fact, true)),
        }
    }

    /// Its name for people, else its id.
    #[must_use]
    pub fn label(&self) -> &str {
        self.name.as_deref().or(self.id.as_deref()).unwrap_or("without a name")
    }

    /// Whether it applies to an environment that is known by these ids; `None` where that cannot be told.
    pub(crate) fn applies_to(&self, ids: &[String]) -> Option<bool> {
        let names = |list: &[String]| ids.iter().any(|id| list.contains(id));
        match &self.scope {
            PolicyScope::All => Some(true),
            PolicyScope::Only(list) => (!ids.is_empty()).then(|| names(list)),
            PolicyScope::Except(list) => (!ids.is_empty()).then(|| !names(list)),
            PolicyScope::Unknown => None,
        }
    }

    /// Whether both say the same, wherever they say it.
    fn agrees_with(&self, other: &Self) -> bool {
        let value = |fact: &Option<Fact<DataGroup>>| fact.as_ref().map(|fact| fact.value);
        let groups = |policy: &Self| -> Vec<(String, Option<DataGroup>)> {
            policy.connectors.iter().map(|(name, fact)| (name.clone(), value(fact))).collect()
        };
        self.scope == other.scope
            && self.whole == other.whole
            && value(&self.default) == value(&other.default)
            && groups(self) == groups(other)
    }
}

/// Each policy once. Of two files that do not say the same of one, neither is believed.
pub(crate) fn join<'f>(policies: impl Iterator<Item = &'f PolicyFact>) -> Vec<PolicyFact> {
    let mut joined: Vec<PolicyFact> = Vec::new();
    for policy in policies {
        let known = joined.iter_mut().find(|known| known.id.is_some() && known.id == policy.id);
        match known {
            None => joined.push(policy.clone()),
            Some(known) if known.agrees_with(policy) => {}
            Some(known) => known.scope = PolicyScope::Unknown,
        }
    }
    joined
}
