//! The report as one page that needs nothing else: what an administrator sends to a manager, and a maker works through.
//!
//! The page is a template (`report.html`), filled with what the modules here prepare. Every value passes through `Markup`; what is
//! written as it is are our own style and script, and the rules' pages, which `pages` makes safe.

mod findings;
mod judged;
mod pages;
mod picture;
mod tone;

use std::fmt;

use askama::Template;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};

use super::{Counts, Look, Reported, answers, escape, text, wrap::count};
use crate::errors::Trouble;
use findings::{Choice, SolutionFindings};
use pages::RulePage;
use picture::Picture;
use tone::Tone;

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// Text in the page: see [`escape::markup`].
#[derive(Clone, Copy)]
pub(crate) struct Markup;

impl askama::filters::Escaper for Markup {
    fn write_escaped_str<W: fmt::Write>(&self, mut dest: W, string: &str) -> fmt::Result {
        dest.write_str(&escape::markup(string))
    }
}

/// Writes the report.
///
/// # Errors
/// Never in practice: a page can be written of everything that is reported.
pub fn render(reported: &Reported<'_>) -> Result<String, askama::Error> {
    let outcome = reported.outcome;
    let pages = pages::of(reported);
    let findings = findings::groups(outcome, &pages);
    let answers = answers(reported, &pages);
    let page = Page {
        style: STYLE,
        style_hash: hash(STYLE),
        script: SCRIPT,
        script_hash: hash(SCRIPT),
        version: env!("CARGO_PKG_VERSION"),
        packages: packages(reported),
        inputs: inputs(reported),
        outlook: outlook(reported, &answers),
        title: title(Counts::of(outcome)),
        extent: extent(&sum(reported)).to_owned(),
        counts: Counts::of(outcome),
        troubles: reported.troubles,
        answers,
        picture: picture::of(outcome, &findings),
        coverage: coverage(reported, &pages),
        judged: outcome.coverage.iter().filter(|line| line.unknown == 0).count(),
        open: outcome.coverage.iter().filter(|line| line.unknown > 0).count(),
        rules: findings::rules(&findings),
        total: outcome.findings.len(),
        // A page of this many findings is folded by solution at first.
        folded: outcome.findings.len() > FOLDED_FROM,
        findings,
        accepted: accepted(reported),
        remarks: remarks(reported),
        pages,
    };
    page.render()
}

/// From how many findings on the solutions are folded: about what is read in one sitting.
const FOLDED_FROM: usize = 60;

/// The page.
#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    style: &'static str,
    style_hash: String,
    script: &'static str,
    script_hash: String,
    version: &'static str,
    packages: Vec<PackageRow>,
    inputs: Vec<InputRow>,
    outlook: Outlook,
    /// How many findings there are: a page's title is short.
    title: String,
    /// What of the sum the counts do not say.
    extent: String,
    counts: Counts,
    troubles: &'a [Trouble],
    answers: Vec<AnswerCard>,
    picture: Picture,
    coverage: Vec<CoverageRow>,
    /// How many of the lines of the coverage name something that could not be judged.
    open: usize,
    /// How many name nothing of the kind.
    judged: usize,
    rules: Vec<Choice>,
    total: usize,
    folded: bool,
    findings: Vec<SolutionFindings>,
    accepted: Vec<Accepted>,
    remarks: Vec<String>,
    pages: Vec<RulePage>,
}

/// Whether the check passes.
struct Outlook {
    tone: Tone,
    words: String,
}

struct AnswerCard {
    tone: Tone,
    /// The answer in a word: `Yes`.
    short: &'static str,
    question: &'static str,
    words: String,
    rule: &'static str,
    linked: bool,
}

struct CoverageRow {
    rule: &'static str,
    linked: bool,
    judged: usize,
    judges: &'static str,
    unknown: usize,
    what: String,
    needs: String,
    subjects: Vec<String>,
}

struct PackageRow {
    name: String,
    version: String,
    path: String,
    flows: usize,
    references: usize,
}

struct InputRow {
    path: String,
    kind: String,
    environment: String,
    date: String,
    records: usize,
}

/// A finding that somebody has decided to live with.
struct Accepted {
    tone: Tone,
    message: String,
    rule: &'static str,
    reason: String,
}

/// The source of our own style or script, as a content security policy names it.
fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text.as_bytes())))
}

fn title(counts: Counts) -> String {
    if counts == Counts::default() { "no findings".to_owned() } else { counts.words() }
}

fn outlook(reported: &Reported<'_>, answers: &[AnswerCard]) -> Outlook {
    let (tone, words) = match (reported.exit_code, reported.fail_on) {
        (0, None) => (Tone::Nothing, "No finding was to fail the check.".to_owned()),
        (0, Some(least)) if answers.iter().any(|answer| answer.tone == Tone::Open) => (
            Tone::Open,
            format!(
                "The check passes: nothing that is known is as bad as {}. Not everything is known.",
                article(least)
            ),
        ),
        (0, Some(least)) => (Tone::Fine, format!("The check passes: nothing is as bad as {}.", article(least))),
        (1, Some(least)) => (Tone::Error, format!("The check fails: {} or worse is there.", article(least))),
        _ => (Tone::Error, "The check is not complete: something could not be read or done.".to_owned()),
    };
    Outlook { tone, words }
}

fn article(severity: engine::Severity) -> &'static str {
    match severity {
        engine::Severity::Error => "an error",
        engine::Severity::Warning => "a warning",
        engine::Severity::Note => "a note",
    }
}

/// The line that every report ends with: `1 error, 2 notes in 3 solutions (4 flows)`.
fn sum(reported: &Reported<'_>) -> String {
    let wide = Look { width: usize::MAX, unicode: true, colour: false };
    text::sum(reported.outcome, wide).trim().to_owned()
}

/// What was checked, by the sum: `in 3 solutions (4 flows)`.
fn extent(sum: &str) -> &str {
    sum.find(" in ").and_then(|at| sum.get(at + 1..)).unwrap_or(sum)
}

fn answers(reported: &Reported<'_>, pages: &[RulePage]) -> Vec<AnswerCard> {
    let answers = answers::answers(reported).into_iter();
    answers
        .map(|answer| {
            let tone = Tone::from(answer.verdict);
            let short = match answer.verdict {
                answers::Verdict::Fine => "No",
                answers::Verdict::Nothing => "Not asked",
                answers::Verdict::Open => "Not known",
                answers::Verdict::Found(_) => "Yes",
            };
            let mut words = answer.words;
            // The word stands above it already.
            for known in ["yes, ", "no, ", "not known; ", "not asked: "] {
                if let Some(rest) = words.strip_prefix(known) {
                    words = rest.to_owned();
                }
            }
            let linked = pages::have(pages, answer.rule);
            AnswerCard { tone, short, question: answer.question, words, rule: answer.rule, linked }
        })
        .collect()
}

fn coverage(reported: &Reported<'_>, pages: &[RulePage]) -> Vec<CoverageRow> {
    let mut rows: Vec<CoverageRow> = reported
        .outcome
        .coverage
        .iter()
        .map(|line| CoverageRow {
            rule: line.rule,
            linked: pages::have(pages, line.rule),
            judged: line.judged,
            judges: line.judges,
            unknown: line.unknown,
            what: line.what.join("; "),
            needs: line.needs.join(", "),
            subjects: line.subjects.clone(),
        })
        .collect();
    // What is open comes first; beyond that the order of the rules.
    rows.sort_by_key(|row| row.unknown == 0);
    rows
}

fn packages(reported: &Reported<'_>) -> Vec<PackageRow> {
    let packages = reported.outcome.packages.iter();
    packages
        .map(|package| PackageRow {
            name: package.unique_name.clone().unwrap_or_default(),
            version: package.version.clone().unwrap_or_default(),
            path: package.path.clone(),
            flows: package.flows,
            references: package.references,
        })
        .collect()
}

fn inputs(reported: &Reported<'_>) -> Vec<InputRow> {
    let inputs = reported.outcome.inputs.iter();
    inputs
        .map(|input| InputRow {
            path: input.path.clone(),
            kind: super::word(input.kind),
            environment: input.environment.clone().unwrap_or_default(),
            date: input.date.clone().unwrap_or_default(),
            records: input.records,
        })
        .collect()
}

fn accepted(reported: &Reported<'_>) -> Vec<Accepted> {
    let suppressed = reported.outcome.suppressed.iter();
    suppressed
        .map(|one| Accepted {
            tone: one.finding.severity.into(),
            message: findings::sentence(&one.finding.message),
            rule: one.finding.rule,
            reason: match (&one.reason, one.by) {
                (Some(reason), _) => reason.clone(),
                (None, engine::SuppressedBy::Baseline) => "it is in the baseline".to_owned(),
                (None, engine::SuppressedBy::Ignore) => "by an [[ignore]]".to_owned(),
                (None, engine::SuppressedBy::Note) => "by a note in a description".to_owned(),
            },
        })
        .collect()
}

/// What there is to say of the run as such.
fn remarks(reported: &Reported<'_>) -> Vec<String> {
    let outcome = reported.outcome;
    let hints = outcome.hints.iter();
    let hints = hints.map(|hint| format!("{} looks like {} and was not used", hint.path, hint.looks_like));
    outcome.remarks.iter().cloned().chain(hints).collect()
}

/// `1 flow`, `2 flows`: for the template, which has numbers and references to them.
fn number(of: impl std::borrow::Borrow<usize>, noun: &str) -> String {
    count(*of.borrow(), noun)
}

#[cfg(test)]
mod tests;
