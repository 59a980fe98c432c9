//! `powerlint settings`, from end to end: a new case is a new folder below `testdata/settings/`.
//!
//! A case holds packages and, all optional, `inventory/`, `powerlint.toml`, the file to update `settings/before.json`, and more
//! arguments in `arguments`. It holds what must come out: `settings/after.json`, byte for byte, and `said` on standard error.
//! `UPDATE_CASES=1 cargo test -p powerlint --test settings` writes both anew, to be read.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken test must stop")]

mod support;

use std::{
    fs,
    path::{Path, PathBuf},
};

use support::{Case, powerlint, root};
use syntax::Encoding;

/// All cases: name, folder, files.
fn cases() -> Vec<(String, PathBuf, Case)> {
    let folders = fs::read_dir(root().join("testdata/settings")).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<_> = folders
        .map(|folder| {
            (folder.file_name().unwrap().to_str().unwrap().to_owned(), folder.clone(), Case::of_folder(&folder))
        })
        .collect();
    cases.sort_by(|one, other| one.0.cmp(&other.0));
    assert!(cases.len() > 5);
    cases
}

const BEFORE: &str = "settings/before.json";
const AFTER: &str = "settings/after.json";

/// A case, laid out.
struct Laid {
    folder: tempfile::TempDir,
    arguments: Vec<String>,
}

impl Laid {
    fn out(case: &Case) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut case = case.clone();
        case.files.remove(AFTER);
        case.lay_out(folder.path());
        let mut arguments = vec!["settings".to_owned()];
        arguments.extend(case.packages().into_iter().filter(|name| name != "said"));
        if case.files.keys().any(|path| path.starts_with("inventory/")) {
            arguments.extend(["--inventory".to_owned(), "inventory".to_owned()]);
        }
        let more = case.files.get("arguments").map(|lines| String::from_utf8_lossy(lines).into_owned());
        arguments.extend(more.iter().flat_map(|lines| lines.lines()).map(str::to_owned));
        Self { folder, arguments }
    }

    /// Exit status, standard output, standard error.
    fn run(&self, more: &[&str]) -> (i32, Vec<u8>, String) {
        let mut command = powerlint(self.folder.path());
        let output = command.args(&self.arguments).args(more).output().unwrap();
        (output.status.code().unwrap(), output.stdout, String::from_utf8(output.stderr).unwrap())
    }

    /// Updates a file of these bytes.
    fn update(&self, bytes: &[u8]) -> (i32, Vec<u8>, String) {
        fs::create_dir_all(self.folder.path().join("settings")).unwrap();
        fs::write(self.folder.path().join(BEFORE), bytes).unwrap();
        self.run(&["--update", BEFORE])
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn every_case_leads_to_its_file() {
    let mut faults = Vec::new();
    for (name, folder, case) in cases() {
        let laid = Laid::out(&case);
        let (status, out, said) = match case.files.get(BEFORE) {
            Some(before) => laid.update(before),
            None => laid.run(&[]),
        };
        assert_eq!(status, 0, "{name}: {said}");
        if std::env::var_os("UPDATE_CASES").is_some() {
            fs::create_dir_all(folder.join("settings")).unwrap();
            fs::write(folder.join(AFTER), &out).unwrap();
            let path = folder.join("said");
            if said.is_empty() {
                fs::remove_file(path).unwrap_or_default();
            } else {
                fs::write(path, &said).unwrap();
            }
            continue;
        }
        if Some(&out) != case.files.get(AFTER) {
            faults.push(format!("{name} leads to\n{}", text(&out)));
        }
        if said != case.files.get("said").map(|bytes| text(bytes)).unwrap_or_default() {
            faults.push(format!("{name} says\n{said}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn updating_what_was_updated_changes_nothing() {
    for (name, _, case) in cases() {
        let laid = Laid::out(&case);
        let after = &case.files[AFTER];
        let (status, out, said) = laid.update(after);
        assert_eq!((status, text(&out)), (0, text(after)), "{name}: {said}");
        let (status, out, said) = laid.run(&["--update", BEFORE, "--check"]);
        assert_eq!((status, out.len()), (0, 0), "{name}: {said}");
    }
}

/// Writes a text in another manner.
type Rewrite = fn(&str) -> Vec<u8>;

/// What an update must not touch is kept, however the file is written: its encoding, line ends, indentation.
#[test]
fn the_manner_of_the_file_is_kept() {
    let manners: [(&str, Rewrite); 7] = [
        ("CRLF", |text| text.replace('\n', "\r\n").into_bytes()),
        ("tabs", |text| text.replace("  ", "\t").into_bytes()),
        ("four spaces", |text| text.replace("  ", "    ").into_bytes()),
        ("no end of the last line", |text| text.trim_end().as_bytes().to_vec()),
        ("UTF-8 with a mark", |text| Encoding::Utf8Bom.encode(text)),
        ("UTF-16", |text| Encoding::Utf16Le.encode(text)),
        ("UTF-16, CRLF", |text| Encoding::Utf16Be.encode(&text.replace('\n', "\r\n"))),
    ];
    let mut count = 0;
    for (name, _, case) in cases() {
        let (Some(before), after) = (case.files.get(BEFORE), text(&case.files[AFTER])) else { continue };
        let laid = Laid::out(&case);
        for (manner, rewrite) in manners {
            let (status, out, said) = laid.update(&rewrite(&text(before)));
            assert_eq!(status, 0, "{name}, {manner}: {said}");
            assert_eq!(text(&out), text(&rewrite(&after)), "{name}, {manner}");
            count += 1;
        }
    }
    assert!(count > 20);
}

#[test]
fn a_check_fails_exactly_where_an_update_would_change_the_file() {
    for (name, _, case) in cases() {
        let Some(before) = case.files.get(BEFORE) else { continue };
        let laid = Laid::out(&case);
        laid.update(before);
        let (status, out, said) = laid.run(&["--update", BEFORE, "--check"]);
        assert_eq!((status, out.len()), (i32::from(*before != case.files[AFTER]), 0), "{name}: {said}");
        assert_eq!(&fs::read(laid.folder.path().join(BEFORE)).unwrap(), before, "{name} was written to");
        let (status, _, said) = laid.run(&["--update", BEFORE, "--output", BEFORE, "--quiet"]);
        assert_eq!((status, said.as_str()), (0, ""), "{name}");
        assert_eq!(fs::read(laid.folder.path().join(BEFORE)).unwrap(), case.files[AFTER], "{name} was not written");
        let left: Vec<_> = fs::read_dir(laid.folder.path().join("settings")).unwrap().collect();
        assert_eq!(left.len(), 1, "{name} leaves something beside the file: {left:?}");
    }
}

/// A case by its name.
fn case(name: &str) -> Case {
    Case::of_folder(&root().join("testdata/settings").join(name))
}

#[test]
fn what_is_no_settings_file_is_refused_and_left_alone() {
    let laid = Laid::out(&case("a-new-file"));
    let refused = [
        (&b"[]"[..], "no deployment settings file"),
        (b"{\"value\": []}", "no deployment settings file"),
        (b"{\"EnvironmentVariables\": {}}", "EnvironmentVariables is not a list"),
        (
            b"{\"EnvironmentVariables\": [\n  {\"Value\": \"not-a-real-secret\" 1}]}",
            "not valid JSON: expected `,` or `}`, found a number (line 2, column 33)",
        ),
        (
            b"{\"EnvironmentVariables\": \"not-a-real-secret\"}",
            "EnvironmentVariables is not a list (line 1, column 26)",
        ),
        (b"", "the text is empty"),
        (b"{\"ConnectionReferences\": [\xff]}", "not valid UTF-8"),
    ];
    for (bytes, reason) in refused {
        let (status, out, said) = laid.update(bytes);
        assert_eq!((status, out.len()), (2, 0), "{said}");
        let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(reason) && words.contains(BEFORE), "{reason} in {said}");
        assert!(!said.contains("secret"), "{said}");
        let (status, ..) = laid.run(&["--update", BEFORE, "--output", BEFORE]);
        assert_eq!((status, fs::read(laid.folder.path().join(BEFORE)).unwrap().as_slice()), (2, bytes));
    }
    let (status, _, said) = laid.run(&["--update", "gone.json"]);
    assert_eq!(status, 2);
    assert!(said.contains("gone.json") && said.contains("leave --update out"), "{said}");
}

#[test]
fn nothing_is_written_where_a_package_cannot_be_read() {
    let damages: [fn(&Path); 3] = [
        |folder| fs::write(folder.join("ContosoOrders/customizations.xml"), "<ImportExportXml>").unwrap(),
        |folder| {
            let variable =
                "ContosoOrders/environmentvariabledefinitions/contoso_SiteUrl/environmentvariabledefinition.xml";
            fs::write(folder.join(variable), "<environmentvariabledefinition").unwrap();
        },
        |folder| fs::write(folder.join("inventory/connectionreferences.json"), "{\"value\": [").unwrap(),
    ];
    for damage in damages {
        let laid = Laid::out(&case("a-new-file"));
        damage(laid.folder.path());
        let (status, out, said) = laid.run(&["--output", "new.json"]);
        assert_eq!((status, out.len()), (2, 0), "{said}");
        assert!(!laid.folder.path().join("new.json").exists());
    }
    let laid = Laid::out(&case("a-new-file"));
    let flow = r#"{"properties": {"connectionReferences": {}, "definition": {"triggers": {}, "actions": {}}}}"#;
    fs::write(laid.folder.path().join("flow.json"), flow).unwrap();
    let output = powerlint(laid.folder.path()).args(["settings", "flow.json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("no solution was found in flow.json"), "{}", text(&output.stderr));
}

/// What the configuration holds for its default environment must not end up in the file of another one.
#[test]
fn bindings_come_from_what_the_command_line_names() {
    let run = |arguments: &[&str]| {
        let arguments = [&["settings", "ContosoHR_1_0_2_0.zip"], arguments].concat();
        let output = powerlint(&root().join("testdata/contoso")).args(&arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        (text(&output.stdout).contains("22222222"), text(&output.stderr))
    };
    let (bound, said) = run(&[]);
    assert!(!bound && said.contains("say whose, with --environment"), "{said}");
    assert_eq!(run(&["--environment", "development"]), (true, String::new()));
    assert_eq!(run(&["--inventory", "inventory/development"]), (true, String::new()));
    // A settings file is another way to say which connections there are; that of the environment is not, since it may be
    // the one that is made here.
    assert_eq!(run(&["--environment", "production"]), (false, String::new()));
    assert_eq!(run(&["--environment", "production", "--settings", "settings/production.json"]), (true, String::new()));
}

#[test]
fn the_page_shows_what_the_command_prints() {
    let page = fs::read_to_string(root().join("docs/settings.md")).unwrap();
    let arguments = ["settings", "ContosoHR_1_0_2_0.zip", "--environment", "development"];
    let output = powerlint(&root().join("testdata/contoso")).args(arguments).output().unwrap();
    let shown = format!(
        "```console\npowerlint {}\n```\n\nprints\n\n```json\n{}```\n",
        arguments.join(" "),
        text(&output.stdout)
    );
    assert!(page.contains(&shown), "docs/settings.md does not show\n{shown}");
    // What is said is what cases say.
    let (_, rest) = page.split_once("```text\n").unwrap();
    let said: Vec<String> =
        cases().iter().filter_map(|(_, _, case)| case.files.get("said").map(|said| text(said))).collect();
    for line in rest.split("```").next().unwrap().lines() {
        assert!(said.iter().any(|said| said.lines().any(|known| known == line)), "no case says {line}");
    }
}

#[test]
fn the_file_of_another_environment_is_refused() {
    let run = |environment: &str, settings: &str| {
        let arguments = ["settings", "ContosoHR_1_0_2_0.zip", "--environment", environment, "--update", settings];
        let output = powerlint(&root().join("testdata/contoso")).args(arguments).output().unwrap();
        (output.status.code().unwrap(), output.stdout.len(), text(&output.stderr))
    };
    let (status, written, said) = run("production", "settings/test.json");
    assert_eq!((status, written), (2, 0), "{said}");
    assert!(said.contains("is the settings file of the environment test, not of production"), "{said}");
    assert!(said.contains("--environment test"), "{said}");
    assert_eq!(run("test", "settings/test.json").0, 0);
    assert_eq!(run("production", "./settings/production.json").0, 0);
}

/// No value of a package's variable gets into a file, whether it is a secret or not.
#[test]
fn values_of_packages_stay_there() {
    let laid = Laid::out(&case("a-new-file"));
    let (_, out, said) = laid.run(&[]);
    for value in ["not-a-real-vault", "https://contoso.sharepoint.com/sites/dev", "orders@contoso.com"] {
        let files = case("a-new-file").files;
        assert!(files.values().any(|bytes| text(bytes).contains(value)), "no package holds {value}");
        assert!(!text(&out).contains(value) && !said.contains(value), "{value}");
    }
}
