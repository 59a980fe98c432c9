//! What stands after the findings: what could be judged, what was met, and the sum.

use std::collections::HashMap;
use std::fmt::Write as _;

use engine::{Outcome, Suppressed};
use solution::PackageKind;

use super::{Detail, coverage};
use crate::report::{
    Counts, Look, Reported, SuppressedCounts, escape, word,
    wrap::{Style, count},
};

/// How many remarks, and how many hints, are told unless everything is.
const FEW: usize = 5;

pub(super) fn render(out: &mut String, reported: &Reported<'_>, look: Look, detail: Detail) {
    let outcome = reported.outcome;
    let verbose = detail == Detail::Verbose;
    let nothing_known = !reported.informed;
    let part = judged(reported, look, detail);
    section(out, "What could be judged", &part, look);
    if nothing_known && !outcome.packages.is_empty() {
        open_answers(out, look);
    }
    let mut part = String::new();
    let shown = if verbose { outcome.remarks.len() } else { FEW };
    for remark in outcome.remarks.iter().take(shown) {
        look.paragraph(&mut part, 2, "-", Style::Dim, &escape::line(remark));
    }
    if outcome.remarks.len() > shown {
        let text = format!("{} more like these; -v tells them", outcome.remarks.len() - shown);
        look.paragraph(&mut part, 2, "-", Style::Dim, &text);
    }
    if outcome.skipped > 0 {
        let were = if outcome.skipped == 1 { "was" } else { "were" };
        let text = format!("{} without a Power Platform package {were} left out", count(outcome.skipped, "archive"));
        look.paragraph(&mut part, 2, "-", Style::Dim, &text);
    }
    hints(&mut part, outcome, look, verbose);
    section(out, "Good to know", &part, look);
    if verbose {
        let mut part = String::new();
        inputs(&mut part, outcome, look);
        section(out, "What was read", &part, look);
        let mut part = String::new();
        decisions(&mut part, outcome, look);
        section(out, "What was suppressed", &part, look);
    }
    summary(out, outcome, look);
}

/// What could be judged; nothing where no facts and no configuration are there.
pub(super) fn judged(reported: &Reported<'_>, look: Look, detail: Detail) -> String {
    let verbose = detail == Detail::Verbose;
    let mut part = String::new();
    if verbose || reported.informed {
        let told = if verbose { coverage::in_full } else { coverage::in_short };
        told(&mut part, &reported.outcome.coverage, look);
    }
    part
}

fn section(out: &mut String, heading: &str, part: &str, look: Look) {
    if !part.is_empty() {
        let _ = writeln!(out, "{}", look.paint(Style::Bold, heading));
        out.push_str(part);
        out.push('\n');
    }
}

fn open_answers(out: &mut String, look: Look) {
    let lines = [
        // Each fits a screen of 80 columns.
        "Open without an inventory: personal accounts, several owners, deployers' access.",
        "Open without a configuration: whether references are in the common solution.",
        "Next: powerlint init writes a powerlint.toml to fill in, see docs/inventory.md.",
    ];
    for line in lines {
        look.paragraph(out, 0, "", Style::Dim, line);
    }
    out.push('\n');
}

fn hints(out: &mut String, outcome: &Outcome, look: Look, verbose: bool) {
    for kind in ["inventory", "settings"] {
        let like: Vec<_> = outcome.hints.iter().filter(|hint| hint.looks_like == kind).collect();
        let text = match like.len() {
            0 => continue,
            1 => format!("1 file looks like {kind}; it is read only if you name it with --{kind}:"),
            files => format!("{files} files look like {kind}; they are read only if you name them with --{kind}:"),
        };
        look.paragraph(out, 2, "-", Style::Dim, &text);
        let shown = if verbose { like.len() } else { FEW };
        for hint in like.iter().take(shown) {
            look.paragraph(out, 6, "", Style::Dim, &escape::line(&hint.path));
        }
        if like.len() > shown {
            look.paragraph(out, 6, "", Style::Dim, &format!("{} more; -v names them", like.len() - shown));
        }
    }
}

fn inputs(out: &mut String, outcome: &Outcome, look: Look) {
    for input in &outcome.inputs {
        let kind = word(input.kind);
        let mut text = format!("{} ({kind}, {}", escape::line(&input.path), count(input.records, "record"));
        if let Some(environment) = &input.environment {
            let _ = write!(text, ", environment {}", escape::line(environment));
        }
        if let Some(date) = &input.date {
            let _ = write!(text, ", {}", escape::line(date));
        }
        text.push(')');
        look.paragraph(out, 2, "-", Style::Dim, &text);
    }
    for package in &outcome.packages {
        let kind = word(package.kind);
        let mut text = format!("{} ({kind}", escape::line(&package.path));
        for word in [&package.unique_name, &package.version].into_iter().flatten() {
            let _ = write!(text, ", {}", escape::line(word));
        }
        text.push(')');
        look.paragraph(out, 2, "-", Style::Dim, &text);
    }
}

/// `3 errors, 2 warnings, 1 note in 4 solutions (12 flows, 20 connection references); 1 suppressed by [[ignore]]`
pub(super) fn summary(out: &mut String, outcome: &Outcome, look: Look) {
    let said = Counts::of(outcome).words();
    let checked = outcome.packages.iter().any(|package| package.kind != PackageKind::Container);
    let mut text = match (said.is_empty(), checked) {
        (true, true) => "No findings".to_owned(),
        // Nobody should take it for a clean bill of health.
        (true, false) => "Nothing was checked".to_owned(),
        (false, _) => said,
    };
    // The forms of one solution count once, by the one with the most in it.
    let mut solutions: HashMap<String, (usize, usize)> = HashMap::new();
    let (mut legacy, mut flows_alone) = (0, 0);
    let (mut flows, mut references) = (0, 0);
    for package in &outcome.packages {
        match (&package.unique_name, package.kind) {
            (_, PackageKind::Container) => continue,
            (Some(name), _) => {
                let most = solutions.entry(name.to_lowercase()).or_default();
                *most = (most.0.max(package.flows), most.1.max(package.references));
                continue;
            }
            (None, PackageKind::LegacyPackage) => legacy += 1,
            (None, PackageKind::Flow) => flows_alone += 1,
            (None, _) => {
                solutions.insert(format!("/{}", package.path), (0, 0));
            }
        }
        flows += package.flows;
        references += package.references;
    }
    flows += solutions.values().map(|most| most.0).sum::<usize>();
    references += solutions.values().map(|most| most.1).sum::<usize>();
    let places: Vec<_> = [(solutions.len(), "solution"), (legacy, "legacy package"), (flows_alone, "single flow")]
        .into_iter()
        .filter(|&(number, _)| number > 0)
        .map(|(number, noun)| count(number, noun))
        .collect();
    if !places.is_empty() {
        let inside = format!("{}, {}", count(flows, "flow"), count(references, "connection reference"));
        let _ = write!(text, " in {} ({inside})", places.join(" and "));
    }
    text.push_str(&suppressed(outcome));
    let _ = writeln!(out, "{}", look.paint(Style::Bold, &text));
}

/// `; 3 suppressed: 1 by [[ignore]], 2 by notes`
fn suppressed(outcome: &Outcome) -> String {
    let all = outcome.suppressed.len();
    let by = SuppressedCounts::of(outcome).words().into_iter().filter(|&(number, _)| number > 0);
    match by.collect::<Vec<_>>().as_slice() {
        [] => String::new(),
        [(_, word)] => format!("; {all} suppressed by {word}"),
        several => {
            let by: Vec<_> = several.iter().map(|(number, word)| format!("{number} by {word}")).collect();
            format!("; {all} suppressed: {}", by.join(", "))
        }
    }
}

/// Names what was suppressed, with the reasons.
fn decisions(out: &mut String, outcome: &Outcome, look: Look) {
    for Suppressed { finding, reason, .. } in &outcome.suppressed {
        let mut text = format!("{}: {}", finding.rule, escape::line(&finding.message));
        if let Some(reason) = reason {
            let _ = write!(text, " ({})", escape::line(reason));
        }
        look.paragraph(out, 2, "-", Style::Dim, &text);
    }
}
