//! `[[override]]`: other levels for a part of a repository.
#![allow(clippy::unwrap_used, reason = "a broken test must stop")]

mod support;

use std::{fs, path::Path};

use support::{powerlint, stdout};

/// The findings of a run as `package: severity rule`, and what was said on standard error.
fn findings(folder: &Path, config: &str, args: &[&str]) -> (Vec<String>, String) {
    fs::write(folder.join("powerlint.toml"), config).unwrap();
    let output = powerlint(folder).args(["check", "--format", "json"]).args(args).output().unwrap();
    let report: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap_or_default();
    let findings = report["findings"].as_array().into_iter().flatten();
    let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let mut found: Vec<_> = findings
        .map(|one| format!("{}: {} {}", word(&one["package"]), word(&one["severity"]), word(&one["rule"])))
        .collect();
    found.sort();
    (found, String::from_utf8_lossy(&output.stderr).into_owned())
}

/// Two solutions, each of which declares a reference that nothing uses, and has a flow that uses one that nothing declares.
fn two_solutions() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, name, number) in [(NEW, "New", 1), (OLD, "Old", 2)] {
        let write = |file: &str, text: String| {
            let file = folder.path().join(path).join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        };
        let flow = format!("Workflows/Orderintake-44444444-0000-0000-0000-00000000000{number}.json");
        write(
            "solution.xml",
            format!(
                "<ImportExportXml><SolutionManifest><UniqueName>{name}</UniqueName><Version>1.0</Version><Managed>0</Managed>\
                 <Publisher><UniqueName>contoso</UniqueName><CustomizationPrefix>contoso</CustomizationPrefix></Publisher>\
                 </SolutionManifest></ImportExportXml>"
            ),
        );
        write(
            "customizations.xml",
            format!(
                "<ImportExportXml><Workflows><Workflow WorkflowId=\"{{44444444-0000-0000-0000-00000000000{number}}}\" Name=\"Order intake\">\
                 <JsonFileName>/{flow}</JsonFileName><Category>5</Category><StateCode>1</StateCode></Workflow></Workflows>\
                 <connectionreferences><connectionreference connectionreferencelogicalname=\"contoso_sharepoint{number}\">\
                 <connectorid>/providers/Microsoft.PowerApps/apis/shared_sharepointonline</connectorid>\
                 </connectionreference></connectionreferences></ImportExportXml>"
            ),
        );
        let uses = serde_json::json!({ "properties": {
            "connectionReferences": { "shared_sql": {
                "runtimeSource": "embedded", "api": { "name": "shared_sql" },
                "connection": { "connectionReferenceLogicalName": "contoso_sql" },
            } },
            "definition": {
                "triggers": { "manual": { "type": "Request", "kind": "Button", "inputs": {} } },
                "actions": { "Rows": { "type": "OpenApiConnection", "runAfter": {}, "inputs": {
                    "host": { "connectionName": "shared_sql", "operationId": "GetItems_V2", "apiId": "/providers/Microsoft.PowerApps/apis/shared_sql" },
                    "parameters": {},
                } } },
            },
        } });
        write(&flow, uses.to_string());
    }
    folder
}

const NEW: &str = "src/New";
const OLD: &str = "src/legacy/Old";

#[test]
fn a_level_holds_for_a_part_alone() {
    let folder = two_solutions();
    let of = |rules: &str, place: &str| {
        findings(folder.path(), &format!("[[override]]\n{place}\n[override.rules]\n{rules}\n"), &[]).0
    };
    let both = [
        format!("{NEW}: error undeclared-reference"),
        format!("{NEW}: note unused-reference"),
        format!("{OLD}: error undeclared-reference"),
        format!("{OLD}: note unused-reference"),
    ];
    assert_eq!(of("stale-ignore = \"off\"", "paths = [\"gone\"]"), both);
    let off = "undeclared-reference = \"off\"\nunused-reference = \"error\"";
    let changed = [both[0].clone(), both[1].clone(), format!("{OLD}: error unused-reference")];
    for place in [
        "paths = [\"src/legacy\"]",
        "paths = [\"src/legacy/\"]",
        "paths = [\"./src/legacy/**\"]",
        "paths = [\"SRC/Legacy/*\"]",
        "paths = [\"nothing\", \"**/Old\"]",
    ] {
        assert_eq!(of(off, place), changed, "{place}");
    }
    // A file of a package.
    let flows = of("undeclared-reference = \"note\"", "paths = [\"**/legacy/**/Orderintake-*.json\"]");
    assert!(flows.contains(&format!("{OLD}: note undeclared-reference")), "{flows:?}");
    assert!(flows.contains(&both[0]), "{flows:?}");
    assert_eq!(of(off, "solutions = [\"ol*\"]"), changed);
    assert_eq!(of(off, "paths = [\"src/New\"]\nsolutions = [\"Old\"]"), both);
}

#[test]
fn a_rule_can_be_on_in_a_part_alone_and_the_last_override_counts() {
    let folder = two_solutions();
    let config = "[rules]\nunused-reference = \"off\"\nundeclared-reference = \"off\"\n\n\
        [[override]]\npaths = [\"src\"]\n[override.rules]\nunused-reference = \"error\"\n\n\
        [[override]]\npaths = [\"src/legacy\"]\n[override.rules]\nunused-reference = \"off\"\nundeclared-reference = \"on\"\n";
    let expected = [format!("{NEW}: error unused-reference"), format!("{OLD}: error undeclared-reference")];
    assert_eq!(findings(folder.path(), config, &[]).0, expected);
}

#[test]
fn paths_are_seen_from_the_configuration() {
    let folder = two_solutions();
    let config = "[[override]]\npaths = [\"src/legacy\"]\n[override.rules]\nundeclared-reference = \"off\"\n\
        unused-reference = \"off\"\n";
    fs::write(folder.path().join("powerlint.toml"), config).unwrap();
    let output = powerlint(&folder.path().join("src/legacy")).args(["check", "Old", "../New"]).output().unwrap();
    let said = stdout(&output);
    assert!(said.contains("1 error, 1 note in 2 solutions"), "{said}");
    assert!(!said.contains("-[Old/"), "{said}");
}

#[test]
fn what_an_override_lacks_or_cannot_have_is_said() {
    let folder = two_solutions();
    for (written, expected) in [
        ("[override.rules]\nunused-reference = \"off\"", "an [[override]] must say where it holds"),
        ("paths = [\"a\"]", "an [[override]] must say what it changes"),
        ("paths = [\"a[\"]\n[override.rules]\nunused-reference = \"off\"", "`a[` is not a pattern"),
        ("paths = [\"a\"]\n[override.rules]\nunused-refrence = \"off\"", "there is no rule `unused-refrence`"),
        ("paths = [\"a\"]\n[override.rules]\nunused-reference = \"of\"", "`of` is not a level"),
        ("paths = [\"a\"]\n[override.rules.complex-flow]\nmost = 3", "must be a level here, not a table"),
        ("path = [\"a\"]\n[override.rules]\nunused-reference = \"off\"", "did you mean `paths`?"),
    ] {
        let (_, said) = findings(folder.path(), &format!("[[override]]\n{written}\n"), &[]);
        assert!(said.contains(expected), "{written}: {said}");
    }
}
