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

const CONFIGURATION: &str = "preset = \"strict\"
common-solutions = [\"ContosoCommon\"]

[[deployer]]
name = \"sp-alm-deploy\"

[[environment]]
name = \"production\"
stage = \"production\"
inventory = [\"inventory/production\"]

[rules]
nested-loops = \"off\"

[rules.complex-flow]
most = 12

[rules.personal-connection.stage]
development = \"off\"
production = \"error\"

[[override]]
paths = [\"legacy\"]
[override.rules]
nested-loops = \"on\"
";

#[test]
fn every_value_says_where_it_comes_from() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("powerlint.toml"), CONFIGURATION).unwrap();
    let of = |arguments: &[&str]| {
        let output = powerlint(folder.path()).arg("config").args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        stdout(&output)
    };
    // How many rules there are is not this test's matter.
    let text = of(&["--preset", "recommended", "--inventory", "facts"]);
    let counted = text.lines().map(|line| if line.starts_with("[rules]") { "[rules]" } else { line });
    insta::assert_snapshot!(counted.collect::<Vec<_>>().join("\n"));
    let value: Value = serde_json::from_str(&of(&["--format", "json"])).unwrap();
    assert_eq!(value["preset"]["from"], "powerlint.toml:1");
    assert_eq!(value["rules"]["personal-connection"]["level"]["from"], "powerlint.toml:20");
    assert_eq!(value["rules"]["several-owners"]["level"]["from"], "preset strict");
    assert_eq!(value["rules"]["complex-flow"]["options"]["most"], 12);
    assert_eq!(value["rules"]["complex-flow"]["level"]["value"], "off");
    // What is shown is TOML.
    assert!(of(&["-v"]).parse::<toml::Table>().is_ok());
    let without = powerlint(folder.path()).args(["config", "--no-config"]).output().unwrap();
    assert!(stdout(&without).starts_with("# no powerlint.toml"));
}
