//! The zips of the sample `testdata/contoso` hold what `testdata/contoso-src` says, as an export would hold it.
//!
//! `UPDATE_SAMPLE=1 cargo test -p powerlint --test sample` writes them anew.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a broken test must stop, and these tests name their files themselves"
)]

mod support;

use std::{
    collections::BTreeMap,
    fs::File,
    io::{Cursor, Read, Write},
};

use inventory::{
    ConnectorTable, Environment, InputId, InputKind, JoinOptions, ServiceAccounts, Verdict, read::Read as Content,
};
use support::{Case, root};

/// The sources and the zips made from them.
const ZIPS: [(&str, &str); 3] = [
    ("ContosoCommon", "ContosoCommon_1_0_0_3.zip"),
    ("ContosoHR", "ContosoHR_1_0_2_0.zip"),
    ("Remind-me-of-expenses_20260105093012", "Remind-me-of-expenses_20260105093012.zip"),
];

/// A file as an export writes it: JSON on one line, XML with a byte order mark.
fn exported(path: &str, text: &[u8]) -> Vec<u8> {
    if path.ends_with(".json") {
        support::minified(&String::from_utf8_lossy(text)).into_bytes()
    } else if matches!(path, "solution.xml" | "customizations.xml" | "[Content_Types].xml") {
        [b"\xEF\xBB\xBF", text].concat()
    } else {
        text.to_vec()
    }
}

fn expected(source: &str) -> BTreeMap<String, Vec<u8>> {
    let sources = Case::of_folder(&root().join("testdata/contoso-src").join(source));
    sources.files.into_iter().map(|(path, text)| (path.clone(), exported(&path, &text))).collect()
}

fn zipped(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    // The same bytes on every day: an entry's time is that of the format's first day.
    let options = zip::write::SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        writer.start_file(path, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn the_zips_hold_what_their_sources_say() {
    for (source, name) in ZIPS {
        let path = root().join("testdata/contoso").join(name);
        let expected = expected(source);
        if std::env::var_os("UPDATE_SAMPLE").is_some() {
            std::fs::write(&path, zipped(&expected)).unwrap();
        }
        let mut archive = zip::ZipArchive::new(File::open(&path).unwrap()).unwrap();
        let mut found = BTreeMap::new();
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            found.insert(entry.name().unwrap().into_owned(), bytes);
        }
        let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&found), names(&expected), "{name}: other entries; UPDATE_SAMPLE=1 writes the zips anew");
        for (path, bytes) in &expected {
            assert!(&found[path] == bytes, "{name}: {path} differs; UPDATE_SAMPLE=1 writes the zips anew");
        }
    }
}

#[test]
fn a_flow_in_a_zip_stands_on_one_line() {
    let files = expected("ContosoHR");
    let flows: Vec<_> = files.iter().filter(|(path, _)| path.starts_with("Workflows/")).collect();
    assert_eq!(flows.len(), 3);
    for (path, bytes) in flows {
        assert!(!bytes.contains(&b'\n'), "{path}");
        serde_json::from_slice::<serde_json::Value>(bytes).unwrap();
    }
}

/// What is known of the sample's development environment.
fn development() -> Environment {
    let folder = root().join("testdata/contoso/inventory/development");
    let (mut inputs, mut facts) = (Vec::new(), Vec::new());
    for (name, bytes) in Case::of_folder(&folder).files {
        let id = InputId(u32::try_from(inputs.len()).unwrap());
        let (input, read) = inventory::read::read(&name, bytes, id).unwrap();
        let Content::Facts(found) = read else { panic!("{name} is no file of facts") };
        inputs.push(input);
        facts.push(found);
    }
    let options = JoinOptions {
        service_accounts: ServiceAccounts::new(["svc-*@contoso.com"]).unwrap(),
        connectors: ConnectorTable::built_in(),
    };
    Environment::join(inputs, facts, None, options).unwrap()
}

#[test]
fn the_inventory_holds_several_of_the_real_forms() {
    let environment = development();
    let kinds: Vec<_> =
        environment.inputs().iter().map(|input| (input.path.as_str(), input.kind, input.records)).collect();
    let expected = [
        ("connectionreferences.json", InputKind::DataverseConnectionReferences, 10),
        ("connections.json", InputKind::Connections, 9),
        ("known.toml", InputKind::Native, 1),
        ("permissions.json", InputKind::Permissions, 14),
        ("systemusers.json", InputKind::DataverseSystemUsers, 6),
        ("workflows.json", InputKind::DataverseWorkflows, 6),
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn the_accounts_behind_the_references_are_those_of_the_story() {
    let environment = development();
    for (reference, connector, verdict) in [
        ("contoso_DataverseAda", "shared_commondataserviceforapps", Verdict::ServicePrincipal),
        ("contoso_DataverseGrace", "shared_commondataserviceforapps", Verdict::ServicePrincipal),
        ("contoso_DataverseFinance", "shared_commondataserviceforapps", Verdict::Personal),
        ("contoso_sharedsharepointonline_1a2b3", "shared_sharepointonline", Verdict::Personal),
        ("contoso_sharedteams_7f8e9", "shared_teams", Verdict::ServiceAccount),
        ("contoso_sharedoffice365_5d6e7", "shared_office365", Verdict::ServiceAccount),
        ("contoso_sharedoffice365_9c4d1", "shared_office365", Verdict::ServiceAccount),
        // Neither account nor parameter set: only our own file tells of the first, and nothing of the second.
        ("contoso_sharedsql_3b2a1", "shared_sql", Verdict::ServicePrincipal),
        ("contoso_sharedazureblob_6e5f4", "shared_azureblob", Verdict::Unknown),
    ] {
        let credential = environment.credential_of(reference, Some(connector));
        assert_eq!(credential.verdict, verdict, "{reference}: {}", credential.evidence);
    }
}

/// What a run on the sample finds: rule, severity, subject.
fn told(arguments: &[&str]) -> Vec<(String, String, String)> {
    let output = support::powerlint(&root())
        .args(["check", "testdata/contoso", "--format", "json"])
        .args(arguments)
        .output()
        .unwrap();
    let word = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap().to_owned();
    support::findings(&output)
        .iter()
        .map(|finding| (word(finding, "rule"), word(finding, "severity"), word(finding, "subject")))
        .collect()
}

fn expect(arguments: &[&str], expected: &[(&str, &str, &str)]) {
    let told = told(arguments);
    let told: Vec<_> = told.iter().map(|(rule, severity, subject)| (&rule[..], &severity[..], &subject[..])).collect();
    assert_eq!(told, expected, "{arguments:?}");
}

#[test]
fn the_sample_tells_its_story_and_nothing_else() {
    expect(
        &[],
        &[
            ("several-owners", "note", "shared_commondataserviceforapps"),
            ("personal-connection", "warning", "contoso_DataverseFinance"),
            ("personal-connection", "note", "contoso_sharedsharepointonline_1a2b3"),
            ("not-shared-with-deployer", "error", "shared-teams-22222222-0000-0000-0000-000000000004"),
            ("several-owners", "warning", "contoso_sharedoffice365_9c4d1"),
            ("not-in-common-solution", "warning", "contoso_sharedoffice365_5d6e7"),
            ("account-in-package", "note", "ada@contoso.com"),
        ],
    );
}

#[test]
fn in_production_a_personal_connection_is_louder() {
    expect(
        &["--environment", "production"],
        &[
            // An error there, and one step lower, since SharePoint lets only users sign in.
            ("personal-connection", "warning", "contoso_sharedsharepointonline_1a2b3"),
            ("not-in-common-solution", "warning", "contoso_sharedoffice365_5d6e7"),
            ("account-in-package", "note", "ada@contoso.com"),
        ],
    );
}

#[test]
fn tokens_for_connection_ids_are_no_findings() {
    expect(
        &["--environment", "test"],
        &[
            ("not-in-common-solution", "warning", "contoso_sharedoffice365_5d6e7"),
            ("account-in-package", "note", "ada@contoso.com"),
        ],
    );
}
