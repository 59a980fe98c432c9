//! Real packages against their ground truth.
//!
//! `POWERLINT_CORPUS` names the folder; without it nothing is read. `cargo test -p powerlint --test corpus -- --nocapture`
//! prints the counts.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken test must stop")]

mod support;

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
    process::Output,
};

use serde_json::Value;
use support::{findings, powerlint};

fn corpus() -> Option<PathBuf> {
    let root = env::var_os("POWERLINT_CORPUS").map(PathBuf::from);
    if root.is_none() {
        println!("skipped: POWERLINT_CORPUS is not set");
    }
    root
}

/// Without a configuration: the truth is that of the packages alone.
fn check(root: &Path, path: &str) -> Output {
    powerlint(root).args(["check", path, "--no-config", "--format", "json"]).output().unwrap()
}

/// A problem in comparable form: its class, where, what.
type Problem = (&'static str, String, String, String);

/// A problem of the ground truth; `None` for classes that no rule of powerlint finds yet.
fn expected(problem: &Value) -> Option<Problem> {
    let text = |key: &str| problem[key].as_str().unwrap_or_default().to_owned();
    let file = text("file").to_lowercase();
    Some(match problem["problem"].as_str().unwrap() {
        "undeclared-reference" => ("undeclared-reference", file, text("pointer"), text("name")),
        // Where in the YAML is told in words there.
        "undeclared-reference(agent)" => ("undeclared-reference", file, String::new(), text("name")),
        "declared-unused" => ("unused-reference", file, String::new(), text("name")),
        "several-references-same-connector" => {
            let names: BTreeSet<&str> = problem["names"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            let names = names.into_iter().collect::<Vec<_>>().join(" ");
            ("duplicate-references", file, text("connector").to_lowercase(), names)
        }
        "no-connection-reference(connection:{})" => {
            ("connection-without-reference", file, text("pointer"), String::new())
        }
        _ => return None,
    })
}

/// A finding in the same form; `None` for the other rules' findings and for packages inside the one that is checked.
fn found(finding: &Value, package: &str) -> Option<Problem> {
    let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let file = text("file").to_lowercase();
    if finding["package"] != package {
        return None;
    }
    let agent = finding["file"].as_str().is_some_and(|file| file.starts_with("botcomponents/"));
    Some(match finding["rule"].as_str().unwrap() {
        "undeclared-reference" => {
            ("undeclared-reference", file, if agent { String::new() } else { text("pointer") }, text("subject"))
        }
        "unused-reference" => ("unused-reference", file, String::new(), text("subject")),
        "duplicate-references" => {
            let message = text("message");
            let (_, names) = message.split_once(": ").unwrap();
            let names: BTreeSet<&str> = names.split(", ").flat_map(|name| name.split(" and ")).collect();
            ("duplicate-references", file, text("subject"), names.into_iter().collect::<Vec<_>>().join(" "))
        }
        "connection-without-reference" => ("connection-without-reference", file, text("pointer"), String::new()),
        _ => return None,
    })
}

#[test]
fn each_solution_of_the_ground_truth_matches_exactly() {
    let Some(root) = corpus() else { return };
    let truth: Value = serde_json::from_slice(&fs::read(root.join("EXPECTED.json")).unwrap()).unwrap();
    let mut faults = Vec::new();
    for entry in truth.as_array().unwrap() {
        let solution = entry["solution"].as_str().unwrap();
        let expected: Vec<Problem> = entry["findings"].as_array().unwrap().iter().filter_map(expected).collect();
        let found: Vec<Problem> =
            findings(&check(&root, solution)).iter().filter_map(|finding| found(finding, solution)).collect();
        for missed in expected.iter().filter(|one| !found.contains(one)) {
            faults.push(format!("{solution}: missed {missed:?}"));
        }
        for extra in found.iter().filter(|one| !expected.contains(one)) {
            faults.push(format!("{solution}: extra {extra:?}"));
        }
        if expected.len() != found.len() {
            faults.push(format!("{solution}: {} findings where {} are expected", found.len(), expected.len()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn all_packages_can_be_read() {
    let Some(root) = corpus() else { return };
    let output = check(&root, ".");
    // 2 would mean that an input could not be read, and a panic ends with 101.
    assert!(
        matches!(output.status.code(), Some(0 | 1)),
        "{:?}: {}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for finding in findings(&output) {
        *counts.entry(finding["rule"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    for (rule, count) in &counts {
        println!("{count:>6} {rule}");
    }
    assert!(!counts.is_empty());
}
