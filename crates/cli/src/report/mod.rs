//! What a run is reported as: one format a file. A report knows no rule.

pub mod escape;
pub mod impact;
pub mod json;
pub mod markdown;
pub mod mermaid;
mod place;
pub mod sarif;
pub mod table;
pub mod text;
mod tree;
mod wrap;

use engine::{Meta, Outcome, Severity, SuppressedBy};

use crate::errors::Trouble;

pub use wrap::Look;

/// Everything that a report tells.
pub struct Reported<'a> {
    /// What the run led to.
    pub outcome: &'a Outcome,
    /// What could not be used, and why.
    pub troubles: &'a [Trouble],
    /// Every rule there is.
    pub rules: &'a [&'static Meta],
    /// A configuration or files of facts were found or given.
    pub informed: bool,
    /// The exit status.
    pub exit_code: u8,
}

/// How many findings there are of each severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Notes.
    pub note: usize,
}

impl Counts {
    /// Counts the findings of a run.
    #[must_use]
    pub fn of(outcome: &Outcome) -> Self {
        let of = |severity| outcome.findings.iter().filter(|finding| finding.severity == severity).count();
        Self { error: of(Severity::Error), warning: of(Severity::Warning), note: of(Severity::Note) }
    }
}

/// How many findings were suppressed, and by what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SuppressedCounts {
    /// By an `[[ignore]]`.
    pub ignore: usize,
    /// By a note in a description.
    pub note: usize,
    /// By the baseline.
    pub baseline: usize,
}

impl SuppressedCounts {
    /// Counts what a run has suppressed.
    #[must_use]
    pub fn of(outcome: &Outcome) -> Self {
        let of = |by| outcome.suppressed.iter().filter(|one| one.by == by).count();
        Self { ignore: of(SuppressedBy::Ignore), note: of(SuppressedBy::Note), baseline: of(SuppressedBy::Baseline) }
    }

    /// Each with the word for it.
    #[must_use]
    pub fn words(self) -> [(usize, &'static str); 3] {
        [(self.ignore, "[[ignore]]"), (self.note, "notes in descriptions"), (self.baseline, "the baseline")]
    }
}

#[cfg(test)]
pub(crate) mod samples;
