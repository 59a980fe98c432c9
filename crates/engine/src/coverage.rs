//! What could be judged, what could not, and which input would answer it.

use serde::Serialize;

/// Why something could not be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The configuration does not say what to judge by (no deployers, no common solution).
    NotConfigured,
    /// No file with such facts was given.
    NoData,
    /// Files were given, but they leave this out.
    Incomplete,
}

/// What is missing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Missing {
    /// Why.
    pub reason: Reason,
    /// In words, for the coverage line: `no permissions for it`.
    pub what: String,
    /// The file or setting that would answer it: `connections.json`, `permissions.json`, `connectionreferences.json`,
    /// `workflows.json`, `systemusers.json`, `deployers in powerlint.toml`, `the package of the common solution` …
    pub needs: String,
}

impl Missing {
    /// Something that is missing.
    #[must_use]
    pub fn new(reason: Reason, what: impl Into<String>, needs: impl Into<String>) -> Self {
        Self { reason, what: what.into(), needs: needs.into() }
    }
}

/// What one rule could judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageLine {
    /// The rule's name.
    pub rule: &'static str,
    /// What it judges: `connections`.
    pub judges: &'static str,
    /// How many it could judge.
    pub judged: usize,
    /// How many it could not.
    pub unknown: usize,
    /// The main reason: that of most subjects; `None` where all could be judged.
    pub reason: Option<Reason>,
    /// What is missing in words, each once, most frequent first.
    pub what: Vec<String>,
    /// What would answer it, each once, most frequent first.
    pub needs: Vec<String>,
    /// What could not be judged, sorted.
    pub subjects: Vec<String>,
}
