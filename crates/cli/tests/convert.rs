//! One inventory, converted from whatever files there are, gives the answers of those files.
#![allow(clippy::unwrap_used, reason = "a broken test must stop")]

mod support;

use std::{collections::BTreeSet, fs};

use support::forms;
use support::{Case, findings, powerlint, root, stdout};

/// The findings, without the places. What is said of the files themselves is another thing of another file.
fn answers(case: &Case) -> BTreeSet<[String; 5]> {
    const OF_FILES: [&str; 2] = ["inventory-conflict", "stale-inventory"];
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    findings(&case.check(&["--format", "json"]))
        .iter()
        .map(|finding| ["rule", "severity", "subject", "fingerprint", "message"].map(|key| text(finding, key)))
        // What has no name of its own is called by its file.
        .filter(|[rule, .., message]| !OF_FILES.contains(&rule.as_str()) && !message.contains("inventory/"))
        .collect()
}

/// Every case of the rules whose facts are in one folder.
#[test]
fn every_case_of_the_rules_answers_the_same() {
    let mut faults = Vec::new();
    let mut judged = 0;
    for rule in fs::read_dir(root().join("testdata/rules")).unwrap() {
        for folder in fs::read_dir(rule.unwrap().path()).unwrap() {
            let path = folder.unwrap().path();
            if !path.join("inventory").is_dir() {
                continue;
            }
            let case = Case::of_folder(&path);
            let configuration = case.files.get("powerlint.toml").cloned().unwrap_or_default();
            let named = String::from_utf8_lossy(&configuration).into_owned();
            let arguments = case.files.get("arguments").cloned().unwrap_or_default();
            // Of several environments, or by their names, the files cannot be replaced by one.
            if named.contains("[[environment]]")
                || [named, String::from_utf8_lossy(&arguments).into_owned()]
                    .iter()
                    .any(|text| text.contains("inventory/"))
            {
                continue;
            }
            let facts = forms::facts_of(&case, "inventory/");
            // Data policies are not part of what is converted: their file stays beside it.
            let policies = facts.values().any(|bytes| String::from_utf8_lossy(bytes).contains("onnectorGroups"))
                || facts.values().any(|bytes| String::from_utf8_lossy(bytes).contains("apiGroups"));
            if policies {
                continue;
            }
            let Some(converted) = forms::try_converted(&facts) else { continue };
            let with = forms::with(&case, "inventory/", &converted);
            let (before, after) = (answers(&case), answers(&with));
            if before != after {
                let added: Vec<_> = after.difference(&before).collect();
                let missing: Vec<_> = before.difference(&after).collect();
                faults.push(format!("{}: added {added:#?}, missing {missing:#?}", path.display()));
            }
            judged += 1;
        }
    }
    assert!(judged > 30, "{judged}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_converted_file_is_converted_to_itself() {
    let case = Case::of_folder(&root().join("testdata/contoso"));
    let facts = forms::facts_of(&case, "inventory/development/");
    let once = forms::converted(&facts);
    assert_eq!(forms::converted(&once), once);
}

#[test]
fn what_contradicts_is_left_out_and_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = |account: &str| {
        format!(
            "schema = \"pp-inventory/1\"\n\n[[connection]]\nid = \"c1\"\nconnector = \"shared_sql\"\naccount = \"{account}\"\n"
        )
    };
    fs::write(folder.path().join("one.toml"), file("ada@contoso.com")).unwrap();
    fs::write(folder.path().join("two.toml"), file("grace@contoso.com")).unwrap();
    let output = powerlint(folder.path()).args(["inventory", "convert", ".", "--output", "all.toml"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        (output.status.code(), said.as_str()),
        (Some(0), "left out: the account of connection c1, of which two records do not say the same\n")
    );
    let shown = powerlint(folder.path()).args(["inventory", "one.toml", "two.toml"]).output().unwrap();
    let line = "unknown: the account of connection c1, of which two records do not say the same: ada@contoso.com, says one.toml, and \
                grace@contoso.com, says two.toml\n";
    assert!(stdout(&shown).contains(line), "{}", stdout(&shown));
    let written = fs::read_to_string(folder.path().join("all.toml")).unwrap();
    assert_eq!(
        written,
        "# Written by powerlint inventory convert.\n\
         # Left out: the account of connection c1, of which two records do not say the same.\n\
         schema = \"pp-inventory/1\"\npartial = [\"connections\"]\n\n\
         [[connection]]\nid = \"c1\"\nconnector = \"shared_sql\"\n"
    );
}

#[test]
fn nothing_is_written_where_a_file_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("facts.toml"), "schema = \"pp-inventory/1\"\n[[connection]]\nid = \"c1\"\n").unwrap();
    fs::write(folder.path().join("other.json"), "{").unwrap();
    let run = |arguments: &[&str]| powerlint(folder.path()).args(arguments).output().unwrap();
    let output = run(&["inventory", "convert", "facts.toml", "other.json", "--output", "all.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!folder.path().join("all.toml").exists());
    assert_eq!(run(&["inventory", "convert"]).status.code(), Some(2));
}

#[test]
fn no_cell_is_a_formula() {
    let folder = tempfile::tempdir().unwrap();
    let facts =
        "schema = \"pp-inventory/1\"\n[[reference]]\nname = \"=HYPERLINK(1)\"\nowner = \"@ada\"\nconnection = \"\"\n";
    fs::write(folder.path().join("facts.toml"), facts).unwrap();
    let output = powerlint(folder.path()).args(["inventory", "facts.toml", "--format", "csv"]).output().unwrap();
    let text = stdout(&output);
    let row: Vec<&str> = text.lines().nth(1).unwrap().split(',').collect();
    assert_eq!((row[0], row[2], row[5]), ("'=HYPERLINK(1)", "none", "'@ada"));
}
