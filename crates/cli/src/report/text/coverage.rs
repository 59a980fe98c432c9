//! What could be judged, and what could not: a line for each rule that is told in full, fewer where a line can speak for several.

use std::fmt::Write as _;

use engine::CoverageLine;

use crate::report::{Look, escape, wrap::Style};

/// Every rule on a line of its own, with the names of what is unknown.
pub(super) fn in_full(out: &mut String, lines: &[CoverageLine], look: Look) {
    for line in asked(lines) {
        one(out, line, look);
        if !line.subjects.is_empty() {
            let subjects: Vec<_> = line.subjects.iter().map(|subject| escape::line(subject)).collect();
            look.paragraph(out, 6, "unknown:", Style::Dim, &subjects.join(", "));
        }
    }
}

/// A line for all rules that judged everything, one for each that judged a part, and one for those that judged nothing for want
/// of the same.
pub(super) fn in_short(out: &mut String, lines: &[CoverageLine], look: Look) {
    let all: Vec<String> =
        asked(lines).filter(|line| line.unknown == 0).map(|line| counted(line, line.judged)).collect();
    if !all.is_empty() {
        look.paragraph(out, 2, "in full:", Style::Bold, &all.join(", "));
    }
    let in_part = asked(lines).filter(|line| line.judged > 0 && line.unknown > 0);
    for (why, rules) in grouped(in_part.map(|line| (why(line, false), in_part_counted(line)))) {
        look.paragraph(out, 2, "in part:", Style::Bold, &format!("{}: {why}", rules.join(", ")));
    }
    let nothing = asked(lines).filter(|line| line.judged == 0);
    for (needs, rules) in grouped(nothing.map(|line| (needs(line), counted(line, line.unknown)))) {
        look.paragraph(out, 2, "not at all:", Style::Bold, &format!("{}{needs}", rules.join(", ")));
    }
}

/// What goes with the same text, in the order of first mention.
fn grouped(pairs: impl Iterator<Item = (String, String)>) -> Vec<(String, Vec<String>)> {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for (key, item) in pairs {
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, items)) => items.push(item),
            None => groups.push((key, vec![item])),
        }
    }
    groups
}

/// The rules that were asked anything.
fn asked(lines: &[CoverageLine]) -> impl Iterator<Item = &CoverageLine> {
    lines.iter().filter(|line| line.judged > 0 || line.unknown > 0)
}

/// `not-shared-with-deployer: 14 connections judged, 3 unknown: no permissions for them; needs permissions.json`
fn one(out: &mut String, line: &CoverageLine, look: Look) {
    let mut text = match things(line, line.judged) {
        Some(things) => format!("{} {things} judged", line.judged),
        None => format!("{} judged", line.judged),
    };
    if line.unknown > 0 {
        let _ = write!(text, ", {} unknown: {}", line.unknown, why(line, true));
    }
    look.paragraph(out, 2, &format!("{}:", line.rule), Style::Bold, &text);
}

/// `owner-disabled (24 owners)`
fn counted(line: &CoverageLine, number: usize) -> String {
    match things(line, number) {
        Some(things) => format!("{} ({number} {things})", line.rule),
        None => format!("{} ({number})", line.rule),
    }
}

/// `guest-connection (7 of 8 connections)`
fn in_part_counted(line: &CoverageLine) -> String {
    let all = line.judged + line.unknown;
    match things(line, all) {
        Some(things) => format!("{} ({} of {all} {things})", line.rule, line.judged),
        None => format!("{} ({} of {all})", line.rule, line.judged),
    }
}

/// `; needs permissions.json`
fn needs(line: &CoverageLine) -> String {
    let needs: Vec<_> = line.needs.iter().map(|need| escape::line(need)).collect();
    if needs.is_empty() { String::new() } else { format!("; needs {}", needs.join(", ")) }
}

/// Why something is unknown, and what would tell. The most frequent reason is enough for one line.
fn why(line: &CoverageLine, every_reason: bool) -> String {
    let shown = if every_reason { line.what.len() } else { 1 };
    let what: Vec<_> = line.what.iter().take(shown).map(|what| escape::line(what)).collect();
    let what = if what.is_empty() { "not told".to_owned() } else { what.join("; ") };
    what + &needs(line)
}

/// What a rule judges, for a number of them: `uses of connection references`, and for one `use of connection references`.
fn things(line: &CoverageLine, number: usize) -> Option<String> {
    let things = line.judges;
    let (first, rest) = things.find(" of ").map_or((things, ""), |at| things.split_at(at));
    let one = || format!("{}{rest}", first.trim_end_matches('s'));
    (!things.is_empty()).then(|| if number == 1 { one() } else { things.to_owned() })
}
