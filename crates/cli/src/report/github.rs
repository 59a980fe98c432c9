//! The report for GitHub Actions: [workflow commands](https://docs.github.com/actions/reference/workflow-commands-for-github-actions)
//! that become annotations, and a log that can be folded.

use std::fmt::Write as _;

use engine::Severity;

use super::{
    Reported,
    annotations::{self, Agent, Spot},
};

/// Writes the report.
#[must_use]
pub fn render(reported: &Reported<'_>) -> String {
    annotations::render::<Github>(reported)
}

struct Github;

impl Agent for Github {
    fn annotates(_: Severity) -> bool {
        true
    }

    fn annotation(severity: Severity, place: Option<&Spot>, title: &str, message: &str) -> String {
        let command = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let mut out = format!("::{command} ");
        // Writing to a string cannot fail.
        if let Some(spot) = place {
            let _ = write!(out, "file={},", property(&spot.file));
            if let Some([(line, column), (end_line, end_column)]) = spot.range {
                let _ = write!(out, "line={line},endLine={end_line},");
                // Columns are allowed only within one line.
                if line == end_line {
                    let _ = write!(out, "col={column},endColumn={end_column},");
                }
            }
        }
        let _ = write!(out, "title={}::{}", property(title), data(message));
        out
    }

    fn group(title: &str) -> String {
        format!("::group::{}", data(title))
    }

    fn end_group() -> &'static str {
        "::endgroup::"
    }
}

/// A message as the runner reads it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property as the runner reads it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests;
