//! The report for comments on pull requests and summaries of jobs: the short of it first, the details folded.

use std::fmt::Write as _;

use engine::{Finding, Severity};
use indexmap::IndexMap;

use super::{
    Counts, Look, Reported,
    answers::{Verdict, answers},
    escape,
    place::Places,
    text,
};

/// How long a report is at most, in bytes. GitHub takes comments of 65,536 characters; Azure DevOps takes 150,000 and GitLab a
/// million.
const LONGEST: usize = 60_000;

/// Writes the report.
#[must_use]
pub fn render(reported: &Reported<'_>) -> String {
    let outcome = reported.outcome;
    let mut out = String::from("## powerlint\n\n");
    // Writing to a string cannot fail.
    let wide = Look { width: usize::MAX, unicode: true, colour: false };
    let _ = writeln!(out, "**{}**\n", escape::markdown(text::sum(outcome, wide).trim_end()));
    for trouble in reported.troubles {
        let help = trouble.help.as_deref().unwrap_or_default();
        let _ = writeln!(
            out,
            "- {}: {} {}",
            mark(Severity::Error),
            escape::markdown(&trouble.to_string()),
            escape::markdown(help)
        );
    }
    if !reported.troubles.is_empty() {
        out.push('\n');
    }
    if !outcome.packages.is_empty() {
        out.push_str("| | | |\n|---|---|---|\n");
        for answer in answers(reported) {
            let sign = match answer.verdict {
                Verdict::Fine => "✅",
                Verdict::Nothing => "➖",
                Verdict::Open => "❔",
                Verdict::Found(severity) => mark(severity),
            };
            let _ = writeln!(out, "| {sign} | {} | {} |", answer.question, escape::markdown(&answer.words));
        }
        out.push('\n');
    }
    details(&mut out, reported);
    out
}

/// A sign for a severity.
fn mark(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "❌",
        Severity::Warning => "⚠️",
        Severity::Note => "ℹ️",
    }
}

/// The findings of each solution, folded, as many as there is room for.
fn details(out: &mut String, reported: &Reported<'_>) {
    let outcome = reported.outcome;
    let places = Places::new(&outcome.packages);
    let mut groups: IndexMap<&str, Vec<&Finding>> = IndexMap::new();
    for finding in &outcome.findings {
        let place = &finding.place;
        let of = place.solution.as_deref().or(place.package.as_deref()).or(place.file.as_deref());
        groups.entry(of.unwrap_or("powerlint")).or_default().push(finding);
    }
    let mut told = 0;
    for (name, mut findings) in groups {
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let mut part = String::new();
        let counts = Counts::of_findings(&findings).words();
        let _ = write!(part, "<details><summary>{}: {counts}</summary>\n\n", escape::markup(name));
        part.push_str("| | Rule | What | Where |\n|---|---|---|---|\n");
        let mut rows = 0;
        for finding in &findings {
            let row = row(finding, &places);
            if out.len() + part.len() + row.len() > LONGEST {
                break;
            }
            part.push_str(&row);
            rows += 1;
        }
        if rows == 0 {
            break;
        }
        told += rows;
        part.push_str("\n</details>\n\n");
        out.push_str(&part);
        if rows < findings.len() {
            break;
        }
    }
    let left_out = outcome.findings.len() - told;
    if left_out > 0 {
        let _ = writeln!(out, "{left_out} more findings are in the log and in the other reports.");
    }
}

fn row(finding: &Finding, places: &Places<'_>) -> String {
    let mut what = escape::markdown(&finding.message);
    for line in finding.help.iter().flat_map(|help| help.lines()) {
        what.push_str("<br>");
        what.push_str(&escape::markdown(line));
    }
    format!(
        "| {} | `{}` | {what} | {} |\n",
        mark(finding.severity),
        finding.rule,
        escape::markdown_code(&places.full(&finding.place))
    )
}

#[cfg(test)]
mod tests;
