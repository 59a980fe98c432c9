//! How often each rule fires on real packages, and how often it is right there: `docs/base-rates.md`.
//!
//! `POWERLINT_CORPUS` names the folder with the packages; without it only the page's form is checked. What was read is kept in
//! `testdata/base-rates.toml`, rule by rule. `UPDATE_BASE_RATES=1 POWERLINT_CORPUS=… cargo test -p powerlint --test base_rates`
//! writes the page anew.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken test must stop")]

mod support;

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    fs,
    path::PathBuf,
};

use engine::{Meta, Preset};
use serde::Deserialize;
use serde_json::Value;
use support::{powerlint, root};

/// What somebody has read of a rule's findings.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reading {
    /// How many findings there were.
    findings: usize,
    /// How many of them were opened in their files.
    read: usize,
    /// How many of those were wrong.
    wrong: usize,
    /// What was seen.
    said: String,
}

/// How often a rule fires.
#[derive(Debug, Default)]
struct Rate {
    errors: usize,
    warnings: usize,
    notes: usize,
    packages: BTreeSet<String>,
}

impl Rate {
    fn all(&self) -> usize {
        self.errors + self.warnings + self.notes
    }
}

fn readings() -> BTreeMap<String, Reading> {
    toml::from_str(&fs::read_to_string(root().join("testdata/base-rates.toml")).unwrap()).unwrap()
}

fn metas() -> impl Iterator<Item = &'static Meta> {
    rules::ALL.iter().map(|entry| entry.meta)
}

/// The run over the packages with every rule on; `None` where there is none.
fn report() -> Option<Value> {
    let Some(corpus) = env::var_os("POWERLINT_CORPUS").map(PathBuf::from) else {
        println!("skipped: POWERLINT_CORPUS is not set");
        return None;
    };
    let arguments = ["check", ".", "--no-config", "--preset", "all", "--format", "json", "--today", "2026-11-01"];
    let output = powerlint(&corpus).args(arguments).output().unwrap();
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

fn rates(report: &Value) -> BTreeMap<String, Rate> {
    let mut rates: BTreeMap<String, Rate> = BTreeMap::new();
    for finding in report["findings"].as_array().unwrap() {
        let rate = rates.entry(finding["rule"].as_str().unwrap().to_owned()).or_default();
        match finding["severity"].as_str().unwrap() {
            "error" => rate.errors += 1,
            "warning" => rate.warnings += 1,
            _ => rate.notes += 1,
        }
        rate.packages.extend(finding["package"].as_str().map(str::to_owned));
    }
    rates
}

#[test]
fn what_was_read_is_of_rules_that_exist_and_adds_up() {
    let mut faults = Vec::new();
    for (rule, reading) in readings() {
        let Some(meta) = metas().find(|meta| meta.name == rule) else {
            faults.push(format!("{rule} is no rule"));
            continue;
        };
        if reading.read > reading.findings || reading.wrong > reading.read || reading.said.is_empty() {
            faults.push(format!("{rule}: {reading:?} does not add up"));
        }
        if meta.preset == Preset::Recommended && reading.wrong * 20 > reading.read {
            faults.push(format!("{rule} is wrong more than once in twenty, and must not be recommended"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_error_of_the_recommended_rules_was_read_and_is_right() {
    let Some(report) = report() else { return };
    let (rates, readings) = (rates(&report), readings());
    let mut faults = Vec::new();
    for meta in metas() {
        let Some(rate) = rates.get(meta.name) else { continue };
        let Some(reading) = readings.get(meta.name) else {
            faults.push(format!("{}: {} findings, none of them read", meta.name, rate.all()));
            continue;
        };
        if reading.findings != rate.all() {
            faults.push(format!("{}: {} findings, read when there were {}", meta.name, rate.all(), reading.findings));
        }
        if meta.preset == Preset::Recommended && (reading.read < rate.errors || (rate.errors > 0 && reading.wrong > 0))
        {
            faults.push(format!("{}: {} errors, and {reading:?}", meta.name, rate.errors));
        }
    }
    assert!(faults.is_empty(), "{}\nread them, and correct testdata/base-rates.toml", faults.join("\n"));
}

#[test]
fn the_page_is_current() {
    let Some(report) = report() else { return };
    let page = page(&report, &rates(&report), &readings());
    let path = root().join("docs/base-rates.md");
    if env::var_os("UPDATE_BASE_RATES").is_some() {
        fs::write(path, page).unwrap();
        return;
    }
    assert!(
        fs::read_to_string(path).unwrap() == page,
        "docs/base-rates.md is not what the rules find; see this file's head"
    );
}

fn page(report: &Value, rates: &BTreeMap<String, Rate>, readings: &BTreeMap<String, Reading>) -> String {
    let packages = report["packages"].as_array().unwrap();
    let kinds = |part: &str| packages.iter().filter(|one| one["kind"].as_str().unwrap().contains(part)).count();
    let mut page = format!(
        "# Base rates\n\n<!-- Written from the rules, a folder of real packages and testdata/base-rates.toml:\n     \
         UPDATE_BASE_RATES=1 POWERLINT_CORPUS=… cargo test -p powerlint --test base_rates -->\n\n\
         How often each rule fires on real, public work, and how often it was right there. It decides the preset: a rule that is wrong\n\
         more than once in twenty is not recommended, and every error of a recommended rule was opened in its file and is truly wrong.\n\n\
         The packages are public ones under permissive licences: {} solutions, zipped and unpacked, and {} legacy packages. Many are there\n\
         twice, as a zip and as sources, and then count twice. {} findings are in a package that a generator made to test other tools:\n\
         its flows call functions that do not exist and name actions twice, so that errors are more frequent here than in your work.\n\n",
        kinds("solution"),
        kinds("legacy"),
        generated(report),
    );
    for preset in Preset::ALL {
        let _ = write!(
            page,
            "## {preset}\n\n| rule | errors | warnings | notes | packages | read | wrong | what was seen |\n\
             |---|--:|--:|--:|--:|--:|--:|---|\n"
        );
        for meta in metas().filter(|meta| meta.preset == preset) {
            let Some(rate) = rates.get(meta.name) else { continue };
            let none = Reading::default();
            let reading = readings.get(meta.name).unwrap_or(&none);
            let _ = writeln!(
                page,
                "| `{}` | {} | {} | {} | {} | {} | {} | {} |",
                meta.name,
                rate.errors,
                rate.warnings,
                rate.notes,
                rate.packages.len(),
                reading.read,
                reading.wrong,
                reading.said
            );
        }
        let silent: Vec<String> = metas()
            .filter(|meta| meta.preset == preset && !rates.contains_key(meta.name))
            .map(|meta| format!("`{}`", meta.name))
            .collect();
        let _ = write!(page, "\nNever fired there: {}.\n\n", silent.join(", "));
    }
    page.truncate(page.trim_end().len());
    page + "\n"
}

/// How many findings lie in the generated package.
fn generated(report: &Value) -> usize {
    let all = report["findings"].as_array().unwrap().iter();
    all.filter(|finding| finding["package"].as_str().is_some_and(|path| path.contains("StressTest"))).count()
}
