#![allow(clippy::unwrap_used)]

use std::collections::HashSet;

use serde_json::Value;

use super::{relative, render};
use crate::report::samples;

#[test]
fn a_merge_request_reads() {
    insta::assert_snapshot!(render(&samples::reported(&samples::outcome(), &[])).unwrap());
}

#[test]
fn no_entry_hides_another() {
    let outcome = samples::outcome();
    let entries: Vec<Value> = serde_json::from_str(&render(&samples::reported(&outcome, &[])).unwrap()).unwrap();
    let fingerprints: HashSet<_> = entries.iter().map(|entry| entry["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(fingerprints.len(), outcome.findings.len());
}

#[test]
fn paths_begin_at_the_root() {
    assert_eq!(relative("./src/a.json"), "src/a.json");
    assert_eq!(relative("."), "powerlint.toml");
}
