//! The JSON Schema of powerlint.toml agrees with what is read: what is valid is accepted by both, and what one refuses the other
//! refuses, too.
#![allow(clippy::unwrap_used, reason = "a broken test must stop")]

mod support;

use std::{fs, path::Path};

use serde_json::Value;
use support::{powerlint, root, stdout};

fn schema() -> Value {
    let output = powerlint(Path::new(".")).args(["schema", "configuration"]).output().unwrap();
    serde_json::from_str(&stdout(&output)).unwrap()
}

/// A configuration as JSON: TOML's dates become strings.
fn as_json(text: &str) -> Option<Value> {
    let table: toml::Table = text.parse().ok()?;
    serde_json::to_value(table).ok()
}

#[test]
fn the_committed_schema_is_current() {
    let path = root().join("docs/schema/powerlint-toml.json");
    let output = powerlint(Path::new(".")).args(["schema", "configuration"]).output().unwrap();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, stdout(&output)).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap_or_default() == stdout(&output),
        "UPDATE_DOCS=1 cargo test -p powerlint --test configuration writes docs/schema/powerlint-toml.json anew"
    );
}

/// Every powerlint.toml of the tests, and every block of TOML on the page about it.
fn written() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("testdata")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.ends_with("powerlint.toml") {
                found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let page = fs::read_to_string(root().join("docs/configuration.md")).unwrap();
    for (number, block) in page.split("```toml\n").skip(1).enumerate() {
        found.push((format!("block {number} of docs/configuration.md"), block.split("```").next().unwrap().to_owned()));
    }
    found
}

#[test]
fn what_is_read_is_valid_and_what_is_valid_is_read() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let (mut valid, mut refused) = (0, 0);
    for (name, text) in written() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("powerlint.toml"), &text).unwrap();
        let output = powerlint(folder.path()).args(["rules", "--config", "powerlint.toml"]).output().unwrap();
        let Some(value) = as_json(&text) else { continue };
        let said = String::from_utf8_lossy(&output.stderr);
        if output.status.success() {
            valid += 1;
            let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{name} is read, but the schema says {}", errors.join("; "));
        } else if said.contains("unknown key") || said.contains(" must be ") || said.contains("is no value of") {
            refused += 1;
            assert!(!validator.is_valid(&value), "{name} is valid by the schema, but\n{said}");
        }
    }
    assert!(valid > 50, "{valid} configurations");
    // Mistakes that the schema is there for.
    for text in [
        "presets = \"all\"",
        "preset = \"most\"",
        "common-solutions = \"Contoso\"",
        "[rules.complex-flow]\nmosst = 3",
        "[rules.complex-flow]\nmost = \"three\"",
        "[rules]\ncomplex-flow = \"loud\"",
        "[[deployer]]\nname = 3",
        "[[ignore]]\nrule = \"complex-flow\"",
        "[[override]]\npaths = [\"a\"]",
        "[limits]\nentries = 0",
    ] {
        let value = as_json(text).unwrap();
        assert!(!validator.is_valid(&value), "{text}");
        refused += 1;
    }
    assert!(refused >= 10);
}
