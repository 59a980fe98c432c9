//! The report for GitLab: [code quality](https://docs.gitlab.com/ci/testing/code_quality/), which merge requests show as what is
//! new and what is resolved.

use std::collections::HashMap;

use engine::{Finding, Severity};
use serde::Serialize;

use super::{Reported, escape, place::Places};

#[derive(Serialize)]
struct Entry<'a> {
    description: String,
    check_name: &'a str,
    /// GitLab drops a second entry of the same fingerprint.
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

/// Writes the report.
///
/// # Errors
/// Never in practice: every value has a JSON form.
pub fn render(reported: &Reported<'_>) -> serde_json::Result<String> {
    let places = Places::new(&reported.outcome.packages);
    let mut met: HashMap<&str, usize> = HashMap::new();
    let entries: Vec<_> = reported.outcome.findings.iter().map(|finding| entry(finding, &places, &mut met)).collect();
    let mut text = serde_json::to_string_pretty(&entries)?;
    text.push('\n');
    Ok(escape::json(&text))
}

fn entry<'a>(finding: &'a Finding, places: &Places<'_>, met: &mut HashMap<&'a str, usize>) -> Entry<'a> {
    let artifact = places.artifact(&finding.place);
    let inside = artifact.inside(&finding.place).map(|inside| format!(" (in {inside})")).unwrap_or_default();
    let line = finding.place.region.filter(|_| artifact.is_plain()).map_or(1, |region| region.start.line);
    // The same finding in two forms of a solution.
    let times = met.entry(&finding.fingerprint).or_default();
    *times += 1;
    let fingerprint = match *times {
        1 => finding.fingerprint.clone(),
        times => format!("{}-{times}", finding.fingerprint),
    };
    Entry {
        description: format!("{}{inside}", finding.message),
        check_name: finding.rule,
        fingerprint,
        severity: match finding.severity {
            Severity::Error => "critical",
            Severity::Warning => "major",
            Severity::Note => "info",
        },
        location: Location { path: relative(&artifact.on_disk), lines: Lines { begin: line } },
    }
}

/// GitLab wants paths from the repository's root, without `./`. What is about no file is about the configuration.
fn relative(path: &str) -> String {
    match path.trim_start_matches("./") {
        "" | "." => "powerlint.toml".to_owned(),
        path => path.to_owned(),
    }
}

#[cfg(test)]
mod tests;
