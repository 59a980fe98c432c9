//! The findings by solution, and there by flow or file.

use std::{cmp::Reverse, collections::BTreeMap, collections::HashMap};

use engine::{Excerpt, Finding, Outcome, Region, SubjectKind};
use indexmap::IndexMap;

use super::{
    pages::{self, RulePage},
    tone::Tone,
};
use crate::report::{Counts, escape, place::Places};

/// The findings of one solution, or package without one.
pub(super) struct SolutionFindings {
    pub(super) name: String,
    pub(super) counts: String,
    pub(super) total: usize,
    pub(super) files: Vec<FileFindings>,
}

/// The findings of one flow, or of one other file.
pub(super) struct FileFindings {
    /// `Flow`; empty for files that are none.
    pub(super) kind: &'static str,
    pub(super) name: String,
    /// Where it lies.
    pub(super) path: String,
    pub(super) findings: Vec<FindingView>,
}

/// A finding.
pub(super) struct FindingView {
    /// Its place among all findings of the run: what links lead to.
    pub(super) number: usize,
    pub(super) tone: Tone,
    pub(super) rule: &'static str,
    pub(super) linked: bool,
    pub(super) message: String,
    /// Where in the file; empty for a whole file.
    pub(super) place: String,
    pub(super) help: Vec<String>,
    pub(super) label: String,
    /// The excerpt was laid out from one long line.
    pub(super) laid_out: bool,
    pub(super) lines: Vec<Line>,
    pub(super) notes: Vec<(String, String)>,
    /// What it is about, as the picture asks for it.
    pub(super) about: (SubjectKind, String),
}

/// A line of an excerpt.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its number; empty where it has none in the file.
    pub(super) number: String,
    /// Its pieces, and whether they are marked.
    pub(super) pieces: Vec<(String, bool)>,
}

/// Something that the findings can be filtered by, with how many there are.
pub(super) struct Choice {
    pub(super) name: &'static str,
    pub(super) total: usize,
}

/// Findings with their numbers, by the path of their file.
type Files<'o> = IndexMap<String, Vec<(usize, &'o Finding)>>;

/// All findings, the worst solutions first, and in each the worst flows and files.
pub(super) fn groups(outcome: &Outcome, pages: &[RulePage]) -> Vec<SolutionFindings> {
    let places = Places::new(&outcome.packages);
    let flows = flows(outcome);
    let mut groups: IndexMap<&str, Files<'_>> = IndexMap::new();
    for (number, finding) in outcome.findings.iter().enumerate() {
        let place = &finding.place;
        let of = place.solution.as_deref().or(place.package.as_deref()).or(place.file.as_deref());
        let path = places.artifact(place).whole;
        groups.entry(of.unwrap_or("powerlint")).or_default().entry(path).or_default().push((number, finding));
    }
    let mut solutions: Vec<_> = groups
        .into_iter()
        .map(|(name, files)| {
            let all: Vec<&Finding> = files.values().flatten().map(|&(_, finding)| finding).collect();
            let counts = Counts::of_findings(&all);
            let mut files: Vec<_> = files
                .into_iter()
                .map(|(path, mut findings)| {
                    findings.sort_by_key(|(_, finding)| Reverse(finding.severity));
                    let views =
                        findings.iter().map(|&(number, finding)| view(number, finding, &places, pages)).collect();
                    let place = findings.first().map(|(_, finding)| &finding.place);
                    let file = place.and_then(|place| place.file.as_deref()).unwrap_or_default();
                    let package = place.and_then(|place| place.package.as_deref());
                    let (kind, name) = match flows.get(&(package, file)).copied().or_else(|| flow_file(file)) {
                        Some(flow) => ("Flow", flow.to_owned()),
                        None if file.is_empty() => ("", "The package as a whole".to_owned()),
                        None => ("", file.to_owned()),
                    };
                    FileFindings { kind, name, path, findings: views }
                })
                .collect();
            files.sort_by_key(|file| Reverse(file.findings.first().map(|finding| finding.tone)));
            (counts, SolutionFindings { name: name.to_owned(), counts: counts.words(), total: all.len(), files })
        })
        .collect();
    solutions.sort_by_key(|(counts, _)| Reverse((counts.error, counts.warning, counts.note)));
    solutions.into_iter().map(|(_, solution)| solution).collect()
}

/// The names of the flows, by package and file, as findings about them tell.
fn flows(outcome: &Outcome) -> HashMap<(Option<&str>, &str), &str> {
    let of_flows = outcome.findings.iter().filter(|finding| finding.subject.kind == SubjectKind::Flow);
    let json = of_flows.filter_map(|finding| {
        let file = finding.place.file.as_deref().filter(|file| file.to_ascii_lowercase().ends_with(".json"))?;
        Some(((finding.place.package.as_deref(), file), finding.subject.name.as_str()))
    });
    json.collect()
}

/// The name of a flow by the name of its file, from which an export leaves out blanks and signs:
/// `Workflows/Orderintake-44444444-0000-0000-0000-000000000001.json`.
fn flow_file(file: &str) -> Option<&str> {
    /// Of a GUID with the hyphen before it.
    const ID: usize = 37;
    let name = file.strip_prefix("Workflows/")?.strip_suffix(".json")?;
    let (flow, id) = name.split_at_checked(name.len().checked_sub(ID)?)?;
    let is_id = id.starts_with('-') && id.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    (is_id && !flow.is_empty()).then_some(flow)
}

/// The rules that found something, by name.
pub(super) fn rules(groups: &[SolutionFindings]) -> Vec<Choice> {
    let mut totals: BTreeMap<&'static str, usize> = BTreeMap::new();
    for finding in groups.iter().flat_map(|group| &group.files).flat_map(|file| &file.findings) {
        *totals.entry(finding.rule).or_default() += 1;
    }
    totals.into_iter().map(|(name, total)| Choice { name, total }).collect()
}

fn view(number: usize, finding: &Finding, places: &Places<'_>, pages: &[RulePage]) -> FindingView {
    let excerpt = finding.place.excerpt.as_ref();
    let notes = finding.notes.iter().map(|note| {
        let place = note.place.as_ref().map(|place| places.beside(place, &finding.place));
        (sentence(&note.message), place.unwrap_or_default())
    });
    FindingView {
        number,
        tone: finding.severity.into(),
        rule: finding.rule,
        linked: pages::have(pages, finding.rule),
        message: sentence(&finding.message),
        place: finding.place.region.map(line_and_column).unwrap_or_default(),
        help: finding.help.iter().flat_map(|help| help.lines()).map(sentence).collect(),
        label: finding.label.clone().unwrap_or_default(),
        laid_out: excerpt.is_some_and(|excerpt| excerpt.first_line.is_none()),
        lines: excerpt.map(lines).unwrap_or_default(),
        notes: notes.collect(),
        about: (finding.subject.kind, finding.subject.name.clone()),
    }
}

/// A message as it stands by itself: with a capital letter, unless it begins with a name.
pub(super) fn sentence(message: &str) -> String {
    let first = message.split(' ').next().unwrap_or_default();
    if !first.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return message.to_owned();
    }
    let mut out = message.to_owned();
    if let Some(letter) = out.get_mut(..1) {
        letter.make_ascii_uppercase();
    }
    out
}

fn line_and_column(region: Region) -> String {
    format!("line {}, column {}", region.start.line, region.start.column)
}

/// The lines of an excerpt, cut at the marks.
fn lines(excerpt: &Excerpt) -> Vec<Line> {
    let (text, mark) = escape::lines(&excerpt.text, excerpt.mark);
    let mark = mark.range();
    let mut start = 0;
    let mut lines = Vec::new();
    for (index, line) in text.split('\n').enumerate() {
        let end = start + line.len();
        let (from, to) = (mark.start.clamp(start, end), mark.end.clamp(start, end));
        let pieces = [(start..from, false), (from..to, true), (to..end, false)].into_iter();
        let pieces = pieces.filter_map(|(range, marked)| {
            let piece = text.get(range).filter(|piece| !piece.is_empty())?;
            Some((piece.replace('\t', "    "), marked))
        });
        let number = excerpt.first_line.map(|first| (first as usize + index).to_string());
        lines.push(Line { number: number.unwrap_or_default(), pieces: pieces.collect() });
        start = end + 1;
    }
    lines
}

#[cfg(test)]
mod tests {
    use syntax::Span;

    use super::*;

    #[test]
    fn the_file_of_a_flow_tells_its_name() {
        let id = "44444444-0000-0000-0000-000000000001";
        assert_eq!(flow_file(&format!("Workflows/Order-in-{id}.json")), Some("Order-in"));
        for other in [format!("Workflows/-{id}.json"), format!("Other/A-{id}.json"), "Workflows/é.json".to_owned()] {
            assert_eq!(flow_file(&other), None, "{other}");
        }
    }

    #[test]
    fn messages_begin_with_a_capital_letter_and_names_stay() {
        for (message, written) in
            [("the flow x", "The flow x"), ("con_sql is x", "con_sql is x"), ("", ""), ("\u{e9} x", "\u{e9} x")]
        {
            assert_eq!(sentence(message), written);
        }
    }

    #[test]
    fn an_excerpt_is_cut_at_its_marks() {
        let excerpt = Excerpt { text: "a\n\tbc\nd".to_owned(), first_line: Some(9), mark: Span::new(4, 7) };
        let line = |number: &str, pieces: &[(&str, bool)]| Line {
            number: number.to_owned(),
            pieces: pieces.iter().map(|&(text, marked)| (text.to_owned(), marked)).collect(),
        };
        assert_eq!(
            lines(&excerpt),
            [line("9", &[("a", false)]), line("10", &[("    b", false), ("c", true)]), line("11", &[("d", true)])]
        );
        let whole = Excerpt { text: String::new(), first_line: None, mark: Span::new(0, 0) };
        assert_eq!(lines(&whole), [line("", &[])]);
    }
}
