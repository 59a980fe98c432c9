//! The command as a user runs it: exit statuses, and what is said on standard error.
#![allow(clippy::unwrap_used, reason = "a broken test must stop")]

mod support;

use std::{fs, path::Path, process::Output};

use support::{powerlint, stdout};

fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output: Output = powerlint(folder).args(args).output().unwrap();
    (output.status.code().unwrap(), stdout(&output), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// A solution that declares one reference and has one flow that uses another.
fn solution(folder: &Path, name: &str) {
    let mut case = support::Case::default();
    let file = |path: &str| format!("{name}/{path}");
    case.files.insert(
        file("customizations.xml"),
        b"<ImportExportXml>\n  <connectionreferences>\n    \
          <connectionreference connectionreferencelogicalname=\"contoso_sharepoint\">\n      \
          <connectorid>/providers/Microsoft.PowerApps/apis/shared_sharepointonline</connectorid>\n    \
          </connectionreference>\n  </connectionreferences>\n</ImportExportXml>\n"
            .to_vec(),
    );
    case.files.insert(
        file("Workflows/Orderintake-44444444-0000-0000-0000-000000000001.json"),
        br#"{"properties": {"connectionReferences": {"shared_sql": {"runtimeSource": "embedded", "connection": {"connectionReferenceLogicalName": "contoso_sql"}, "api": {"name": "shared_sql"}}}, "definition": {"triggers": {"manual": {"type": "Request", "kind": "Button", "inputs": {}}}, "actions": {"Rows": {"type": "OpenApiConnection", "inputs": {"host": {"connectionName": "shared_sql", "operationId": "GetItems_V2", "apiId": "/providers/Microsoft.PowerApps/apis/shared_sql"}, "parameters": {}}, "runAfter": {}}}}}}"#
            .to_vec(),
    );
    case.lay_out(folder);
}

#[test]
fn a_finding_fails_the_run_and_fail_on_moves_the_bar() {
    let folder = tempfile::tempdir().unwrap();
    solution(folder.path(), "ContosoOrders");
    let (status, out, err) = run(folder.path(), &["check", "ContosoOrders"]);
    assert_eq!((status, err.as_str()), (1, ""), "{out}");
    assert!(out.contains("error[undeclared-reference]"), "{out}");
    assert!(out.contains(" in 1 solution (1 flow, 1 connection reference)"), "{out}");
    assert_eq!(run(folder.path(), &["check", "ContosoOrders", "--fail-on", "never"]).0, 0);
    // Without a path: everything here.
    let (status, here, _) = run(folder.path(), &["check"]);
    assert_eq!(status, 1, "{here}");
}

#[test]
fn nothing_to_check_is_never_green() {
    let folder = tempfile::tempdir().unwrap();
    for args in [["check", "."], ["check", "*.zip"], ["check", "gone.zip"]] {
        let (status, out, err) = run(folder.path(), &args);
        assert_eq!(status, 2, "{args:?}: {out}{err}");
        assert_eq!(out, "Nothing was checked\n", "{args:?}: {err}");
        assert_eq!(err.lines().filter(|line| *line == "error").count(), 1, "{args:?}: {err}");
    }
}

#[test]
fn one_bad_input_does_not_stop_the_others() {
    let folder = tempfile::tempdir().unwrap();
    solution(folder.path(), "ContosoOrders");
    fs::write(folder.path().join("broken.zip"), "no zip").unwrap();
    fs::write(folder.path().join("facts.json"), "{\"value\": [").unwrap();
    let (status, out, err) =
        run(folder.path(), &["check", "ContosoOrders", "broken.zip", "--inventory", "facts.json", "--format", "json"]);
    assert_eq!(status, 2, "{out}{err}");
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["exitCode"], 2);
    assert!(report["findings"].as_array().unwrap().iter().any(|finding| finding["rule"] == "undeclared-reference"));
    assert!(err.contains("broken.zip") && err.contains("facts.json"), "{err}");
}

#[test]
fn a_package_given_as_facts_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    solution(folder.path(), "ContosoOrders");
    fs::write(folder.path().join("Contoso.zip"), b"PK\x03\x04\x14\x00\xff").unwrap();
    let (status, _, err) = run(folder.path(), &["check", "ContosoOrders", "--inventory", "Contoso.zip"]);
    assert_eq!(status, 2);
    assert!(err.contains("Contoso.zip: this is an archive") && err.contains("without --inventory"), "{err}");
}

#[test]
fn several_settings_bind_nothing_and_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    solution(folder.path(), "ContosoOrders");
    for name in ["test.json", "production.json"] {
        let settings = r#"{"EnvironmentVariables": [], "ConnectionReferences": [{"LogicalName": "contoso_sql", "ConnectionId": "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "ConnectorId": "/providers/Microsoft.PowerApps/apis/shared_sql"}]}"#;
        fs::write(folder.path().join(name), settings).unwrap();
    }
    let both = ["check", "ContosoOrders", "--settings", "test.json", "--settings", "production.json"];
    let (_, out, err) = run(folder.path(), &both);
    let said = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("2 settings files were given and none was chosen"), "{out}{err}");
    assert!(said.contains("a choice of one settings file"), "{out}");
    let (_, out, _) = run(folder.path(), &[&both[..], &["--format", "json"]].concat());
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    // Both are checked, though neither binds.
    let inputs: Vec<&str> =
        report["inputs"].as_array().unwrap().iter().filter_map(|input| input["path"].as_str()).collect();
    assert_eq!(inputs, ["test.json", "production.json"]);
    let line = |rule: &str| {
        let lines = report["coverage"].as_array().unwrap();
        lines.iter().find(|line| line["rule"] == rule).unwrap_or_else(|| panic!("no {rule} in {out}")).clone()
    };
    assert_eq!(
        (line("connection-error")["judged"].as_u64(), line("connection-error")["unknown"].as_u64()),
        (Some(0), Some(1))
    );
    // One file, however often it is named, is a choice.
    let twice = ["check", "ContosoOrders", "--settings", "test.json", "--settings", "./t*.json"];
    assert!(!run(folder.path(), &twice).1.contains("none was chosen"));
    let (_, out, _) = run(folder.path(), &["check", "ContosoOrders", "--settings", "test.json", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["inputs"][0]["kind"], "settings");
}

#[test]
fn inventories_of_two_environments_are_named_and_neither_is_used() {
    let folder = tempfile::tempdir().unwrap();
    solution(folder.path(), "ContosoOrders");
    for (name, digit) in [("test", 1), ("production", 2)] {
        let inventory = format!(
            "schema = \"pp-inventory/1\"\n[environment]\nid = \"aaaa0000-0000-0000-0000-00000000000{digit}\"\n\
             [[connection]]\nid = \"0f1e2d3c4b5a69788796a5b4c3d2e1f0\"\nconnector = \"shared_sql\"\nauth = \"user\"\n\
             account = \"ada@contoso.com\"\n"
        );
        fs::create_dir_all(folder.path().join("facts")).unwrap();
        fs::write(folder.path().join(format!("facts/{name}.toml")), inventory).unwrap();
    }
    let (status, out, err) =
        run(folder.path(), &["check", "ContosoOrders", "--inventory", "facts", "--format", "json"]);
    assert_eq!(status, 2, "{err}");
    for word in ["facts/test.toml", "…0001", "facts/production.toml", "…0002", "--environment"] {
        let word = word.replace('…', "aaaa0000-0000-0000-0000-00000000");
        assert!(err.contains(&word), "{word} in {err}");
    }
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["inputs"], serde_json::json!([]));
    assert_eq!(report["findings"].as_array().unwrap().len(), 2, "the packages are checked all the same: {out}");
}

#[test]
fn no_hint_is_given_at_files_that_are_named_somewhere() {
    let folder = tempfile::tempdir().unwrap();
    solution(folder.path(), "ContosoOrders");
    let lay = |name: &str, text: &str| {
        fs::create_dir_all(folder.path().join(name).parent().unwrap()).unwrap();
        fs::write(folder.path().join(name), text).unwrap();
    };
    let settings = r#"{"EnvironmentVariables": [], "ConnectionReferences": []}"#;
    for name in ["test", "production"] {
        lay(&format!("facts/{name}.deploymentSettings.json"), settings);
        lay(&format!("facts/{name}/connections.json"), r#"{"value": []}"#);
    }
    let (_, out, _) = run(folder.path(), &["check"]);
    for kind in ["inventory", "settings"] {
        assert!(out.contains(&format!("2 files look like {kind};")), "{out}");
    }
    let entry = |name: &str| {
        format!(
            "[[environment]]\nname = \"{name}\"\ninventory = [\"facts/{name}\"]\n\
             settings = [\"facts/{name}.deploymentSettings.json\"]\n"
        )
    };
    lay("powerlint.toml", &(entry("test") + &entry("production")));
    for choice in [&["check", "--environment", "test"][..], &["check"]] {
        let (_, out, err) = run(folder.path(), choice);
        assert!(!out.contains(" like inventory") && !out.contains(" like settings"), "{choice:?}: {out}{err}");
    }
}

#[test]
fn the_configuration_is_searched_upwards_from_the_inputs_and_then_from_here() {
    let folder = tempfile::tempdir().unwrap();
    solution(&folder.path().join("team/exports"), "ContosoOrders");
    solution(&folder.path().join("elsewhere"), "ContosoOrders");
    fs::create_dir_all(folder.path().join("here/deep")).unwrap();
    fs::write(folder.path().join("team/powerlint.toml"), "[rules]\nunused-reference = \"off\"\n").unwrap();
    fs::write(folder.path().join("here/powerlint.toml"), "[rules]\nundeclared-reference = \"off\"\n").unwrap();
    let used = |from: &str, input: &str| {
        let (_, out, err) = run(&folder.path().join(from), &["check", input, "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {err}"));
        let paths = report["inputs"].as_array().unwrap().iter().map(|input| input["path"].as_str().unwrap().to_owned());
        paths.collect::<Vec<_>>()
    };
    for input in ["../../team/exports", "../../team/exports/ContosoOrders/customizations.xml", "../../team/**/Con*"] {
        assert_eq!(used("here/deep", input), ["../../team/powerlint.toml"], "{input}");
    }
    assert_eq!(used("here/deep", "../../elsewhere"), ["../powerlint.toml"]);
    assert_eq!(used("team/exports/ContosoOrders", "."), ["../../powerlint.toml"]);
    assert_eq!(used("", "elsewhere"), Vec::<String>::new());
}

#[test]
fn two_configurations_are_named() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["one", "two"] {
        solution(&folder.path().join(name), "ContosoOrders");
        fs::write(folder.path().join(name).join("powerlint.toml"), "").unwrap();
    }
    let (status, _, err) = run(folder.path(), &["check", "one", "two"]);
    assert_eq!(status, 2);
    for word in ["one/powerlint.toml", "two/powerlint.toml", "--config"] {
        assert!(err.contains(word), "{word} in {err}");
    }
    assert_eq!(run(folder.path(), &["check", "one", "two", "--no-config"]).0, 1);
    assert_eq!(run(folder.path(), &["check", "one", "two", "--config", "one/powerlint.toml"]).0, 1);
}

#[test]
fn a_configuration_that_cannot_be_used_is_pointed_at() {
    let folder = tempfile::tempdir().unwrap();
    solution(folder.path(), "ContosoOrders");
    fs::write(folder.path().join("powerlint.toml"), "[rules]\npersonal-conection = \"off\"\n").unwrap();
    let (status, _, err) = run(folder.path(), &["check"]);
    assert_eq!(status, 2);
    assert!(err.contains("powerlint.toml:2:1") && err.contains("personal-connection"), "{err}");
    let (status, _, err) = run(folder.path(), &["check", "--config", "gone.toml"]);
    assert_eq!(status, 2);
    assert!(err.contains("gone.toml"), "{err}");
    fs::write(folder.path().join("powerlint.toml"), "[[environment]]\nname = \"production\"\n").unwrap();
    let (status, _, err) = run(folder.path(), &["check", "--environment", "prod"]);
    assert_eq!(status, 2);
    assert!(err.contains("production"), "{err}");
}

#[test]
fn usage_errors_are_2_and_help_is_0() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(folder.path(), &["check", "--fail-on", "sometimes"]).0, 2);
    assert_eq!(run(folder.path(), &["chek"]).0, 2);
    for args in [&["--help"][..], &["check", "--help"], &["--version"], &["rules"], &["schema"]] {
        let (status, out, _) = run(folder.path(), args);
        assert_eq!(status, 0, "{args:?}");
        assert!(!out.is_empty());
    }
}

#[test]
fn every_rule_can_be_explained() {
    let folder = tempfile::tempdir().unwrap();
    for entry in rules::ALL {
        let (status, out, _) = run(folder.path(), &["explain", entry.meta.name]);
        assert_eq!(status, 0);
        assert!(out.starts_with(entry.meta.name), "{out}");
    }
    let (status, _, err) = run(folder.path(), &["explain", "personal-conection"]);
    assert_eq!(status, 2);
    assert!(err.contains("did you mean personal-connection?"), "{err}");
}

#[test]
fn the_preset_of_the_command_line_goes_before_that_of_the_configuration() {
    let folder = tempfile::tempdir().unwrap();
    let listed = |preset: &str| {
        let (status, out, err) = run(folder.path(), &["rules", "--format", "json", "--preset", preset]);
        assert_eq!((status, err.as_str()), (0, ""));
        let rows: serde_json::Value = serde_json::from_str(&out).unwrap();
        rows.as_array().unwrap().iter().map(|row| row["preset"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (recommended, strict, all) = (listed("recommended"), listed("strict"), listed("all"));
    assert!(recommended.iter().all(|preset| preset == "recommended") && !recommended.is_empty());
    assert!(strict.iter().all(|preset| preset != "all"));
    assert!(recommended.len() <= strict.len() && strict.len() <= all.len());
    assert_eq!(all.len(), rules::ALL.len());

    solution(folder.path(), "ContosoOrders");
    let findings = |args: &[&str]| {
        let (_, out, err) = run(folder.path(), &[&["check", "ContosoOrders", "--format", "json"], args].concat());
        let report: serde_json::Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{err}"));
        report["findings"].as_array().unwrap().len()
    };
    let of = |preset: &str| {
        fs::write(folder.path().join("powerlint.toml"), format!("preset = \"{preset}\"\n")).unwrap();
        (findings(&[]), findings(&["--preset", "recommended"]), findings(&["--preset", "all"]))
    };
    let (one, other) = (of("recommended"), of("all"));
    assert_eq!((one.0, one.1, one.2), (other.1, other.1, other.2));
    assert_eq!(other.0, other.2);
    assert_eq!(run(folder.path(), &["check", "--preset", "strictest"]).0, 2);
}

#[test]
fn a_report_goes_to_a_file_whole() {
    let folder = tempfile::tempdir().unwrap();
    solution(folder.path(), "ContosoOrders");
    let (status, out, _) =
        run(folder.path(), &["check", "ContosoOrders", "--format", "sarif", "--output", "powerlint.sarif"]);
    // Who runs it sees it as always.
    assert_eq!(status, 1);
    assert!(out.contains("error[") && !out.contains("\"runs\""), "{out}");
    let text = fs::read_to_string(folder.path().join("powerlint.sarif")).unwrap();
    let log: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], true);
    let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    // Folders are made; what is a file cannot become one.
    run(folder.path(), &["check", "ContosoOrders", "--output", "reports/new/all.txt"]);
    assert!(folder.path().join("reports/new/all.txt").is_file());
    let (status, _, err) = run(folder.path(), &["check", "ContosoOrders", "--output", "powerlint.sarif/no.txt"]);
    assert_eq!(status, 2);
    assert!(err.contains("powerlint.sarif/no.txt"), "{err}");
}

#[test]
fn a_solution_that_is_dropped_on_the_program_gets_a_page() {
    let folder = tempfile::tempdir().unwrap();
    solution(folder.path(), "ContosoOrders");
    let (status, out, err) = run(folder.path(), &["ContosoOrders"]);
    assert_eq!(status, 1, "{err}");
    assert!(out.contains("error[undeclared-reference]"), "{out}");
    assert!(err.contains("the report is a page, too: powerlint-report.html"), "{err}");
    let page = fs::read_to_string(folder.path().join("powerlint-report.html")).unwrap();
    assert!(page.starts_with("<!doctype html>") || page.starts_with("<!DOCTYPE html>"));
    // What is not there is a command that is not known.
    assert_eq!(run(folder.path(), &["Gone"]).0, 2);
}

#[test]
fn some_rules_can_run_alone() {
    let folder = tempfile::tempdir().unwrap();
    solution(folder.path(), "ContosoOrders");
    fs::write(folder.path().join("powerlint.toml"), "[rules]\nunused-reference = \"off\"\n").unwrap();
    let rules = |args: &[&str]| {
        let (_, out, err) = run(folder.path(), &[&["check", "ContosoOrders", "--format", "json"], args].concat());
        let report: serde_json::Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{err}"));
        let findings = report["findings"].as_array().unwrap().iter();
        let mut rules: Vec<String> = findings.map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect();
        rules.sort();
        rules
    };
    assert_eq!(rules(&[]), ["undeclared-reference"]);
    // Also what is off, and what another preset holds.
    assert_eq!(rules(&["--only", "unused-reference"]), ["unused-reference"]);
    assert_eq!(
        rules(&["--only", "unused-reference", "--only", "generic-trigger-name"]),
        ["generic-trigger-name", "unused-reference"]
    );
    let (status, _, err) = run(folder.path(), &["check", "ContosoOrders", "--only", "unused-refrence"]);
    assert_eq!(status, 2);
    assert!(err.contains("did you mean `unused-reference`?"), "{err}");
}

#[test]
fn one_run_writes_every_format_at_once() {
    let folder = tempfile::tempdir().unwrap();
    solution(folder.path(), "ContosoOrders");
    let files = [
        "a.json",
        "a.jsonl",
        "a.sarif",
        "github=a.log",
        "azure=b.log",
        "gitlab=gl.json",
        "junit=a.xml",
        "a.md",
        "a.csv",
        "text=a.txt",
    ];
    let outputs: Vec<&str> = files.iter().flat_map(|file| ["--output", *file]).collect();
    let (status, out, err) =
        run(folder.path(), &[&["check", "ContosoOrders", "--format", "github"], &outputs[..]].concat());
    assert_eq!((status, err.as_str()), (1, ""));
    assert!(out.starts_with("::error file=ContosoOrders/"), "{out}");
    for file in files {
        let name = file.split_once('=').map_or(file, |(_, name)| name);
        let text = fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(text.contains("unused-reference"), "{name}: {text}");
    }
    // What cannot be done is told before anything is.
    for (wrong, expected) in [("sarf=x", "did you mean sarif=x?"), ("report", "--output sarif=report")] {
        let (status, out, err) = run(folder.path(), &["check", "ContosoOrders", "--output", wrong]);
        assert_eq!((status, out.as_str()), (2, ""));
        assert!(err.contains(expected), "{err}");
    }
}

#[test]
fn init_writes_a_configuration_that_can_be_read_and_overwrites_none() {
    let folder = tempfile::tempdir().unwrap();
    solution(folder.path(), "ContosoOrders");
    let (status, out, err) = run(folder.path(), &["init"]);
    assert_eq!((status, err.as_str()), (0, ""), "{out}");
    let written = fs::read_to_string(folder.path().join("powerlint.toml")).unwrap();
    assert!(written.contains("ContosoOrders"), "{written}");
    let (status, out, err) = run(folder.path(), &["check"]);
    assert_eq!((status, err.as_str()), (1, ""), "{out}");
    let (status, _, err) = run(folder.path(), &["init"]);
    assert_eq!(status, 2);
    assert!(err.contains("--force"), "{err}");
    assert_eq!(run(folder.path(), &["init", "--force"]).0, 0);
}

#[test]
fn what_init_suggests_can_be_turned_on() {
    let folder = tempfile::tempdir().unwrap();
    solution(folder.path(), "ContosoOrders");
    run(folder.path(), &["init"]);
    let path = folder.path().join("powerlint.toml");
    let suggested: String = fs::read_to_string(&path)
        .unwrap()
        .lines()
        .map(|line| {
            line.strip_prefix("# ").filter(|rest| rest.contains(" = ") || rest.starts_with('[')).unwrap_or(line)
        })
        // The files that it names as examples are not there.
        .filter(|line| !line.starts_with("inventory") && !line.starts_with("settings"))
        .fold(String::new(), |text, line| text + line + "\n");
    fs::write(&path, &suggested).unwrap();
    let (status, out, err) = run(folder.path(), &["check", "--environment", "production"]);
    // The suggested common solution may hold the reference that is undeclared here.
    assert_eq!((status, err.as_str()), (0, ""), "{suggested}\n{out}");
}

#[test]
fn the_inventory_is_shown_joined() {
    let folder = tempfile::tempdir().unwrap();
    let settings = r#"{"EnvironmentVariables": [], "ConnectionReferences": [{"LogicalName": "contoso_sql", "ConnectionId": "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "ConnectorId": "/providers/Microsoft.PowerApps/apis/shared_sql"}]}"#;
    fs::write(folder.path().join("settings.json"), settings).unwrap();
    let (status, out, err) = run(folder.path(), &["inventory", "settings.json"]);
    assert_eq!((status, err.as_str()), (0, ""));
    assert!(out.contains("contoso_sql  0f1e2d3c4b5a69788796a5b4c3d2e1f0  "), "{out}");
    let (status, out, _) = run(folder.path(), &["inventory", "settings.json", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((status, rows[0]["credential"].as_str()), (0, Some("unknown")));
    assert_eq!(run(folder.path(), &["inventory"]).0, 2);
}

/// A reader that goes away early (`powerlint rules | head -1`) is no panic.
#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("powerlint"));
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output =
        command.current_dir(folder.path()).arg("schema").stdout(writer).stderr(std::process::Stdio::piped()).output();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn the_sample_keeps_the_contract_on_any_number_of_threads() {
    let sample = support::root().join("testdata/contoso");
    let schema = fs::read_to_string(support::root().join("docs/schema/powerlint-output-1.json")).unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let (_, one, err) = run(&sample, &["check", "--format", "json", "--jobs", "1"]);
    let report: serde_json::Value = serde_json::from_str(&one).unwrap_or_else(|error| panic!("{error}: {err}"));
    let errors: Vec<_> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    for (format, other) in [("json", "4"), ("text", "2"), ("sarif", "3")] {
        let on = |jobs| run(&sample, &["check", "--format", format, "--jobs", jobs]);
        assert_eq!(on("1"), on(other), "{format}");
    }
}
