//! Laws that hold for every package and every inventory, tried on the sample and on a broken copy of it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a broken test must stop, and these tests name their files themselves"
)]

mod support;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    path::Path,
    process::Output,
    sync::Mutex,
};

use rayon::prelude::*;

use serde_json::Value;
use support::{Case, findings, minified, powerlint, root};

/// Packages of the sample.
const HR: &str = "ContosoHR";
const LEGACY: &str = "Remind-me-of-expenses_20260105093012";

type Files = BTreeMap<String, Vec<u8>>;

/// A way in which one solution reaches us.
struct Form {
    name: &'static str,
    /// Zipped, with this separator in its names; `None` for a folder.
    separator: Option<&'static str>,
    /// In the layout that an exporter's sources have: `Other/`, and a file for each `Workflow` element.
    unpacked: bool,
    /// Whether the names of files and folders are in lower case.
    lower: bool,
    /// What is done to each text.
    text: fn(&str, &str) -> Vec<u8>,
}

const FORMS: [Form; 13] = [
    zipped("zip, one line", one_line),
    zipped("zip, pretty", plain),
    Form { separator: Some("\\"), ..zipped("zip, backslashes", one_line) },
    zipped("zip, byte order marks", with_mark),
    zipped("zip, every file on one line", all_on_one_line),
    Form { lower: true, ..zipped("zip, lower case", wide) },
    Form { unpacked: false, ..folder("folder", plain) },
    Form { unpacked: false, ..folder("folder, one line", one_line) },
    folder("unpacked", plain),
    folder("unpacked, byte order marks", with_mark),
    folder("unpacked, UTF-16", utf_16_json),
    folder("unpacked, line ends of Windows", windows),
    Form { lower: true, ..folder("unpacked, lower case", all_on_one_line) },
];

const fn zipped(name: &'static str, text: fn(&str, &str) -> Vec<u8>) -> Form {
    Form { name, separator: Some("/"), unpacked: false, lower: false, text }
}

const fn folder(name: &'static str, text: fn(&str, &str) -> Vec<u8>) -> Form {
    Form { name, separator: None, unpacked: true, lower: false, text }
}

fn plain(_: &str, text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

fn one_line(path: &str, text: &str) -> Vec<u8> {
    if path.ends_with(".json") { minified(text).into_bytes() } else { plain(path, text) }
}

/// XML, too, without the white space between its elements.
fn all_on_one_line(path: &str, text: &str) -> Vec<u8> {
    if path.ends_with(".xml") {
        text.lines().map(str::trim).collect::<String>().into_bytes()
    } else {
        one_line(path, text)
    }
}

/// Indented twice as much.
fn wide(_: &str, text: &str) -> Vec<u8> {
    let widened = text.lines().map(|line| {
        let indent = line.len() - line.trim_start().len();
        format!("{:indent$}{line}\n", "")
    });
    widened.collect::<String>().into_bytes()
}

/// YAML says by its indentation what stands in what.
fn wide_but_yaml(path: &str, text: &str) -> Vec<u8> {
    if path.ends_with(".xml") || path.ends_with(".json") { wide(path, text) } else { plain(path, text) }
}

fn with_mark(_: &str, text: &str) -> Vec<u8> {
    [b"\xEF\xBB\xBF", text.as_bytes()].concat()
}

fn utf_16_json(path: &str, text: &str) -> Vec<u8> {
    if !path.ends_with(".json") {
        return plain(path, text);
    }
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn windows(_: &str, text: &str) -> Vec<u8> {
    text.replace('\n', "\r\n").into_bytes()
}

impl Form {
    /// Lays a solution out in this form.
    fn lay_out(&self, solution: &Files, folder: &Path) {
        let files = if self.unpacked { unpacked(solution) } else { solution.clone() };
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (path, text) in &files {
            let bytes = (self.text)(path, std::str::from_utf8(text).unwrap());
            let path = if self.lower { &path.to_lowercase() } else { path };
            if let Some(separator) = self.separator {
                let options = zip::write::SimpleFileOptions::default();
                zip.start_file(path.replace('/', separator), options).unwrap();
                zip.write_all(&bytes).unwrap();
            } else {
                let file = folder.join("Form").join(path);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, bytes).unwrap();
            }
        }
        if self.separator.is_some() {
            fs::write(folder.join("Form_1_0_0_0.zip"), zip.finish().unwrap().into_inner()).unwrap();
        }
    }
}

/// The files of an exported solution as `SolutionPackager` lays them out.
fn unpacked(solution: &Files) -> Files {
    let mut files = Files::new();
    for (path, text) in solution {
        match path.as_str() {
            "[Content_Types].xml" => {}
            "solution.xml" => {
                files.insert("Other/Solution.xml".to_owned(), text.clone());
            }
            "customizations.xml" => {
                let mut rest = std::str::from_utf8(text).unwrap();
                let mut kept = String::new();
                while let Some((before, after)) = rest.split_once("<Workflow ") {
                    let (workflow, after) = after.split_once("</Workflow>").unwrap();
                    let (_, file) = workflow.split_once("<JsonFileName>/").unwrap();
                    let (file, _) = file.split_once('<').unwrap();
                    let element =
                        format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Workflow {workflow}</Workflow>");
                    files.insert(format!("{file}.data.xml"), element.into_bytes());
                    kept.push_str(before);
                    rest = after;
                }
                kept.push_str(rest);
                files.insert("Other/Customizations.xml".to_owned(), kept.into_bytes());
            }
            _ => {
                files.insert(path.clone(), text.clone());
            }
        }
    }
    files
}

fn source(name: &str) -> Files {
    Case::of_folder(&root().join("testdata/contoso-src").join(name)).files
}

/// The sample's HR solution with much that is wrong in it.
fn broken() -> Files {
    let mut files = source(HR);
    let mut replace = |file: &str, from: &str, to: &str| {
        let (_, text) = files.iter_mut().find(|(path, _)| path.contains(file)).unwrap();
        let changed = std::str::from_utf8(text).unwrap().replace(from, to);
        assert_ne!(changed.as_bytes(), &text[..], "{file}: nothing to replace");
        *text = changed.into_bytes();
    };
    replace("HRCloseprobation", "\"connectionReferenceLogicalName\": \"contoso_DataverseGrace\"", "");
    replace("HRAskfortimeoff", "contoso_DataverseAda", "contoso_Nowhere");
    replace("HRAskfortimeoff", "\"connectionName\": \"shared_office365users\"", "\"connectionName\": \"shared_rss\"");
    replace("HRNotifynewjoiner", "\"name\": \"shared_office365\"", "\"name\": \"shared_outlook\"");
    replace(
        "customizations.xml",
        "  </connectionreferences>",
        "    <connectionreference connectionreferencelogicalname=\"contoso_unused\">\n      \
         <connectionreferencedisplayname>Ünused of ada@contoso.com</connectionreferencedisplayname>\n      \
         <connectorid>/providers/Microsoft.PowerApps/apis/shared_office365</connectorid>\n    </connectionreference>\n    \
         <connectionreference connectionreferencelogicalname=\"contoso_without\" />\n  </connectionreferences>",
    );
    files
}

/// The same with a flow that cannot be read.
fn malformed() -> Files {
    let mut files = broken();
    let name = "Workflows/Cut-44444444-0000-0000-0000-000000000099.json";
    files.insert(name.to_owned(), b"{ \"properties\": ".to_vec());
    files
}

/// The sample's facts and packages, without one of them.
fn surroundings(folder: &Path, package: &str) {
    let mut files = Case::of_folder(&root().join("testdata/contoso")).files;
    files.retain(|path, _| !path.starts_with(package));
    for (path, bytes) in files {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
}

fn check(folder: &Path, arguments: &[&str]) -> Output {
    powerlint(folder).arg("check").args(arguments).output().unwrap()
}

/// The findings without what names a file and a place in it, in an order that does not depend on it.
fn apart_from_places(output: &Output) -> Vec<String> {
    fn strip(value: &mut Value) {
        for key in ["package", "file", "pointer", "region"] {
            value.as_object_mut().unwrap().remove(key);
        }
    }
    let mut all: Vec<String> = findings(output)
        .into_iter()
        .map(|mut finding| {
            strip(&mut finding);
            finding["notes"].as_array_mut().unwrap().iter_mut().for_each(strip);
            let text = serde_json::to_string_pretty(&finding).unwrap();
            // A finding on a file as such names it, in the case that it is written in.
            if finding["subjectKind"] == "file" { text.to_lowercase() } else { text }
        })
        .collect();
    all.sort();
    all
}

/// Lays a package out in every form among the rest of the sample, and compares what is found. `about` is in some of it.
fn same_in_every_form(what: &str, name: &str, package: &Files, about: &str) {
    let mut first: Option<(&str, Vec<String>)> = None;
    for form in &FORMS {
        let folder = tempfile::tempdir().unwrap();
        surroundings(folder.path(), name);
        form.lay_out(package, folder.path());
        let found = apart_from_places(&check(folder.path(), &["--format", "json", "--preset", "all"]));
        let some = found.iter().any(|finding| finding.contains(about));
        assert!(some, "{what}, {}: nothing about {about}:\n{}", form.name, found.join("\n"));
        let Some((name, expected)) = &first else {
            first = Some((form.name, found));
            continue;
        };
        let only = |one: &[String], other: &[String]| {
            one.iter().filter(|finding| !other.contains(finding)).cloned().collect::<Vec<_>>().join("\n")
        };
        assert!(
            &found == expected,
            "{what}: only as {name}:\n{}\nonly as {}:\n{}",
            only(expected, &found),
            form.name,
            only(&found, expected)
        );
    }
}

#[test]
fn a_solution_gives_the_same_findings_in_every_form() {
    same_in_every_form("the sample", HR, &source(HR), "\"ContosoHR\"");
    same_in_every_form("a broken copy", HR, &broken(), "\"ContosoHR\"");
    same_in_every_form("a malformed copy", HR, &malformed(), "\"ContosoHR\"");
}

#[test]
fn a_legacy_package_gives_the_same_findings_in_every_form() {
    same_in_every_form("the sample", LEGACY, &source(LEGACY), "\"account-in-package\"");
}

/// The cases of single rules that are one solution and nothing that is about its form.
fn small_solutions() -> Vec<(String, Case)> {
    let mut found = Vec::new();
    for rule in fs::read_dir(root().join("testdata/rules")).unwrap() {
        for path in fs::read_dir(rule.unwrap().path()).unwrap().map(|case| case.unwrap().path()) {
            if !path.is_dir() {
                continue;
            }
            let mut case = Case::of_folder(&path);
            let packages = case.packages();
            let is_one = packages.len() == 1 && packages.iter().all(|name| !name.contains('.'));
            let has = |end: &str| case.files.keys().any(|path| path.to_lowercase().ends_with(end));
            if !is_one || has("manifest.json") || has("as-is") || has("arguments") || has("/other/solution.xml") {
                continue;
            }
            let name = path.strip_prefix(root().join("testdata/rules")).unwrap().display().to_string();
            case.fill();
            found.push((name, case));
        }
    }
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

#[test]
fn every_rule_finds_the_same_in_every_form() {
    let forms = [
        &FORMS[0],
        &Form { separator: Some("\\"), ..zipped("zip, wide, backslashes", wide_but_yaml) },
        &Form { unpacked: false, ..folder("folder, UTF-16", utf_16_json) },
    ];
    let faults = Mutex::new(Vec::new());
    small_solutions().par_iter().for_each(|(name, case)| {
        let package = case.packages().remove(0);
        let (solution, beside): (Files, Files) =
            case.files.clone().into_iter().partition(|(path, _)| path.starts_with(&format!("{package}/")));
        let solution: Files =
            solution.into_iter().map(|(path, text)| (path[package.len() + 1..].to_owned(), text)).collect();
        // What is no text lies in archives of its own.
        if solution.values().any(|text| std::str::from_utf8(text).is_err()) {
            return;
        }
        let mut first: Option<Vec<String>> = None;
        for form in forms {
            let folder = tempfile::tempdir().unwrap();
            for (path, bytes) in &beside {
                let file = folder.path().join(path);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, bytes).unwrap();
            }
            form.lay_out(&solution, folder.path());
            let place = if form.separator.is_some() { "Form_1_0_0_0.zip" } else { "Form" };
            let output = check(folder.path(), &[place, "--format", "json", "--preset", "all"]);
            // A case about a configuration that cannot be used.
            if output.stdout.is_empty() {
                return;
            }
            let mut found = apart_from_places(&output);
            // The one rule that is about the form itself.
            found.retain(|finding| !finding.contains("\"managed-as-source\""));
            match &first {
                None => first = Some(found),
                Some(expected) if *expected != found => {
                    let only = |one: &[String], other: &[String]| {
                        one.iter().filter(|finding| !other.contains(finding)).cloned().collect::<Vec<_>>().join("\n")
                    };
                    faults.lock().unwrap().push(format!(
                        "{name}: only as {}:\n{}\nonly as {}:\n{}",
                        forms[0].name,
                        only(expected, &found),
                        form.name,
                        only(&found, expected)
                    ));
                }
                Some(_) => {}
            }
        }
    });
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{} cases differ\n{}", faults.len(), faults.join("\n\n"));
}

#[test]
fn the_broken_copies_are_broken_in_many_ways() {
    let rules = |solution: &Files| -> BTreeSet<String> {
        let folder = tempfile::tempdir().unwrap();
        surroundings(folder.path(), HR);
        FORMS[0].lay_out(solution, folder.path());
        let found = findings(&check(folder.path(), &["--format", "json"]));
        let of_solution = found.iter().filter(|finding| finding["solution"] == "ContosoHR");
        of_solution.map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
    };
    let broken = rules(&broken());
    for rule in [
        "connection-without-reference",
        "connector-mismatch",
        "duplicate-references",
        "not-in-common-solution",
        "personal-data-in-name",
        "reference-without-connector",
        "undeclared-reference",
        "unknown-connection-key",
        "unused-connection-key",
        "unused-reference",
    ] {
        assert!(broken.contains(rule), "no {rule} among {broken:?}");
    }
    let malformed = rules(&malformed());
    assert!(malformed.contains("malformed-json"), "{malformed:?}");
    // A flow that cannot be read may use anything.
    assert!(!malformed.contains("unused-reference"), "{malformed:?}");
}

#[test]
fn the_same_bytes_come_out_on_one_thread_and_on_two() {
    for format in ["text", "json", "sarif"] {
        let on = |jobs: &str| {
            let arguments =
                ["check", "testdata", "--config", "testdata/contoso/powerlint.toml", "-v", "--format", format];
            let output = powerlint(&root()).args(arguments).args(["--jobs", jobs]).output().unwrap();
            assert!(output.stdout.len() > 1000, "{}", String::from_utf8_lossy(&output.stderr));
            (output.stdout, output.stderr, output.status.code())
        };
        let one = on("1");
        for _ in 0..3 {
            assert!(on("2") == one, "{format} differs on two threads");
        }
    }
}

fn assert_no_panic(what: &str, output: &Output) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("panicked"), "{what}: {said}");
    assert!(matches!(output.status.code(), Some(0..=2)), "{what}: {:?} {said}", output.status);
}

#[test]
fn a_truncated_zip_is_an_input_that_cannot_be_read() {
    let whole = fs::read(root().join("testdata/contoso/ContosoHR_1_0_2_0.zip")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let length = whole.len();
    for kept in [0, 1, 3, 4, 30, 100, length / 4, length / 2, length - 60, length - 23, length - 22, length - 1] {
        fs::write(folder.path().join("cut.zip"), &whole[..kept]).unwrap();
        let output = check(folder.path(), &["cut.zip"]);
        assert_no_panic(&format!("{kept} bytes"), &output);
        assert_eq!(output.status.code(), Some(2), "{kept} of {length} bytes: {}", support::stdout(&output));
    }
}

#[test]
fn a_damaged_zip_does_no_harm() {
    let whole = fs::read(root().join("testdata/contoso/ContosoHR_1_0_2_0.zip")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for at in (0..whole.len()).step_by(whole.len() / 60) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0xFF;
        fs::write(folder.path().join("damaged.zip"), &damaged).unwrap();
        assert_no_panic(&format!("byte {at}"), &check(folder.path(), &["damaged.zip"]));
    }
}
