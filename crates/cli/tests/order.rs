//! `powerlint order`: child flows come before those that call them.
#![allow(clippy::unwrap_used, reason = "a broken test must stop")]

mod support;

use std::{fmt::Write as _, fs, path::Path};

use serde_json::{Value, json};
use support::{powerlint, stdout};

/// A solution of flows, each with its number, its name, and the numbers of those that it calls.
fn solution(folder: &Path, name: &str, flows: &[(u32, &str, &[u32])]) {
    let id = |number: u32| format!("44444444-0000-0000-0000-{number:012}");
    let root = folder.join(name);
    fs::create_dir_all(root.join("Workflows")).unwrap();
    let mut workflows = String::new();
    for (number, flow, calls) in flows {
        let file = format!("Workflows/Flow-{}.json", id(*number));
        let _ = write!(
            workflows,
            "<Workflow WorkflowId=\"{{{}}}\" Name=\"{flow}\"><JsonFileName>/{file}</JsonFileName><Category>5</Category><StateCode>1</StateCode></Workflow>",
            id(*number)
        );
        let mut actions = serde_json::Map::new();
        for call in *calls {
            let inputs = json!({ "host": { "workflowReferenceName": id(*call) }, "body": {} });
            actions.insert(format!("Call_{call}"), json!({ "type": "Workflow", "inputs": inputs, "runAfter": {} }));
        }
        let definition = json!({
            "triggers": { "manual": { "type": "Request", "kind": "Button", "inputs": { "schema": {} } } },
            "actions": actions,
        });
        let text = json!({ "properties": { "connectionReferences": {}, "definition": definition }, "schemaVersion": "1.0.0.0" });
        fs::write(root.join(file), text.to_string()).unwrap();
    }
    // A desktop flow, which nobody turns on.
    workflows.push_str("<Workflow WorkflowId=\"{44444444-0000-0000-0000-999999999999}\" Name=\"Desktop\"><Category>6</Category><Definition>\"WAIT 1\"</Definition></Workflow>");
    fs::write(
        root.join("customizations.xml"),
        format!("<ImportExportXml><Workflows>{workflows}</Workflows></ImportExportXml>"),
    )
    .unwrap();
    fs::write(
        root.join("solution.xml"),
        format!("<ImportExportXml><SolutionManifest><UniqueName>{name}</UniqueName><Version>1.0</Version><Managed>0</Managed></SolutionManifest></ImportExportXml>"),
    )
    .unwrap();
}

#[test]
fn children_come_first_also_across_solutions() {
    let folder = tempfile::tempdir().unwrap();
    solution(folder.path(), "Base", &[(1, "Write log", &[]), (2, "Ask manager", &[1])]);
    solution(
        folder.path(),
        "App",
        &[(3, "Order intake", &[2, 1, 8]), (4, "One", &[5]), (5, "Two", &[4]), (6, "Alone", &[])],
    );
    let of = |arguments: &[&str]| {
        let output = powerlint(folder.path()).arg("order").args(arguments).output().unwrap();
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        (output.status.code(), stdout(&output))
    };
    let (status, text) = of(&["--format", "json"]);
    assert_eq!(status, Some(0));
    let rows: Vec<Value> = serde_json::from_str(&text).unwrap();
    let order: Vec<_> = rows.iter().map(|row| (row["step"].as_u64(), row["flow"].as_str().unwrap())).collect();
    let expected = [
        (Some(1), "Alone"),
        (Some(1), "Write log"),
        (Some(2), "Ask manager"),
        (Some(3), "Order intake"),
        (None, "One"),
        (None, "Two"),
    ];
    assert_eq!(order, expected);
    assert_eq!(rows[3]["calls"], json!(["Ask manager", "Write log", "44444444-0000-0000-0000-000000000008"]));
    assert_eq!(rows[3]["missing"], json!(["44444444-0000-0000-0000-000000000008"]));
    assert_eq!(rows[0]["on"], json!(true));
    insta::assert_snapshot!(of(&[]).1);
    assert!(
        of(&["--format", "csv"]).1.contains("2,Ask manager,44444444-0000-0000-0000-000000000002,Base,on,Write log")
    );
    // Without the solution that holds them, child flows are named by their ids.
    let alone = of(&["App"]).1;
    assert!(alone.contains("44444444-0000-0000-0000-000000000001"), "{alone}");
}

#[test]
fn nothing_to_order_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let output = powerlint(folder.path()).arg("order").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    solution(folder.path(), "Empty", &[]);
    let output = powerlint(folder.path()).arg("order").output().unwrap();
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(0), "There are no flows that are turned on\n"));
}
