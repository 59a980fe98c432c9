//! What holds of every rule: it has cases of its own, and whatever it finds in any case, with all the others on, can be told apart and
//! points at something that is there.
#![allow(clippy::unwrap_used, reason = "a broken test must stop")]

mod support;

use std::{collections::HashMap, fs, path::PathBuf, sync::Mutex};

use rayon::prelude::*;
use serde_json::Value;
use support::{Case, findings, powerlint, root};
use syntax::decode;

/// The folders of all cases, with their rules.
fn cases() -> Vec<(String, PathBuf)> {
    let mut cases = Vec::new();
    for rule in fs::read_dir(root().join("testdata/rules")).unwrap() {
        let rule = rule.unwrap().path();
        for case in fs::read_dir(&rule).unwrap().map(|case| case.unwrap().path()).filter(|case| case.is_dir()) {
            cases.push((rule.file_name().unwrap().to_string_lossy().into_owned(), case));
        }
    }
    cases.sort();
    cases
}

#[test]
fn every_rule_has_cases_of_its_own() {
    let cases = cases();
    let without: Vec<&str> = rules::ALL
        .iter()
        .map(|entry| entry.meta.name)
        .filter(|name| !cases.iter().any(|(rule, _)| rule == name))
        .collect();
    assert!(without.is_empty(), "a folder below testdata/rules for {}", without.join(", "));
}

#[test]
fn findings_of_all_rules_can_be_told_apart_and_lie_where_they_say() {
    let faults = Mutex::new(Vec::new());
    cases().par_iter().for_each(|(_, path)| {
        let folder = tempfile::tempdir().unwrap();
        let mut case = Case::of_folder(path);
        let packages = case.packages();
        case.lay_out(folder.path());
        let arguments: Vec<String> = match case.files.get("arguments") {
            Some(text) => String::from_utf8_lossy(text).lines().map(str::to_owned).collect(),
            None => packages,
        };
        let output = powerlint(folder.path())
            .args(["check", "--preset", "all", "--format", "json"])
            .args(&arguments)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let mut wrong = Vec::new();
        if said.contains("panicked") || said.contains("broke on") {
            wrong.push(said);
        }
        if !output.stdout.is_empty() {
            let found = findings(&output);
            wrong.extend(alike(&found));
            wrong.extend(found.iter().filter_map(|finding| misplaced(finding, folder.path())));
        }
        let name = path.strip_prefix(root().join("testdata/rules")).unwrap().display();
        faults.lock().unwrap().extend(wrong.into_iter().map(|wrong| format!("{name}: {wrong}")));
    });
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Findings about one package that share a fingerprint: a baseline would take one for the other.
fn alike(found: &[Value]) -> Vec<String> {
    let mut met: HashMap<(&str, &str), &Value> = HashMap::new();
    let mut alike = Vec::new();
    for finding in found {
        let text = |key: &str| finding[key].as_str().unwrap_or_default();
        // Of a file that several solutions share, each tells by itself; and settings have no package.
        let owner = (text("package"), text("fingerprint"));
        if let Some(other) = met.insert(owner, finding)
            && finding["package"].is_string()
        {
            alike.push(format!("one fingerprint for\n  {}\n  {}", other["message"], finding["message"]));
        }
    }
    alike
}

/// A place that is not in its file.
fn misplaced(finding: &Value, folder: &std::path::Path) -> Option<String> {
    let file = finding["file"].as_str()?;
    let region = finding["region"].as_object()?;
    let package = finding["package"].as_str();
    // Inside archives the readers' own tests look.
    let path = match package {
        Some(package) if package.contains(".zip") => return None,
        // A flow that was named by itself.
        Some(package) if folder.join(package).is_file() => folder.join(package),
        Some(package) => folder.join(package).join(file),
        None => folder.join(file),
    };
    let text = decode(fs::read(&path).ok()?).ok()?.text;
    let offset = |end: &str| usize::try_from(region[end]["offset"].as_u64().unwrap()).unwrap();
    let (start, end) = (offset("start"), offset("end"));
    let line = usize::try_from(region["start"]["line"].as_u64().unwrap()).unwrap();
    let lines = text.get(..start).map(|before| before.matches('\n').count() + 1);
    (text.get(start..end).is_none() || lines != Some(line))
        .then(|| format!("{}: {file}:{line} is not there ({})", finding["rule"], finding["message"]))
}
