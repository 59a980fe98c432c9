//! The report for Azure Pipelines: [logging commands](https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands)
//! that become issues of the run, and a log that can be folded.

use std::{fmt::Write as _, path::Path};

use engine::Severity;

use super::{
    Reported,
    annotations::{self, Agent, Spot},
    escape,
};
use crate::args::Format;

/// Writes the report. A summary that was written as Markdown is attached to the run.
#[must_use]
pub fn render(reported: &Reported<'_>, written: &[(Format, &Path)]) -> String {
    let mut out = annotations::render::<Azure>(reported);
    for (_, path) in written.iter().filter(|(format, _)| *format == Format::Markdown) {
        // The agent has another working folder than the step.
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        let _ = writeln!(out, "##vso[task.uploadsummary]{}", data(&escape::line(&path.to_string_lossy())));
    }
    out
}

struct Azure;

impl Agent for Azure {
    /// A run has errors and warnings; there is nothing below.
    fn annotates(severity: Severity) -> bool {
        severity > Severity::Note
    }

    fn annotation(severity: Severity, place: Option<&Spot>, title: &str, message: &str) -> String {
        let kind = if severity == Severity::Error { "error" } else { "warning" };
        let mut out = format!("##vso[task.logissue type={kind};");
        // Writing to a string cannot fail.
        if let Some(spot) = place {
            let _ = write!(out, "sourcepath={};", property(&spot.file));
            if let Some([(line, column), _]) = spot.range {
                let _ = write!(out, "linenumber={line};columnnumber={column};");
            }
        }
        // The page of a run shows the message alone.
        let _ = write!(out, "code={};]{}: {}", property(title), data(title), data(message));
        out
    }

    fn group(title: &str) -> String {
        format!("##[group]{title}")
    }

    fn end_group() -> &'static str {
        "##[endgroup]"
    }
}

/// A message as the agent reads it. A percent sign stays where the agent would not take it for one of its escapes: older agents do
/// not know how to read it otherwise.
fn data(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        match character {
            '\n' => out.push_str("%0A"),
            '\r' => out.push_str("%0D"),
            '%' if is_escape(text.get(at + 1..).unwrap_or_default()) => out.push_str("%AZP25"),
            _ => out.push(character),
        }
    }
    out
}

/// Whether what follows a percent sign makes an escape of it.
fn is_escape(rest: &str) -> bool {
    ["0A", "0D", "3B", "5D", "AZP25"]
        .iter()
        .any(|code| rest.get(..code.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(code)))
}

/// A property as the agent reads it.
fn property(text: &str) -> String {
    data(text).replace(';', "%3B").replace(']', "%5D")
}

#[cfg(test)]
mod tests;
