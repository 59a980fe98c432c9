//! The baseline as a user keeps it: what is in it is not told, in whatever form the package comes; what is new is.
#![allow(clippy::unwrap_used, reason = "a broken test must stop")]

mod support;

use std::{fs, path::Path};

use serde_json::{Value, json};
use support::{Case, powerlint, stdout};

/// The rules that fire on the solution below, each once, whatever else there may be to say of its form.
const RULES: [&str; 3] = ["reference-without-connector", "undeclared-reference", "unknown-connection-key"];

const FLOW: &str = "Workflows/Orderintake-44444444-0000-0000-0000-000000000001.json";

fn flow(keys: &[&str]) -> Value {
    let action = |key: &&str| {
        let host = json!({
            "connectionName": key, "operationId": "GetItems_V2",
            "apiId": "/providers/Microsoft.PowerApps/apis/shared_sql",
        });
        (format!("Rows_{key}"), json!({ "type": "OpenApiConnection", "inputs": { "host": host, "parameters": {} } }))
    };
    let actions: serde_json::Map<String, Value> = keys.iter().map(action).collect();
    json!({
        "properties": {
            "connectionReferences": {
                "shared_sql": {
                    "runtimeSource": "embedded", "api": { "name": "shared_sql" },
                    "connection": { "connectionReferenceLogicalName": "contoso_sql" },
                },
            },
            "definition": {
                "triggers": { "manual": { "type": "Request", "kind": "Button", "inputs": {} } }, "actions": actions,
            },
        },
        "schemaVersion": "1.0.0.0",
    })
}

/// One form of the solution.
#[derive(Clone, Copy)]
struct Form<'a> {
    folder: &'a str,
    version: &'a str,
    managed: u8,
    pretty: bool,
    /// As unpacked for source control, with the metadata in files of their own.
    unpacked: bool,
    keys: &'a [&'a str],
}

const PLAIN: Form<'static> = Form {
    folder: "Contoso",
    version: "1.0.0.0",
    managed: 0,
    pretty: false,
    unpacked: false,
    keys: &["shared_sql", "shared_gone"],
};

fn lay_out(root: &Path, form: Form<'_>) {
    let Form { folder, version, managed, pretty, unpacked, keys } = form;
    let mut case = Case::default();
    let solution = format!(
        "<ImportExportXml><SolutionManifest><UniqueName>ContosoOrders</UniqueName><Version>{version}</Version>\
         <Managed>{managed}</Managed></SolutionManifest></ImportExportXml>"
    );
    let references = "<connectionreferences><connectionreference connectionreferencelogicalname=\"contoso_sharepoint\">\
                      </connectionreference></connectionreferences>";
    let workflow = format!(
        "<Workflow WorkflowId=\"{{44444444-0000-0000-0000-000000000001}}\" Name=\"Order intake\"><JsonFileName>/{FLOW}\
         </JsonFileName><Category>5</Category><StateCode>1</StateCode></Workflow>"
    );
    let (prefix, listed) = if unpacked { ("Other/", String::new()) } else { ("", workflow.clone()) };
    let customizations = format!("<ImportExportXml><Workflows>{listed}</Workflows>{references}</ImportExportXml>");
    let lines = |xml: String| if pretty { xml.replace("><", ">\r\n    <") } else { xml };
    let flow = flow(keys);
    let flow = if pretty { serde_json::to_string_pretty(&flow) } else { serde_json::to_string(&flow) };
    let mut files = vec![("solution.xml", lines(solution)), ("customizations.xml", lines(customizations))];
    for (name, text) in files.drain(..) {
        let mut name = name.to_owned();
        if unpacked {
            name[..1].make_ascii_uppercase();
        }
        case.files.insert(format!("{folder}/{prefix}{name}"), text.into_bytes());
    }
    case.files.insert(format!("{folder}/{FLOW}"), flow.unwrap().into_bytes());
    if unpacked {
        case.files.insert(format!("{folder}/{FLOW}.data.xml"), lines(workflow).into_bytes());
    }
    case.lay_out(root);
}

fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = powerlint(folder).args(args).output().unwrap();
    (output.status.code().unwrap(), stdout(&output), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn report(folder: &Path, args: &[&str]) -> Value {
    let (_, out, err) = run(folder, &[&["check", "--format", "json"], args].concat());
    serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{err}"))
}

/// The subjects of the findings of those rules.
fn told(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap().iter();
    let ours = findings.filter(|finding| RULES.contains(&finding["rule"].as_str().unwrap()));
    ours.map(|finding| finding["message"].as_str().unwrap().to_owned()).collect()
}

fn baseline(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("powerlint-baseline.json")).unwrap()).unwrap()
}

#[test]
fn what_is_in_the_baseline_is_not_told_in_any_form() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    lay_out(root, PLAIN);
    let (status, _, err) = run(root, &["baseline", "Contoso"]);
    assert_eq!(status, 0, "{err}");
    assert!(err.contains("added, 0 removed)") && err.contains("baseline = \"powerlint-baseline.json\""), "{err}");
    let written = baseline(root);
    let recorded = written["findings"].as_array().unwrap().len() as u64;
    for rule in RULES {
        let entries = written["findings"].as_array().unwrap().iter().filter(|entry| entry["rule"] == rule);
        assert_eq!(
            entries.map(|entry| entry["solution"].as_str()).collect::<Vec<_>>(),
            [Some("ContosoOrders")],
            "{rule}"
        );
    }
    let schema: Value =
        serde_json::from_slice(&fs::read(support::root().join("docs/schema/powerlint-baseline-1.json")).unwrap())
            .unwrap();
    jsonschema::validator_for(&schema).unwrap().validate(&written).unwrap();

    lay_out(root, Form { folder: "drop/Orders_1_1.zip", version: "1.1.0.0", ..PLAIN });
    lay_out(root, Form { folder: "drop/Orders_managed.zip", version: "2.0.0.0", managed: 1, ..PLAIN });
    lay_out(root, Form { folder: "pretty", pretty: true, ..PLAIN });
    lay_out(root, Form { folder: "src", pretty: true, unpacked: true, ..PLAIN });
    fs::write(root.join("powerlint.toml"), "baseline = \"powerlint-baseline.json\"\n").unwrap();
    for inputs in [&["Contoso"][..], &["drop/Orders_1_1.zip"], &["drop/Orders_managed.zip"], &["pretty"], &["src"]] {
        let report = report(root, inputs);
        assert_eq!(told(&report), [""; 0], "{inputs:?}");
        assert!(report["summary"]["suppressedBy"]["baseline"].as_u64() >= Some(3), "{inputs:?}: {}", report["summary"]);
    }
    // The same form again: nothing at all is left.
    let same = report(root, &["Contoso"]);
    assert_eq!(same["findings"], json!([]));
    assert_eq!(same["summary"]["suppressedBy"]["baseline"].as_u64(), Some(recorded));
    assert_eq!(same["exitCode"], 0);
    // All at once: every form has its findings, and they are the same.
    assert_eq!(told(&report(root, &["."])), [""; 0]);
    let (_, out, _) = run(root, &["check", "Contoso"]);
    assert!(out.contains(&format!("; {recorded} suppressed by the baseline")), "{out}");
}

#[test]
fn what_is_new_is_told_and_what_is_gone_can_be_pruned() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    lay_out(root, PLAIN);
    assert_eq!(run(root, &["baseline"]).0, 0);
    let before = fs::read_to_string(root.join("powerlint-baseline.json")).unwrap();
    // Written again, not a byte changes.
    assert_eq!(run(root, &["baseline"]).0, 0);
    assert_eq!(fs::read_to_string(root.join("powerlint-baseline.json")).unwrap(), before);

    lay_out(root, Form { keys: &["shared_sql", "shared_lost"], ..PLAIN });
    let check = ["--baseline", "powerlint-baseline.json", "Contoso"];
    let report_now = report(root, &check);
    let told_now = told(&report_now);
    assert!(matches!(told_now.as_slice(), [one] if one.contains("shared_lost")), "{told_now:?}");
    let stale: Vec<&Value> = report_now["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["rule"] == "stale-baseline")
        .collect();
    assert_eq!(stale.len(), 1, "{report_now:#}");
    assert!(stale[0]["message"].as_str().unwrap().contains("unknown-connection-key"), "{}", stale[0]);
    assert_eq!(stale[0]["file"], "powerlint-baseline.json");
    let line = usize::try_from(stale[0]["region"]["start"]["line"].as_u64().unwrap()).unwrap();
    let marked = before.lines().nth(line - 1).unwrap();
    let entries: Value = serde_json::from_str(&before).unwrap();
    let gone = entries["findings"].as_array().unwrap().iter().find(|entry| entry["rule"] == "unknown-connection-key");
    assert!(marked.contains(gone.unwrap()["fingerprint"].as_str().unwrap()), "{marked}");

    // Pruning removes the one and adds none.
    let (status, _, err) = run(root, &["baseline", "--prune"]);
    assert_eq!(status, 0, "{err}");
    assert!(err.contains("(0 added, 1 removed)"), "{err}");
    let again = report(root, &check);
    assert_eq!(told(&again), told_now);
    assert!(again["findings"].as_array().unwrap().iter().all(|finding| finding["rule"] != "stale-baseline"));
}

#[test]
fn what_a_run_cannot_tell_anything_of_stays_in_the_baseline() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    lay_out(root, PLAIN);
    assert_eq!(run(root, &["baseline"]).0, 0);
    let before = baseline(root);
    let mut other = Case::default();
    other.files.insert("Other/customizations.xml".to_owned(), b"<ImportExportXml></ImportExportXml>".to_vec());
    other.lay_out(root);
    // The solution is not given: its entries are not stale, and stay when the file is written anew.
    let report = report(root, &["--baseline", "powerlint-baseline.json", "Other"]);
    assert!(report["findings"].as_array().unwrap().iter().all(|finding| finding["rule"] != "stale-baseline"));
    for args in [&["baseline", "Other"][..], &["baseline", "Other", "--prune"]] {
        assert_eq!(run(root, args).0, 0);
        let after = baseline(root);
        let after = after["findings"].as_array().unwrap();
        assert!(before["findings"].as_array().unwrap().iter().all(|entry| after.contains(entry)), "{args:?}");
    }
    // Nor are those of a rule that is off.
    let off = RULES.map(|rule| format!("{rule} = \"off\"\n")).concat();
    fs::write(root.join("powerlint.toml"), format!("baseline = \"powerlint-baseline.json\"\n[rules]\n{off}")).unwrap();
    assert_eq!(run(root, &["baseline", "--prune"]).0, 0);
    let after = baseline(root);
    let kept = |rule: &str| after["findings"].as_array().unwrap().iter().any(|entry| entry["rule"] == rule);
    assert!(RULES.iter().all(|rule| kept(rule)), "{after:#}");
}

#[test]
fn a_baseline_is_of_one_environment() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    lay_out(root, PLAIN);
    let environments = "[[environment]]\nname = \"test\"\n\n[[environment]]\nname = \"production\"\n";
    fs::write(root.join("powerlint.toml"), format!("baseline = \"powerlint-baseline.json\"\n{environments}")).unwrap();
    assert_eq!(run(root, &["baseline", "--environment", "test"]).0, 0);
    assert_eq!(baseline(root)["environment"], "test");
    let (status, _, err) = run(root, &["baseline", "--environment", "production"]);
    assert_eq!(status, 2, "{err}");
    assert!(err.contains("this baseline was written for environment test"), "{err}");
    let (_, out, _) = run(root, &["check", "--environment", "production"]);
    assert!(out.contains("the baseline was written for the environment test, which is not this one"), "{out}");
    assert_eq!(run(root, &["check", "--environment", "test"]).0, 0);
    // The reasons and what was suppressed are told to whoever asks.
    let (_, out, _) = run(root, &["check", "--environment", "test", "-v"]);
    assert!(out.contains("What was suppressed\n  - "), "{out}");
}

#[test]
fn a_baseline_that_cannot_be_used_is_pointed_at() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    lay_out(root, PLAIN);
    let (status, out, err) = run(root, &["check", "--baseline", "gone.json"]);
    assert_eq!((status, out.as_str()), (2, ""), "{err}");
    assert!(
        err.contains("gone.json: there is no such baseline") && err.contains("powerlint baseline writes it"),
        "{err}"
    );
    assert_eq!(run(root, &["baseline", "--prune"]).0, 2);
    for (text, said) in [
        ("not JSON", "this baseline is not JSON"),
        ("{\n  \"version\": 7,\n  \"findings\": []\n}", "does not read version 7"),
        ("{\"connections\": []}", "this is not a baseline"),
    ] {
        fs::write(root.join("powerlint-baseline.json"), text).unwrap();
        for args in [&["check", "--baseline", "powerlint-baseline.json"][..], &["baseline"]] {
            let (status, _, err) = run(root, args);
            assert_eq!(status, 2, "{args:?}: {err}");
            assert!(err.contains(said) && err.contains("powerlint-baseline.json:"), "{args:?}: {err}");
        }
        // What is no baseline is not overwritten.
        assert_eq!(fs::read_to_string(root.join("powerlint-baseline.json")).unwrap(), text);
    }
}
