//! `powerlint impact`, from end to end: a new case is a new folder below `testdata/impact/`.
//!
//! A case holds packages and, all optional, `inventory/`, `settings/` and `powerlint.toml`. Its `commands` are the arguments of the
//! command, one run a line, words with blanks in single quotes. The snapshot beside the folder shows what each of them prints.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken test must stop")]

mod support;

use std::{fmt::Write as _, fs, path::Path};

use support::{Case, powerlint, root, stdout};

/// The words of a line.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in line.split('\'').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// What runs of the command print.
fn transcript(folder: &Path, commands: &str, facts: &[String]) -> String {
    let mut seen = String::new();
    for line in commands.lines() {
        let output = powerlint(folder).arg("impact").args(words(line)).args(facts).output().unwrap();
        let status = output.status.code().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        write!(seen, "$ powerlint impact {line}\n{}{errors}", stdout(&output)).unwrap();
        if status != 0 {
            writeln!(seen, "exit status {status}").unwrap();
        }
        seen.push('\n');
    }
    seen
}

fn assert_transcript(name: &str, seen: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("testdata/impact"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, seen));
}

#[test]
fn every_case_prints_what_it_printed() {
    for entry in fs::read_dir(root().join("testdata/impact")).unwrap() {
        let path = entry.unwrap().path();
        if !path.is_dir() {
            continue;
        }
        let mut case = Case::of_folder(&path);
        let commands = case.files.remove("commands").expect("every case has commands");
        let folder = tempfile::tempdir().unwrap();
        case.lay_out(folder.path());
        let given = |facts: &str| case.files.keys().any(|path| path.starts_with(&format!("{facts}/")));
        let facts = ["inventory", "settings"]
            .into_iter()
            .filter(|facts| given(facts) && !case.files.contains_key("powerlint.toml"));
        let facts: Vec<String> = facts.flat_map(|facts| [format!("--{facts}"), facts.to_owned()]).collect();
        let seen = transcript(folder.path(), &String::from_utf8(commands).unwrap(), &facts);
        assert_transcript(path.file_name().unwrap().to_str().unwrap(), &seen);
    }
}

#[test]
fn the_sample_shows_every_kind_and_format() {
    let commands = "\
        ada@contoso.com\n\
        ada@contoso.com --environment test\n\
        svc-hr@contoso.com --environment production --verbose\n\
        contoso_dataverseada --format json\n\
        shared-teams-22222222-0000-0000-0000-000000000004 --format mermaid\n\
        shared_office365\n\
        sp-alm-deploy\n\
        77777777-0000-0000-0000-000000000009 --kind account\n\
        contoso_sharedteams --no-config\n\
        contoso_sharedteams_7f8e9 --no-config\n\
        ada@contoso.com gone.zip\n";
    assert_transcript("sample", &transcript(&root().join("testdata/contoso"), commands, &[]));
}

#[test]
fn the_page_shows_what_the_command_prints() {
    let page = fs::read_to_string(root().join("docs/impact.md")).unwrap();
    for (command, format) in [("ada@contoso.com", "text"), ("contoso_DataverseAda --format mermaid", "mermaid")] {
        let output = powerlint(&root().join("testdata/contoso"))
            .env_remove("COLUMNS")
            .arg("impact")
            .args(words(command))
            .output()
            .unwrap();
        let shown = format!("```console\npowerlint impact {command}\n```\n\n```{format}\n{}```\n", stdout(&output));
        assert!(page.contains(&shown), "docs/impact.md does not show\n{shown}");
    }
}

#[test]
fn where_there_is_nothing_at_all_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let output = powerlint(folder.path()).args(["impact", "contoso_sql"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("there is no package in this folder") && output.stdout.is_empty(), "{said}");
}

#[test]
fn files_of_facts_alone_tell_what_they_can() {
    let folder = root().join("testdata/contoso/inventory");
    let output = powerlint(&folder)
        .args(["impact", "contoso_sharedteams_7f8e9", "--no-config", "--inventory", "development"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(
        (output.status.code(), said.as_str()),
        (Some(0), "there is no package in this folder, so only files of facts tell\n")
    );
    assert!(stdout(&output).contains("flow HR | Notify new joiner (in no package given)"), "{}", stdout(&output));
}
