//! Nothing secret that lies in a file of facts is ever printed, whichever tool exported the file and whatever is asked.
#![allow(clippy::unwrap_used, reason = "a broken test must stop")]

mod support;

use serde_json::{Value, json};
use support::forms::{self, Files};
use support::{Case, powerlint, root};

const FOLDER: &str = "inventory/development/";

/// What must never come out. Of no shape that is masked wherever it stands: only the place tells that it is secret.
const SECRET: &str = "plover-xyzzy";

/// What a user asks, with a word for the sample's folder of facts.
const QUESTIONS: [&[&str]; 10] = [
    &["check", "."],
    &["check", ".", "--verbose"],
    &["check", ".", "--format", "json"],
    &["check", ".", "--format", "sarif"],
    &["inventory", FOLDER],
    &["inventory", FOLDER, "--format", "json"],
    &["inventory", FOLDER, "--format", "csv"],
    &["inventory", "convert", FOLDER],
    &["impact", "shared_sharepointonline", ".", "--format", "json"],
    &["settings", "ContosoFinance", "--inventory", FOLDER],
];

fn plant(files: &mut Files, name: &str, change: impl Fn(&mut Value)) {
    let mut table: Value = serde_json::from_slice(&files[name]).unwrap();
    table["value"].as_array_mut().unwrap().iter_mut().for_each(change);
    files.insert(name.to_owned(), serde_json::to_vec_pretty(&table).unwrap());
}

/// The sample's facts with secrets wherever an export may hold some.
fn planted(facts: &Files) -> Files {
    let mut files = facts.clone();
    plant(&mut files, "connections.json", |row| {
        let properties = row["properties"].as_object_mut().unwrap();
        properties
            .insert("testLinks".to_owned(), json!([{ "requestUri": format!("https://x.example/?sig={SECRET}") }]));
        let parameters = json!({ "server": SECRET, "password": SECRET, "connectionString": SECRET, "api_key": SECRET });
        properties.insert("connectionParameters".to_owned(), parameters);
        if let Some(set) = properties.get_mut("connectionParametersSet") {
            set["values"]["token:clientSecret"] = json!({ "value": SECRET });
        }
    });
    plant(&mut files, "workflows.json", |row| {
        let mut client_data: Value = serde_json::from_str(row["clientdata"].as_str().unwrap()).unwrap();
        client_data["properties"]["definition"] = json!({ "actions": { "Call": { "inputs": SECRET } } });
        row["clientdata"] = json!(client_data.to_string());
    });
    plant(&mut files, "connectionreferences.json", |row| {
        row["connectionparametersetconfig"] = json!(json!({ "name": "basic", "values": { "k": SECRET } }).to_string());
    });
    files
}

/// A second export that contradicts the first in every account, so that findings point into the files.
fn contradicting(facts: &Files) -> Files {
    let mut files = planted(facts);
    plant(&mut files, "connections.json", |row| row["properties"]["accountName"] = json!("somebody@contoso.com"));
    files
}

#[test]
fn no_answer_holds_a_secret_of_any_source() {
    let mut case = Case::of_folder(&root().join("testdata/contoso"));
    let facts = forms::facts_of(&case, FOLDER);
    let more = contradicting(&facts)["connections.json"].clone();
    for (name, form) in [forms::WHOLE, forms::PARTS].concat() {
        let mut files = form(&planted(&facts));
        files.insert("contradiction.json".to_owned(), more.clone());
        case = forms::with(&case, FOLDER, &files);
        let folder = tempfile::tempdir().unwrap();
        case.lay_out(folder.path());
        for question in QUESTIONS {
            let output = powerlint(folder.path()).args(question).output().unwrap();
            let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
            assert!(!said.is_empty(), "{name}: {question:?}");
            assert!(
                !said.contains("unrecognized subcommand") && !said.contains("invalid value"),
                "{question:?}: {said}"
            );
            assert!(!said.contains(SECRET), "{name}: {question:?}: {said}");
        }
    }
}

#[test]
fn credentials_of_applications_are_never_printed() {
    let folder = tempfile::tempdir().unwrap();
    let mut case = Case::of_folder(&root().join("testdata/contoso"));
    let applications = json!([{
        "id": "66666666-0000-0000-0000-0000000000a9", "appId": "77777777-0000-0000-0000-000000000009",
        "displayName": "sp-alm-deploy",
        "passwordCredentials": [{
            "customKeyIdentifier": SECRET, "displayName": "pipeline", "endDateTime": "2026-12-01T00:00:00Z",
            "hint": SECRET, "keyId": "99999999-0000-0000-0000-000000000001", "secretText": SECRET,
        }],
        "keyCredentials": [{
            "customKeyIdentifier": SECRET, "displayName": "CN=pipeline", "endDateTime": "2026-12-01T00:00:00Z",
            "key": SECRET, "keyId": "99999999-0000-0000-0000-000000000002", "type": "AsymmetricX509Cert", "usage": "Verify",
        }],
    }]);
    case.files.insert(format!("{FOLDER}applications.json"), serde_json::to_vec_pretty(&applications).unwrap());
    case.lay_out(folder.path());
    for question in QUESTIONS {
        let question =
            if question[0] == "check" { [question, &["--today", "2026-11-20"]].concat() } else { question.to_vec() };
        let output = powerlint(folder.path()).args(&question).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(!said.contains(SECRET), "{question:?}: {said}");
    }
}
