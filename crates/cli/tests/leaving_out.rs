//! The law of leaving out: what an inventory does not say accuses nobody. Each case is checked without each of its files, without
//! each column, and without each row. Of permissions, a row is the whole list of one connection: what a list does not name is
//! what it says.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken test must stop")]

mod support;

use std::collections::BTreeSet;

use serde_json::Value;
use support::{Case, findings, root};

/// Below `testdata/`: with the folder of their inventory.
const CASES: [(&str, &str); 10] = [
    ("contoso", "inventory/development/"),
    ("rules/several-owners/advised-practice-as-exported", "inventory/"),
    ("rules/several-owners/one-person-under-several-keys", "inventory/"),
    ("rules/several-owners/as-powershell-writes-it", "inventory/"),
    ("rules/personal-connection/every-form-of-account", "inventory/"),
    ("rules/not-in-common-solution/the-components-of-solutions-name-it", "inventory/"),
    ("rules/not-shared-with-deployer/deployers-by-every-id", "inventory/"),
    ("rules/signed-in-as-another/every-pair", "inventory/"),
    ("rules/guest-connection/owner-and-account", "inventory/"),
    ("rules/creator-only-connection/every-list", "inventory/"),
];

/// What a finding about connections is about, without what may change when less is known: who is named, and how loudly.
type Identity = (String, String, String);

struct Whole {
    case: Case,
    folder: &'static str,
    found: BTreeSet<Identity>,
}

fn cases() -> Vec<Whole> {
    let all = CASES.map(|(name, folder)| {
        let mut case = Case::of_folder(&root().join("testdata").join(name));
        if name == "contoso" {
            case.files.insert("arguments".to_owned(), b".".to_vec());
        }
        let found = about_connections(&case);
        Whole { case, folder, found }
    });
    all.into()
}

fn about_connections(case: &Case) -> BTreeSet<Identity> {
    let output = case.check(&["--format", "json"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("panicked"), "{said}");
    // Where nothing of the inventory can be used, there is no report.
    if output.stdout.is_empty() {
        return BTreeSet::new();
    }
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let found = findings(&output).into_iter().filter(|finding| finding["category"] == "connections");
    found.map(|finding| ["rule", "subject", "fingerprint"].map(|key| text(&finding, key)).into()).collect()
}

impl Whole {
    /// The files of facts, by their paths in the case.
    fn inventory(&self) -> Vec<&String> {
        self.case.files.keys().filter(|path| path.starts_with(self.folder)).collect()
    }

    /// The files of facts that are JSON.
    fn tables(&self) -> impl Iterator<Item = (&String, Value)> {
        self.inventory()
            .into_iter()
            .filter_map(|path| Some((path, serde_json::from_slice(&self.case.files[path]).ok()?)))
    }

    fn assert_accuses_nobody(&self, less: &Case, what: &str) {
        let found = about_connections(less);
        let added: Vec<_> = found.difference(&self.found).collect();
        assert!(added.is_empty(), "{what}: {added:#?}");
    }
}

#[test]
fn leaving_out_files_accuses_nobody() {
    for whole in cases() {
        let files = whole.inventory();
        assert!(files.len() > 2, "{files:?}");
        // All is what the others are compared with, and a folder without facts is an error.
        for chosen in 1..(1_u32 << files.len()) - 1 {
            let mut less = whole.case.clone();
            let left_out: Vec<_> = files.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 0).collect();
            for (_, path) in &left_out {
                less.files.remove(**path);
            }
            whole.assert_accuses_nobody(&less, &format!("without {left_out:?}"));
        }
    }
}

/// The keys of all objects in a value.
fn keys(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            into.extend(object.keys().cloned());
            object.values().for_each(|value| keys(value, into));
        }
        Value::Array(items) => items.iter().for_each(|value| keys(value, into)),
        _ => {}
    }
}

fn without(value: &mut Value, key: &str) {
    match value {
        Value::Object(object) => {
            object.remove(key);
            object.values_mut().for_each(|value| without(value, key));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| without(value, key)),
        _ => {}
    }
}

#[test]
fn leaving_out_columns_accuses_nobody() {
    for whole in cases() {
        for (path, table) in whole.tables() {
            let mut columns = BTreeSet::new();
            table["value"].as_array().unwrap().iter().for_each(|row| keys(row, &mut columns));
            for column in columns {
                let mut rows = table["value"].clone();
                without(&mut rows, &column);
                let mut less = whole.case.clone();
                let mut table = table.clone();
                table["value"] = rows;
                less.files.insert(path.clone(), table.to_string().into_bytes());
                whole.assert_accuses_nobody(&less, &format!("{path} without {column}"));
            }
        }
    }
}

#[test]
fn leaving_out_rows_accuses_nobody() {
    for whole in cases() {
        for (path, table) in whole.tables() {
            let rows = table["value"].as_array().unwrap();
            // A permission belongs to the list of its connection; any other row stands for itself.
            let list = |at: usize| match rows[at]["id"].as_str().and_then(|id| id.split_once("/permissions/")) {
                Some((connection, _)) => connection.to_owned(),
                None => at.to_string(),
            };
            let lists: BTreeSet<String> = (0..rows.len()).map(list).collect();
            for left_out in lists {
                let kept: Vec<&Value> =
                    rows.iter().enumerate().filter(|(at, _)| list(*at) != left_out).map(|(_, row)| row).collect();
                let mut table = table.clone();
                table["value"] = serde_json::json!(kept);
                let mut less = whole.case.clone();
                less.files.insert(path.clone(), table.to_string().into_bytes());
                whole.assert_accuses_nobody(&less, &format!("{path} without row {left_out}"));
            }
        }
    }
}
