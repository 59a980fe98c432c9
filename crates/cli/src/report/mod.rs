//! What a run is reported as: one format a file. A report knows no rule.

mod annotations;
pub mod answers;
pub mod azure;
pub mod csv;
pub mod escape;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod impact;
pub mod json;
pub mod jsonl;
pub mod junit;
pub mod markdown;
pub mod mermaid;
pub mod page;
mod pieces;
mod place;
pub mod sarif;
pub mod short;
pub mod table;
pub mod text;
mod tree;
mod wrap;

use std::path::Path;

use engine::{Finding, Meta, Outcome, Severity, SuppressedBy};

use crate::{args::Format, errors::Trouble};

pub(crate) use pieces::{Pieces, Sink};
pub use wrap::Look;
pub(crate) use wrap::Style;

/// Writes the report in a format. `written` are the reports that lie in files already.
///
/// # Errors
/// Never in practice: everything that is reported can be written in every format.
pub fn render(
    format: Format,
    reported: &Reported<'_>,
    look: Look,
    detail: text::Detail,
    written: &[(Format, &Path)],
) -> Result<String, Trouble> {
    let mut pieces = Pieces::kept();
    write(&mut pieces, format, reported, look, detail, written)?;
    pieces.finish()
}

/// Like [`render`]; those that grow with every finding are handed on while they are written.
pub(crate) fn write(
    out: &mut Pieces<'_, '_>,
    format: Format,
    reported: &Reported<'_>,
    look: Look,
    detail: text::Detail,
    written: &[(Format, &Path)],
) -> Result<(), Trouble> {
    let failed =
        |error: &dyn std::fmt::Display| Trouble::new(format!("cannot write the report as {}: {error}", format.word()));
    match format {
        Format::Text => text::write(out, reported, look, detail),
        Format::Short => short::write(out, reported),
        Format::Json => json::write(out, reported).map_err(|error| failed(&error))?,
        Format::Jsonl => jsonl::write(out, reported).map_err(|error| failed(&error))?,
        Format::Sarif => sarif::write(out, reported).map_err(|error| failed(&error))?,
        Format::Github => out.push(&github::render(reported)),
        Format::Azure => out.push(&azure::render(reported, written)),
        Format::Gitlab => out.push(&gitlab::render(reported).map_err(|error| failed(&error))?),
        Format::Junit => out.push(&junit::render(reported).map_err(|error| failed(&error))?),
        Format::Markdown => out.push(&markdown::render(reported)),
        Format::Csv => out.push(&csv::render(reported).map_err(|error| failed(&error))?),
        Format::Html => out.push(&html::render(reported).map_err(|error| failed(&error))?),
    }
    Ok(())
}

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
    /// From which severity on findings fail the run; `None` where none does.
    pub fail_on: Option<Severity>,
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
        Self::of_severities(outcome.findings.iter().map(|finding| finding.severity))
    }

    /// Counts some findings.
    pub(crate) fn of_findings(findings: &[&Finding]) -> Self {
        Self::of_severities(findings.iter().map(|finding| finding.severity))
    }

    fn of_severities(severities: impl Iterator<Item = Severity>) -> Self {
        let mut counts = Self::default();
        for severity in severities {
            *match severity {
                Severity::Error => &mut counts.error,
                Severity::Warning => &mut counts.warning,
                Severity::Note => &mut counts.note,
            } += 1;
        }
        counts
    }

    /// `1 error, 3 warnings`; empty where there is none.
    #[must_use]
    pub fn words(self) -> String {
        let all = [(self.error, "error"), (self.warning, "warning"), (self.note, "note")].into_iter();
        let said: Vec<_> =
            all.filter(|&(number, _)| number > 0).map(|(number, noun)| wrap::count(number, noun)).collect();
        said.join(", ")
    }
}

/// The word that the JSON output has for a value.
pub(crate) fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|word| Some(word.as_str()?.to_owned())).unwrap_or_default()
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
