//! The problem matcher in `editors/vscode/tasks.json`, on real output.
#![allow(clippy::unwrap_used, reason = "a broken test must stop")]

mod support;

use std::fs;

use regex::Regex;
use serde_json::Value;
use support::{powerlint, root, stdout};

/// The matcher as it is committed: JSON with comments, each on a line of its own.
fn matcher() -> Value {
    let text = fs::read_to_string(root().join("editors/vscode/tasks.json")).unwrap();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>();
    let tasks: Value = serde_json::from_str(&lines.join("\n")).unwrap();
    tasks["tasks"][0]["problemMatcher"]["pattern"].clone()
}

#[test]
fn the_problem_matcher_reads_every_finding() {
    let pattern = matcher();
    let regexp = Regex::new(pattern["regexp"].as_str().unwrap()).unwrap();
    for input in ["testdata/contoso", "testdata/contoso-src", "testdata/contoso-src/ContosoHR"] {
        let run = |format: &str| {
            let arguments = ["check", input, "--preset", "all", "--today", "2026-02-01", "--format", format];
            let output = powerlint(&root()).args(arguments).output().unwrap();
            assert!(output.stderr.is_empty());
            stdout(&output)
        };
        let short = run("short");
        let report: Value = serde_json::from_str(&run("json")).unwrap();
        let findings = report["findings"].as_array().unwrap();
        assert!(findings.iter().any(|finding| finding["region"].is_object()), "{input}");
        assert_eq!(short.lines().count(), findings.len(), "{short}");
        for (line, finding) in short.lines().zip(findings) {
            let found = regexp.captures(line).unwrap_or_else(|| panic!("the matcher misses {line}"));
            let group = |name: &str| found[usize::try_from(pattern[name].as_u64().unwrap()).unwrap()].to_owned();
            for key in ["severity", "message"] {
                assert_eq!(group(key), finding[key].as_str().unwrap());
            }
            assert_eq!(group("code"), finding["rule"].as_str().unwrap());
            for key in ["line", "column"] {
                assert_eq!(group(key), finding["region"]["start"][key].as_u64().unwrap_or(1).to_string(), "{line}");
            }
            let file = group("file");
            let inner = finding["file"].as_str().or(finding["package"].as_str()).unwrap_or("powerlint.toml");
            assert!(file.ends_with(inner), "{file} is not {inner}");
            if finding["region"].is_object() && !file.contains("!/") {
                assert!(root().join(&file).is_file(), "an editor cannot open {file}");
            }
        }
    }
}
