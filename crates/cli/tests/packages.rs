//! Packages in all their forms and layouts, from end to end: a new case is a new folder below `testdata/packages/`.
#![allow(clippy::unwrap_used, reason = "a broken test must stop")]

mod support;

use std::{fs, path::Path, process::Output};

use support::{Case, powerlint, root, stdout};
use tempfile::TempDir;

/// The packages of a JSON report, one a line.
fn packages(output: &Output) -> String {
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    let line = |package: &serde_json::Value| {
        let told = ["kind", "path", "uniqueName", "version", "managed"].map(|key| text(&package[key]));
        told.join("  ") + "\n"
    };
    report["packages"].as_array().unwrap().iter().map(line).collect()
}

/// Of each case the exit status, the packages that were found, and what a user sees.
#[test]
fn the_packages_are_read_as_they_were() {
    let folder = root().join("testdata/packages");
    for case in fs::read_dir(&folder).unwrap() {
        let case = case.unwrap().path();
        if !case.is_dir() {
            continue;
        }
        let name = case.file_name().unwrap().to_str().unwrap().to_owned();
        let case = Case::of_folder(&case);
        let output = case.check(&[]);
        let status = output.status.code().unwrap();
        let found = packages(&case.check(&["--format", "json"]));
        let errors = String::from_utf8_lossy(&output.stderr);
        let seen = format!("exit status {status}\n\n{found}\n{}{errors}", stdout(&output));
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, seen));
    }
}

/// A folder with much of what lies in folders.
fn drop_folder() -> TempDir {
    let sample = root().join("testdata/contoso");
    let folder = tempfile::tempdir().unwrap();
    let copy = |from: &str, to: &str| {
        let to = folder.path().join(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(sample.join(from), to).unwrap();
    };
    copy("ContosoHR_1_0_2_0.zip", "ContosoHR_1_0_2_0.zip");
    copy("ContosoCommon_1_0_0_3.zip", "[old] exports/deep er/ContosoCommon.ZIP");
    copy("Remind-me-of-expenses_20260105093012.zip", "[old] exports/Remind.zip");
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file("readme.txt", zip::write::SimpleFileOptions::default()).unwrap();
    fs::write(folder.path().join("[old] exports/unrelated.zip"), writer.finish().unwrap().into_inner()).unwrap();
    folder
}

/// The exit status, the paths of the packages, and what is said on standard error.
fn paths_of(folder: &Path, arguments: &[&str]) -> (i32, Vec<String>, String) {
    let output = powerlint(folder).arg("check").args(arguments).args(["--format", "json"]).output().unwrap();
    let found = packages(&output);
    let paths = found.lines().filter_map(|line| line.split("  ").nth(1)).map(str::to_owned).collect();
    (output.status.code().unwrap(), paths, String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn zips_folders_and_patterns_may_be_mixed_and_each_package_counts_once() {
    let folder = drop_folder();
    let everything = ["ContosoHR_1_0_2_0.zip", "[old] exports/Remind.zip", "[old] exports/deep er/ContosoCommon.ZIP"];
    for arguments in [
        &[][..],
        &["."],
        &["ContosoHR_1_0_2_0.zip", "[old] exports"],
        &["*.zip", "./ContosoHR_1_0_2_0.zip", "ContosoHR*", "[old] exports", "."],
        &["*HR*.zip", "[old] exports/R*.zip", "[old] exports/**/*.ZIP"],
    ] {
        let (status, paths, said) = paths_of(folder.path(), arguments);
        assert_eq!((paths, said.as_str()), (everything.map(str::to_owned).to_vec(), ""), "{arguments:?}");
        assert_eq!(status, 0, "{arguments:?}");
    }
    let whole = folder.path().join("ContosoHR_1_0_2_0.zip");
    let (_, paths, _) = paths_of(folder.path(), &["ContosoHR_1_0_2_0.zip", whole.to_str().unwrap()]);
    assert_eq!(paths, ["ContosoHR_1_0_2_0.zip"], "as it was given first");
}

#[test]
fn an_unrelated_archive_is_counted_on_a_walk_and_refused_where_it_is_named() {
    let folder = drop_folder();
    let output = powerlint(folder.path()).args(["check", "[old] exports"]).output().unwrap();
    assert!(stdout(&output).contains("1 archive without a Power Platform package was left out"), "{}", stdout(&output));
    assert_eq!(output.status.code(), Some(0));
    // A shell that expands patterns names what it finds; so do we.
    for named in ["[old] exports/unrelated.zip", "[old] exports/*.zip"] {
        let (status, _, said) = paths_of(folder.path(), &[named]);
        assert_eq!(status, 2, "{named}");
        assert!(said.contains("unrelated.zip: there is no solution"), "{named}: {said}");
    }
}

#[test]
fn archives_that_git_keeps_elsewhere_are_told() {
    let folder = drop_folder();
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12345\n";
    fs::write(folder.path().join("Large.zip"), pointer).unwrap();
    let output = powerlint(folder.path()).arg("check").output().unwrap();
    let said = stdout(&output).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("Large.zip was not checked: it is a pointer of Git LFS"), "{said}");
    assert!(said.contains("1 archive without a Power Platform package was left out"), "{said}");
    let (status, _, said) = paths_of(folder.path(), &["Large.zip"]);
    assert!(status == 2 && said.contains("git lfs pull"), "{said}");
}

#[test]
fn what_cannot_be_used_is_told_and_the_rest_is_checked() {
    let folder = drop_folder();
    let whole = fs::read(folder.path().join("ContosoHR_1_0_2_0.zip")).unwrap();
    fs::write(folder.path().join("cut.zip"), &whole[..whole.len() / 2]).unwrap();
    for (bad, words) in [
        ("cut.zip", "cut.zip: the archive cannot be read: its end is missing"),
        ("*.cab", "*.cab: nothing matches this pattern"),
        ("gone", "gone: there is no such file or folder"),
        ("[old] exports/unrelated.zip", "there is no solution, legacy package or flow in it"),
    ] {
        let (status, paths, said) = paths_of(folder.path(), &[bad, "ContosoHR_1_0_2_0.zip"]);
        assert_eq!((status, paths), (2, vec!["ContosoHR_1_0_2_0.zip".to_owned()]), "{bad}");
        assert!(said.contains(words), "{bad}: {said}");
    }
}
