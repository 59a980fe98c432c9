//! What a build agent shows beside its log. Both agents take ten of each kind from a step and drop the rest without a word, so the
//! worst go first and the others into the log.

use std::{collections::HashMap, fmt::Write as _};

use engine::{Finding, Severity};

use super::{
    Counts, Look, Reported, escape,
    place::{Artifact, Places},
    text,
};
use crate::errors::Trouble;

/// How many annotations of one kind an agent takes from one step: `_maxIssueCount` of the Azure Pipelines agent, and the limit in
/// GitHub's documentation of workflow commands.
const MOST: usize = 10;

/// The width of what goes to a log.
const WIDTH: usize = 120;

/// How an agent wants it.
pub(super) trait Agent {
    /// Whether it has annotations of this kind at all.
    fn annotates(severity: Severity) -> bool;
    /// An annotation at a place, on one line.
    fn annotation(severity: Severity, place: Option<&Spot>, title: &str, message: &str) -> String;
    /// The line that begins a part of the log that can be folded.
    fn group(title: &str) -> String;
    /// The line that ends it.
    fn end_group() -> &'static str;
}

/// A place in a file of the repository.
pub(super) struct Spot {
    /// The file on disk.
    pub(super) file: String,
    /// Lines and columns, counted from 1: the first character, and the last. None for a place inside an archive.
    pub(super) range: Option<[(u32, u32); 2]>,
}

impl Spot {
    fn new(finding: &Finding, artifact: &Artifact) -> Option<Self> {
        let range = finding.place.region.filter(|_| artifact.is_plain()).map(|region| {
            let (start, end) = (region.start, region.end);
            [(start.line, start.column), (end.line, end.column.saturating_sub(1).max(1))]
        });
        (!artifact.on_disk.is_empty()).then(|| Self { file: artifact.on_disk.clone(), range })
    }
}

/// Writes annotations and log.
pub(super) fn render<A: Agent>(reported: &Reported<'_>) -> String {
    let outcome = reported.outcome;
    let places = Places::new(&outcome.packages);
    let mut out = String::new();
    let mut room: HashMap<Severity, usize> = HashMap::new();
    // What keeps powerlint from its job is an error as well, and comes first.
    for trouble in reported.troubles.iter().take(MOST) {
        *room.entry(Severity::Error).or_default() += 1;
        push(&mut out, &of_trouble::<A>(trouble));
    }
    let mut worst_first: Vec<&Finding> = outcome.findings.iter().collect();
    worst_first.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let mut rest = Vec::new();
    for finding in worst_first {
        let taken = room.entry(finding.severity).or_default();
        if A::annotates(finding.severity) && *taken < MOST {
            *taken += 1;
            push(&mut out, &of_finding::<A>(finding, &places));
        } else {
            rest.push(finding);
        }
    }
    if !rest.is_empty() {
        push(&mut out, &A::group(&format!("{}, without annotation", Counts::of_findings(&rest).words())));
        for finding in rest {
            let line =
                format!("{}[{}] {}: {}", finding.severity, finding.rule, places.full(&finding.place), finding.message);
            push(&mut out, &escape::line_start(&escape::line(&line)));
        }
        push(&mut out, A::end_group());
    }
    let look = Look { width: WIDTH, unicode: false, colour: false };
    let judged = text::judged(reported, look);
    if !judged.is_empty() {
        push(&mut out, &A::group("What could be judged"));
        for line in judged.lines() {
            push(&mut out, &escape::line_start(line));
        }
        push(&mut out, A::end_group());
    }
    out.push_str(&text::sum(outcome, look));
    out
}

fn push(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

fn of_finding<A: Agent>(finding: &Finding, places: &Places<'_>) -> String {
    let artifact = places.artifact(&finding.place);
    let mut message = escape::line(&finding.message);
    if let Some(inside) = artifact.inside(&finding.place) {
        // Writing to a string cannot fail.
        let _ = write!(message, " (in {})", escape::line(&inside));
    }
    for note in finding.notes.iter().filter(|note| note.place.is_none()) {
        message.push('\n');
        message.push_str(&escape::line(&note.message));
    }
    for help in finding.help.iter().flat_map(|help| help.lines()) {
        message.push_str("\nhelp: ");
        message.push_str(&escape::line(help));
    }
    let _ = write!(message, "\npowerlint explain {}", finding.rule);
    let mut spot = Spot::new(finding, &artifact);
    if let Some(spot) = &mut spot {
        spot.file = escape::line(&spot.file);
    }
    A::annotation(finding.severity, spot.as_ref(), finding.rule, &message)
}

fn of_trouble<A: Agent>(trouble: &Trouble) -> String {
    let mut message = escape::line(&trouble.to_string());
    for help in trouble.help.iter().flat_map(|help| help.lines()) {
        message.push_str("\nhelp: ");
        message.push_str(&escape::line(help));
    }
    A::annotation(Severity::Error, None, "powerlint", &message)
}

#[cfg(test)]
pub(crate) mod tests {
    use engine::{Outcome, ResolvedPlace, Severity};

    use crate::report::samples;

    /// So many errors and warnings about one package.
    pub(crate) fn many(errors: usize, warnings: usize) -> Outcome {
        let finding = |severity, index: usize| {
            let place = ResolvedPlace { package: Some("Contoso.zip".into()), ..ResolvedPlace::default() };
            let mut finding = samples::finding("rule", severity, place);
            finding.fingerprint = format!("{index:032}");
            finding
        };
        let errors = (0..errors).map(|index| finding(Severity::Error, index));
        let warnings = (0..warnings).map(|index| finding(Severity::Warning, 1000 + index));
        Outcome { findings: warnings.chain(errors).collect(), ..samples::outcome() }
    }
}
