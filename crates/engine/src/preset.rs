//! Which rules run where nothing else is said of them.

use std::fmt;

use serde::Serialize;

/// A set of rules. Each holds the ones before it, so that a rule belongs to its own preset and to every later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    /// What is true and worth a person's time, by the counts in `docs/base-rates.md`: what runs unless something else is asked for.
    #[default]
    Recommended,
    /// Also what a careful team holds itself to, and what is often meant.
    Strict,
    /// Also what is taste, or fires on most flows.
    All,
}

impl Preset {
    /// Every preset, the smallest first.
    pub const ALL: [Self; 3] = [Self::Recommended, Self::Strict, Self::All];

    /// The word for it in powerlint.toml.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Recommended => "recommended",
            Self::Strict => "strict",
            Self::All => "all",
        }
    }

    /// Whether a rule of the preset `rule` runs under this one.
    #[must_use]
    pub fn holds(self, rule: Self) -> bool {
        rule <= self
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
