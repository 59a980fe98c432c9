//! Packages in all their forms and layouts, from end to end: a new case is a new folder below `testdata/packages/`.
#![allow(clippy::unwrap_used, reason = "a broken test must stop")]

mod support;

use std::{fs, process::Output};

use support::{Case, root, stdout};

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
