//! `powerlint baseline`: the findings that there are now, to be lived with.

use std::{
    fs,
    path::{Path, PathBuf},
};

use engine::{
    Baseline, BaselineEntry, Outcome, SuppressedBy,
    suppress::{BASELINE_VERSION, entries_of, is_about_decisions},
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    check::{Checked, Job, Source},
    fail,
};
use crate::{
    args::{BaselineArgs, Screen},
    errors::Trouble,
    inputs,
    output::write_file,
    report::escape,
};

/// A baseline, written by `powerlint baseline`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "powerlint baseline, version 1")]
pub(crate) struct File<'a> {
    /// The version of this form.
    #[schemars(extend("const" = BASELINE_VERSION))]
    version: u32,
    /// The environment that it was written for, by its name in powerlint.toml.
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<&'a str>,
    /// The findings, sorted by solution, rule and subject. One that occurs several times suppresses as many.
    findings: Vec<Entry<'a>>,
}

/// A finding.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
struct Entry<'a> {
    /// What it is known by: the same in every form and version of a solution.
    #[schemars(regex(pattern = "^[0-9a-f]{32}$"))]
    fingerprint: &'a str,
    /// The rule's name.
    rule: &'a str,
    /// The solution's unique name, or else the package's own name.
    #[serde(skip_serializing_if = "Option::is_none")]
    solution: Option<&'a str>,
    /// What it is about, by its own name.
    subject: &'a str,
    /// What was wrong, for people.
    message: &'a str,
}

pub(crate) fn run(args: &BaselineArgs, screen: &Screen) -> u8 {
    match job(args, screen) {
        Ok(remarks) => {
            screen.remark(&remarks);
            0
        }
        Err(troubles) => fail(screen, &troubles),
    }
}

fn job(args: &BaselineArgs, screen: &Screen) -> Result<Vec<String>, Vec<Trouble>> {
    let job = Job {
        source: Source::Packages { changed: false },
        paths: &args.paths,
        // What an upgrade removes is told once, before it: it is nothing to live with.
        previous: &[],
        facts: &args.facts,
        preset: args.preset,
        only: &[],
        jobs: None,
        today: args.today,
        holdings: false,
        progress: !screen.quiet,
    };
    let mut path = PathBuf::from(inputs::BASELINE);
    let checked = job.run(|config| {
        path = inputs::baseline_path(args.output.as_deref(), config).unwrap_or_else(|| path.clone());
        let before = inputs::baseline(&path)?;
        let environment = config.chosen().map(|entry| entry.name.as_str());
        match &before {
            None if args.prune => Err(at(&path, "there is no baseline to prune")),
            Some(before) if before.environment.as_deref() != environment => Err(mixed(&path, before, environment)),
            _ => Ok(before),
        }
    })?;
    let Checked { outcome, troubles, config } = checked;
    if !troubles.is_empty() {
        // Half a baseline would let the other half come back as news.
        return Err(troubles);
    }
    let before = config.baseline.as_ref().map(|before| before.entries.as_slice()).unwrap_or_default();
    let entries = if args.prune { pruned(before, &outcome) } else { present(before, &outcome) };
    let environment = config.chosen().map(|entry| entry.name.as_str());
    let text = text_of(environment, &entries).map_err(|error| vec![at(&path, &error.to_string())])?;
    write(&path, &text).map_err(|trouble| vec![trouble])?;
    let mut remarks = vec![said(&path, before, &entries)];
    if config.baseline_file.is_none() {
        let shown = shown(&path);
        remarks.push(format!(
            "to use it: powerlint check --baseline {shown}, or baseline = \"{shown}\" in powerlint.toml"
        ));
    }
    Ok(remarks)
}

/// What there is now, and what this run cannot tell anything of.
fn present(before: &[BaselineEntry], outcome: &Outcome) -> Vec<BaselineEntry> {
    let known = outcome.suppressed.iter().filter(|one| one.by == SuppressedBy::Baseline).map(|one| &one.finding);
    let open = outcome.findings.iter().chain(&outcome.repeated).filter(|finding| !is_about_decisions(finding.rule));
    let mut entries = entries_of(known.chain(open));
    entries.extend(outcome.baseline.open.iter().filter_map(|index| before.get(*index)).cloned());
    entries
}

/// What was there, without what fits no finding any more.
fn pruned(before: &[BaselineEntry], outcome: &Outcome) -> Vec<BaselineEntry> {
    let kept = before.iter().enumerate().filter(|(index, _)| !outcome.baseline.stale.contains(index));
    kept.map(|(_, entry)| entry.clone()).collect()
}

fn text_of(environment: Option<&str>, entries: &[BaselineEntry]) -> serde_json::Result<String> {
    let mut entries: Vec<&BaselineEntry> = entries.iter().collect();
    entries.sort_by(|one, other| key(one).cmp(&key(other)));
    let findings = entries.into_iter().map(|entry| Entry {
        fingerprint: &entry.fingerprint,
        rule: &entry.rule,
        solution: entry.solution.as_deref(),
        subject: &entry.subject,
        message: &entry.message,
    });
    let file = File { version: BASELINE_VERSION, environment, findings: findings.collect() };
    let mut text = serde_json::to_string_pretty(&file)?;
    text.push('\n');
    Ok(escape::json(&text))
}

/// The order of the file: the same whatever the order of the run.
fn key(entry: &BaselineEntry) -> impl Ord + '_ {
    (entry.solution.as_deref().map(str::to_lowercase), &entry.rule, entry.subject.to_lowercase(), &entry.fingerprint)
}

/// Writes the file unless it is there as it should be.
fn write(path: &Path, text: &str) -> Result<(), Trouble> {
    if fs::read(path).is_ok_and(|known| known == text.as_bytes()) {
        return Ok(());
    }
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    write_file(&target, text)
}

/// `powerlint-baseline.json: 12 findings (3 added, 1 removed)`
fn said(path: &Path, before: &[BaselineEntry], after: &[BaselineEntry]) -> String {
    let missing = |from: &[BaselineEntry], to: &[BaselineEntry]| {
        let mut left: Vec<&str> = to.iter().map(|entry| entry.fingerprint.as_str()).collect();
        let gone = from.iter().filter(|entry| match left.iter().position(|known| *known == entry.fingerprint) {
            Some(at) => {
                left.swap_remove(at);
                false
            }
            None => true,
        });
        gone.count()
    };
    let noun = if after.len() == 1 { "finding" } else { "findings" };
    let (added, removed) = (missing(after, before), missing(before, after));
    format!("{}: {} {noun} ({added} added, {removed} removed)", shown(path), after.len())
}

fn mixed(path: &Path, before: &Baseline, environment: Option<&str>) -> Trouble {
    let name = |environment: Option<&str>| {
        environment.map_or("no environment".to_owned(), |name| format!("environment {name}"))
    };
    let (written, here) = (name(before.environment.as_deref()), name(environment));
    at(path, &format!("this baseline was written for {written}, and this run answers for {here}"))
        .help("choose that one with --environment, or write another file with --output")
}

fn at(path: &Path, message: &str) -> Trouble {
    Trouble { path: Some(shown(path)), ..Trouble::new(message) }
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// The committed schema is what users download: `POWERLINT_UPDATE_SCHEMA=1 cargo test -p powerlint` writes it anew.
    #[test]
    fn the_committed_schema_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schema/powerlint-baseline-1.json");
        let schema = schemars::schema_for!(File<'static>);
        let now = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if std::env::var_os("POWERLINT_UPDATE_SCHEMA").is_some() {
            fs::write(path, &now).unwrap();
        }
        assert_eq!(fs::read_to_string(path).unwrap().replace("\r\n", "\n"), now);
    }
}
