//! Every rule's page holds an example that fails and one that passes, and they do; the fixtures below `testdata/rules/` show what
//! a user sees.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken test must stop")]

mod support;

use std::fs;

use engine::{Category, Meta, Preset};
use support::{Case, findings, root, stdout};

/// Where none are given, a rule is made of its defaults, and its options are not read at all.
#[test]
fn no_rule_needs_an_option() {
    for entry in rules::ALL {
        let options = entry.options(&mut schemars::SchemaGenerator::default());
        assert!(options.get("required").is_none(), "{}: {options:?}", entry.meta.name);
        assert!(entry.build(toml::Table::new()).is_ok(), "{}", entry.meta.name);
    }
}

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
            let case = case.with_preset_all();
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
        let meta = rules::ALL.iter().map(|entry| entry.meta).find(|meta| meta.name == rule);
        let meta = meta.unwrap_or_else(|| panic!("{rule} is no rule"));
        for case in fs::read_dir(&folder).unwrap() {
            let case = case.unwrap().path();
            if !case.is_dir() {
                continue;
            }
            let name = case.file_name().unwrap().to_str().unwrap().to_owned();
            let output = alone(Case::of_folder(&case), meta).check(&[]);
            let seen = format!("{}{}", stdout(&output), String::from_utf8_lossy(&output.stderr));
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path(&folder);
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            settings.bind(|| insta::assert_snapshot!(name, seen));
        }
    }
}

/// The case with this rule alone, so that its snapshots do not change with every rule that comes. The rules of connections, their
/// inventories and settings are seen together, as their users see them.
fn alone(mut case: Case, meta: &Meta) -> Case {
    use Category::{Connections, Inventory, Packages, References, Settings};
    if matches!(meta.category, Connections | References | Settings | Inventory | Packages) {
        return case;
    }
    let written = case.files.get("powerlint.toml").map(|bytes| String::from_utf8(bytes.clone()).unwrap());
    let mut config: toml::Table = written.unwrap_or_default().parse().unwrap();
    let rules = config.entry("rules").or_insert_with(|| toml::Table::new().into()).as_table_mut().unwrap();
    for entry in rules::ALL.iter().filter(|entry| entry.meta.name != meta.name) {
        rules.entry(entry.meta.name).or_insert_with(|| "off".into());
    }
    match rules.entry(meta.name).or_insert_with(|| "on".into()) {
        toml::Value::Table(options) if meta.preset != Preset::Recommended => {
            options.entry("level").or_insert_with(|| "on".into());
        }
        _ => {}
    }
    case.files.insert("powerlint.toml".to_owned(), config.to_string().into_bytes());
    case
}
