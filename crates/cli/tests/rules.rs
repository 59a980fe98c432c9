//! Every rule's page holds an example that fails and one that passes, and they do; the fixtures below `testdata/rules/` show what
//! a user sees.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken test must stop")]

mod support;

use std::fs;

use support::{Case, findings, root, stdout};

#[test]
fn every_rule_has_a_page_of_the_same_form() {
    let mut faults = Vec::new();
    for entry in rules::ALL {
        let page = entry.meta.page;
        if !page.starts_with(&format!("# {}\n", entry.meta.name)) {
            faults.push(format!("{}: the page does not begin with the rule's name", entry.meta.name));
        }
        let headings = [
            "Why it matters",
            "What it looks at",
            "Example that fails",
            "Example that passes",
            "How to fix it",
            "Options",
            "Sources",
        ];
        let found: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("## ")).map(str::trim).collect();
        if found != headings {
            faults.push(format!("{}: the page's sections are {found:?}, not {headings:?}", entry.meta.name));
        }
        if entry.meta.summary.ends_with('.') || entry.meta.summary.is_empty() {
            faults.push(format!("{}: the summary is a sentence without a full stop", entry.meta.name));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn names_are_unique_and_sorted_nowhere_twice() {
    let mut names: Vec<&str> =
        rules::ALL.iter().flat_map(|entry| entry.meta.aliases.iter().chain([&entry.meta.name])).copied().collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count, "a name or alias is taken twice");
}

#[test]
fn the_examples_of_every_page_do_what_they_say() {
    let mut faults = Vec::new();
    for entry in rules::ALL {
        let name = entry.meta.name;
        let fails = Case::of_section(entry.meta.page, "Example that fails");
        // The passing example shows what changes; the other files are those of the failing one.
        let passes = fails.clone().over(Case::of_section(entry.meta.page, "Example that passes"));
        for (case, expected) in [(fails, true), (passes, false)] {
            let output = case.check(&["--format", "json"]);
            let fired = findings(&output).iter().any(|finding| finding["rule"] == name);
            if fired != expected {
                faults.push(format!(
                    "{name}: the example that {} {}\n{}{}",
                    if expected { "fails" } else { "passes" },
                    if fired { "fires" } else { "does not fire" },
                    stdout(&case.check(&[])),
                    String::from_utf8_lossy(&output.stderr)
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_fixtures_look_as_they_did() {
    for rule in fs::read_dir(root().join("testdata/rules")).into_iter().flatten() {
        let folder = rule.unwrap().path();
        let rule = folder.file_name().unwrap().to_str().unwrap().to_owned();
        assert!(rules::ALL.iter().any(|entry| entry.meta.name == rule), "{rule} is no rule");
        for case in fs::read_dir(&folder).unwrap() {
            let case = case.unwrap().path();
            if !case.is_dir() {
                continue;
            }
            let name = case.file_name().unwrap().to_str().unwrap().to_owned();
            let output = Case::of_folder(&case).check(&[]);
            let seen = format!("{}{}", stdout(&output), String::from_utf8_lossy(&output.stderr));
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path(&folder);
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            settings.bind(|| insta::assert_snapshot!(name, seen));
        }
    }
}
