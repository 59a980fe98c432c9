//! The report for people, drawn by miette.

mod closing;
mod coverage;
mod draw;

use std::collections::HashSet;
use std::fmt::Write as _;

use engine::{Finding, FindingNote, ResolvedPlace, Severity};
use rayon::prelude::*;

use super::{Look, Pieces, Reported, escape, place::Places, wrap::Style};
use crate::errors::Trouble;
use draw::{Drawing, Snippet};

/// How much is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// Findings, and nothing about the run.
    Quiet,
    /// Findings, coverage, summary.
    #[default]
    Normal,
    /// Everything, down to each subject that could not be judged.
    Verbose,
}

/// What is told below a finding, since no finding before it had it.
#[derive(Debug, Clone, Copy)]
struct New {
    help: bool,
    rule: bool,
}

/// What is new with each finding.
fn new_with_each<'a>(findings: &'a [Finding]) -> Vec<New> {
    let mut helps: HashSet<(&str, &'a str)> = HashSet::new();
    let mut rules = HashSet::new();
    let new = |finding: &'a Finding| New {
        help: finding.help.as_deref().is_some_and(|help| helps.insert((finding.rule, help))),
        rule: rules.insert(finding.rule),
    };
    findings.iter().map(new).collect()
}

/// Writes the whole report.
pub(super) fn write(out: &mut Pieces<'_, '_>, reported: &Reported<'_>, look: Look, detail: Detail) {
    /// So many findings are drawn side by side before they are put together.
    const AT_ONCE: usize = 1024;
    let places = Places::new(&reported.outcome.packages);
    let findings = &reported.outcome.findings;
    let new = new_with_each(findings);
    for (findings, new) in findings.chunks(AT_ONCE).zip(new.chunks(AT_ONCE)) {
        let drawn: Vec<String> = findings
            .par_iter()
            .zip(new)
            .map(|(finding, &new)| {
                let mut drawn = String::new();
                render_finding(&mut drawn, finding, &places, look, new);
                drawn
            })
            .collect();
        for drawn in &drawn {
            out.push(drawn);
        }
    }
    if detail != Detail::Quiet {
        closing::render(out.text(), reported, look, detail);
    }
}

/// What could be judged, a line for each reason why something could not.
pub(super) fn judged(reported: &Reported<'_>, look: Look) -> String {
    closing::judged(reported, look, Detail::Normal)
}

/// The sum of a run, on one line.
pub(super) fn sum(outcome: &engine::Outcome, look: Look) -> String {
    let mut out = String::new();
    closing::summary(&mut out, outcome, look);
    out
}

/// Writes what could not be used.
#[must_use]
pub fn render_troubles(troubles: &[Trouble], look: Look) -> String {
    let mut out = String::new();
    for trouble in troubles {
        let snippet = trouble.place.as_ref().map(|(text, span)| {
            let index = syntax::LineIndex::new(text);
            let position = index.position(text, span.start);
            let path = trouble.path.as_deref().unwrap_or_default();
            let (text, span) = draw::cut(text, *span);
            let first_line = position.line.saturating_sub(span.1);
            let header = format!("{}:{}:{}", escape::line(path), position.line, position.column);
            Snippet::new(&text, span.0, first_line, header, None)
        });
        let message =
            if snippet.is_some() { escape::line(&trouble.message) } else { escape::line(&trouble.to_string()) };
        draw::draw(&mut out, &Drawing { severity: Severity::Error, code: "error".to_owned(), message, snippet }, look);
        if let Some(help) = &trouble.help {
            look.paragraph(&mut out, 2, "help:", Style::Help, &escape::line(help));
        }
        out.push('\n');
    }
    out
}

fn render_finding(out: &mut String, finding: &Finding, places: &Places<'_>, look: Look, new: New) {
    let snippet = snippet(&finding.place, finding.label.as_deref(), places);
    let drawing = Drawing {
        severity: finding.severity,
        code: format!("{}[{}]", finding.severity, finding.rule),
        message: escape::line(&finding.message),
        snippet,
    };
    draw::draw(out, &drawing, look);
    if drawing.snippet.is_none() {
        look.paragraph(out, 4, "in", Style::Dim, &escape::line(&places.full(&finding.place)));
    }
    for note in &finding.notes {
        render_note(out, note, finding, places, look);
    }
    let explain = format!("powerlint explain {}", finding.rule);
    match &finding.help {
        Some(help) if new.help => {
            look.paragraph(out, 2, "help:", Style::Help, &escape_paragraphs(help));
        }
        Some(_) => look.paragraph(out, 2, "help:", Style::Help, &format!("as above, see {explain}")),
        None => {}
    }
    if new.rule {
        look.paragraph(out, 2, "more:", Style::Help, &explain);
    }
    out.push('\n');
}

fn snippet(place: &ResolvedPlace, label: Option<&str>, places: &Places<'_>) -> Option<Snippet> {
    let excerpt = place.excerpt.as_ref()?;
    let mut header = escape::line(&places.full(place));
    if excerpt.first_line.is_none() {
        // The line numbers beside a re-flowed excerpt are its own.
        header.push_str(" (one long line, laid out here)");
    }
    let (text, mark) = escape::lines(&excerpt.text, excerpt.mark);
    Some(Snippet::new(&text, mark, excerpt.first_line.unwrap_or(1), header, label.map(escape::line)))
}

fn render_note(out: &mut String, note: &FindingNote, finding: &Finding, places: &Places<'_>, look: Look) {
    let mut text = escape::line(&note.message);
    if let Some(place) = &note.place {
        // Writing to a string cannot fail.
        let _ = write!(text, " ({})", escape::line(&places.beside(place, &finding.place)));
    }
    look.paragraph(out, 2, "note:", Style::Help, &text);
    if let Some(line) = note.place.as_ref().and_then(|place| marked_line(place, finding, look)) {
        let bar = if look.unicode { "│" } else { "|" };
        let _ = writeln!(out, "        {} {line}", look.paint(Style::Dim, bar));
    }
}

/// The one line that a note is about, if it is in the same package and fits the screen.
fn marked_line(place: &ResolvedPlace, finding: &Finding, look: Look) -> Option<String> {
    if place.package != finding.place.package {
        return None;
    }
    let excerpt = place.excerpt.as_ref()?;
    let before = excerpt.text.get(..excerpt.mark.start as usize)?;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = excerpt.text.get(start..)?.lines().next()?.trim();
    let line = escape::line(line);
    (!line.is_empty() && line.chars().count() + 10 <= look.width).then_some(line)
}

/// Help may have several paragraphs; they are the rule's, but they name things from packages.
fn escape_paragraphs(text: &str) -> String {
    text.lines().map(escape::line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
fn render(reported: &Reported<'_>, look: Look, detail: Detail) -> String {
    Pieces::whole(|out| write(out, reported, look, detail))
}

#[cfg(test)]
mod tests;
