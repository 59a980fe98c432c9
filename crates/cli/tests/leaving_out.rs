//! The law of leaving out: what an inventory does not say accuses nobody. Each case is checked without each of its files, without
//! each column, and without each row. Of permissions, a row is the whole list of one connection: what a list does not name is
//! what it says. At last, much is left out at once, from the sample's facts in the forms of many tools.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken test must stop")]

mod support;

use std::{collections::BTreeSet, sync::LazyLock};

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;
use support::forms::{self, Files};
use support::{Case, findings, root};

/// Below `testdata/`: with the folder of their inventory.
const CASES: [(&str, &str); 14] = [
    ("contoso", "inventory/development/"),
    ("rules/several-owners/advised-practice-as-exported", "inventory/"),
    ("rules/several-owners/one-person-under-several-keys", "inventory/"),
    ("rules/several-owners/as-powershell-writes-it", "inventory/"),
    ("rules/several-owners/who-made-a-flow-need-not-own-it", "inventory/"),
    ("rules/personal-connection/every-form-of-account", "inventory/"),
    ("rules/personal-connection/a-service-account-that-a-person-signed-in", "inventory/"),
    ("rules/not-in-common-solution/the-components-of-solutions-name-it", "inventory/"),
    ("rules/not-shared-with-deployer/deployers-by-every-id", "inventory/"),
    ("rules/signed-in-as-another/every-pair", "inventory/"),
    ("rules/guest-connection/owner-and-account", "inventory/"),
    ("rules/creator-only-connection/every-list", "inventory/"),
    ("rules/deployer-cannot-share/every-role", "inventory/"),
    ("rules/principal-expiring/owner-and-account-of-connections", "inventory/"),
];

/// What a finding about connections is about, without what may change when less is known: who is named, and how loudly.
type Identity = (String, String, String);

struct Whole {
    case: Case,
    folder: &'static str,
    found: BTreeSet<Identity>,
}

fn cases() -> Vec<Whole> {
    CASES.map(Whole::of).into()
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
    fn of((name, folder): (&str, &'static str)) -> Self {
        let mut case = Case::of_folder(&root().join("testdata").join(name));
        if name == "contoso" {
            case.files.insert("arguments".to_owned(), b".".to_vec());
        }
        let found = about_connections(&case);
        Self { case, folder, found }
    }

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

/// What a test leaves out.
#[derive(Debug, Clone)]
struct LeftOut {
    form: Index,
    files: Vec<Index>,
    columns: Vec<Index>,
    rows: Vec<Index>,
}

fn left_out() -> impl Strategy<Value = LeftOut> {
    let some = |most| prop::collection::vec(any::<Index>(), 0..most);
    (any::<Index>(), some(3), some(4), some(12)).prop_map(|(form, files, columns, rows)| LeftOut {
        form,
        files,
        columns,
        rows,
    })
}

/// The rows of a table, whatever wraps them.
fn rows_of(table: &mut Value) -> Option<&mut Vec<Value>> {
    let table = match table {
        Value::Array(_) => table,
        _ if table["value"].is_array() => &mut table["value"],
        _ if table["data"].is_array() => &mut table["data"],
        _ => &mut table["values"]["root_module"]["resources"],
    };
    table.as_array_mut()
}

/// The connection whose list of permissions a row belongs to, if it belongs to one.
fn list_of(row: &Value) -> Option<String> {
    let id = row["RoleId"].as_str().or(row["id"].as_str())?;
    Some(id.split_once("/permissions/")?.0.to_owned())
}

impl LeftOut {
    fn apply(&self, files: &mut Files) {
        for index in &self.files {
            // A folder without facts is an error.
            if files.len() > 1 {
                let name = index.get(&files.keys().cloned().collect::<Vec<_>>()).clone();
                files.remove(&name);
            }
        }
        for bytes in files.values_mut() {
            let Ok(mut table) = serde_json::from_slice::<Value>(bytes) else { continue };
            let Some(rows) = rows_of(&mut table) else { continue };
            for index in &self.rows {
                if rows.len() > 1 {
                    let row = rows.remove(index.index(rows.len()));
                    let list = list_of(&row);
                    rows.retain(|other| list.is_none() || list_of(other) != list);
                }
            }
            let mut columns = BTreeSet::new();
            for row in rows.iter() {
                keys(row, &mut columns);
            }
            let columns: Vec<String> = columns.into_iter().collect();
            for index in self.columns.iter().filter(|_| !columns.is_empty()) {
                let column = &columns[index.index(columns.len())];
                for row in rows.iter_mut() {
                    without(row, column);
                }
            }
            *bytes = table.to_string().into_bytes();
        }
    }
}

/// The sample, checked once.
static SAMPLE: LazyLock<Whole> = LazyLock::new(|| Whole::of(CASES[0]));

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn leaving_out_much_at_once_accuses_nobody(left_out in left_out()) {
        let whole = &*SAMPLE;
        let facts = forms::facts_of(&whole.case, whole.folder);
        let (name, form) = left_out.form.get(&[forms::WHOLE, forms::PARTS].concat()).to_owned();
        let mut files = form(&facts);
        left_out.apply(&mut files);
        whole.assert_accuses_nobody(&forms::with(&whole.case, whole.folder, &files), &format!("{name}: {left_out:?}"));
    }
}
