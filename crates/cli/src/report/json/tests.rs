#![allow(clippy::unwrap_used)]

use engine::Outcome;
use serde_json::Value;

use super::{render, schema};
use crate::report::samples;

fn validate(text: &str) -> Value {
    let value: Value = serde_json::from_str(text).unwrap();
    let schema: Value = serde_json::from_str(&schema().unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<_> =
        validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new());
    value
}

#[test]
fn a_program_reads() {
    let outcome = samples::outcome();
    let text = render(&samples::reported(&outcome, &[])).unwrap();
    validate(&text);
    insta::assert_snapshot!(text);
}

#[test]
fn every_word_of_the_types_is_in_the_schema() {
    use solution::{PackageKind, model::Managed};

    for kind in [
        PackageKind::SolutionZip,
        PackageKind::SolutionFolder,
        PackageKind::YamlRepository,
        PackageKind::LegacyPackage,
        PackageKind::Flow,
        PackageKind::Container,
    ] {
        for managed in [None, Some(Managed::Managed), Some(Managed::Unmanaged), Some(Managed::Both)] {
            let mut outcome = samples::outcome();
            outcome.packages.first_mut().unwrap().kind = kind;
            outcome.packages.first_mut().unwrap().managed = managed;
            validate(&render(&samples::reported(&outcome, &[])).unwrap());
        }
    }
    for kind in inventory::InputKind::ALL {
        let mut outcome = samples::outcome();
        outcome.inputs.first_mut().unwrap().kind = kind;
        validate(&render(&samples::reported(&outcome, &[])).unwrap());
    }
    for kind in [
        engine::SubjectKind::ConnectionReference,
        engine::SubjectKind::Connection,
        engine::SubjectKind::Connector,
        engine::SubjectKind::Flow,
        engine::SubjectKind::App,
        engine::SubjectKind::Agent,
        engine::SubjectKind::Solution,
        engine::SubjectKind::File,
        engine::SubjectKind::Account,
    ] {
        let mut outcome = samples::outcome();
        outcome.findings.first_mut().unwrap().subject.kind = kind;
        validate(&render(&samples::reported(&outcome, &[])).unwrap());
    }
    for reason in [engine::Reason::NotConfigured, engine::Reason::NoData, engine::Reason::Incomplete] {
        let mut outcome = samples::outcome();
        outcome.coverage.first_mut().unwrap().reason = Some(reason);
        validate(&render(&samples::reported(&outcome, &[])).unwrap());
    }
}

#[test]
fn nothing_found_is_valid() {
    let outcome = Outcome::default();
    let value = validate(&render(&samples::reported(&outcome, &[])).unwrap());
    assert_eq!(value["summary"]["error"], 0);
}

#[test]
fn hostile_names_stay_data() {
    let outcome = samples::hostile();
    let text = render(&samples::reported(&outcome, &[])).unwrap();
    let value = validate(&text);
    let finding = outcome.findings.first().unwrap();
    assert_eq!(value["findings"][0]["message"].as_str(), Some(finding.message.as_str()));
    assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{9b}', '\u{7}', '\u{2028}']));
}

/// The committed schema is what users download: `POWERLINT_UPDATE_SCHEMA=1 cargo test -p powerlint` writes it anew.
#[test]
fn the_committed_schema_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schema/powerlint-output-1.json");
    let now = schema().unwrap();
    if std::env::var_os("POWERLINT_UPDATE_SCHEMA").is_some() {
        std::fs::write(path, &now).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    assert_eq!(committed, now);
}
