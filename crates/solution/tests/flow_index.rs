//! The steps of a flow by name, place and order, and the expressions in it.
#![allow(clippy::unwrap_used)]

use std::fs;

use powerlint_solution::{
    FlowIndex, Limits, Package, Texts, Trees,
    flow_index::{Order, Owner},
    read::{find, open},
};

/// Two scopes in a row, a condition with two branches, a loop, and two steps beside each other.
const FLOW: &str = r#"{
  "properties": {
    "connectionReferences": {},
    "definition": {
      "triggers": {
        "manual": {
          "type": "Request",
          "kind": "Http",
          "conditions": [{ "expression": "@equals(triggerBody()?['kind'], 'order')" }],
          "inputs": { "schema": { "properties": { "x": { "description": "@not(an expression" } } } }
        }
      },
      "actions": {
        "Try": {
          "type": "Scope",
          "actions": {
            "If_new": {
              "type": "If",
              "expression": { "equals": ["@variables('state')", "new"] },
              "actions": { "Yes": { "type": "Compose", "inputs": "to @{triggerBody()?['name']}" } },
              "else": { "actions": { "No": { "type": "Compose", "inputs": "someone@contoso.com" } } }
            }
          }
        },
        "Each": {
          "type": "Foreach",
          "foreach": "@body('List')?['value']",
          "description": "@this is a note",
          "actions": { "Inner": { "type": "Compose", "inputs": { "body/name": "@item()?['n']" } } },
          "runAfter": { "TRY": ["Succeeded"] }
        },
        "Catch": { "type": "Compose", "inputs": "@result('Try')", "runAfter": { "Try": ["Failed", "TimedOut"] } },
        "Last": { "type": "Compose", "inputs": "", "runAfter": { "Each": ["Succeeded"], "Gone": ["Succeeded"] } }
      }
    }
  },
  "schemaVersion": "1.0.0.0"
}"#;

fn with_index(check: impl Fn(&FlowIndex<'_, '_>)) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Orders-44444444-0000-0000-0000-000000000001.json");
    fs::write(&path, FLOW).unwrap();
    let limits = Limits::default();
    let found = find(&[path.to_string_lossy().into_owned()], folder.path(), &limits);
    let mut checked = 0;
    for task in &found.tasks {
        open(task, &limits, &mut |mut files| {
            let texts = Texts::read(&mut files);
            let trees = Trees::parse(&files, &texts);
            let package = Package::build(&files, &texts, &trees);
            check(&FlowIndex::new(&package.flows[0]));
            checked += 1;
        });
    }
    assert_eq!(checked, 1);
}

#[test]
fn steps_are_found_by_name_and_place() {
    with_index(|index| {
        let names: Vec<_> = index.steps().iter().map(|step| step.action.name.value).collect();
        assert_eq!(names, ["Try", "If_new", "Yes", "No", "Each", "Inner", "Catch", "Last"]);
        let id = |name| index.find(name).unwrap().id;
        assert_eq!(index.path(id("yes")), "Try/If_new/Yes");
        let inside: Vec<_> = index.inside(id("Try")).map(|step| step.action.name.value).collect();
        assert_eq!(inside, ["If_new", "Yes", "No"]);
        let children: Vec<_> = index.children(id("If_new")).map(|step| step.action.name.value).collect();
        assert_eq!(children, ["Yes", "No"]);
        assert_eq!(index.loops(id("Inner")).map(|step| step.id).collect::<Vec<_>>(), [id("Each")]);
        let after: Vec<_> = index.runs_after(id("Last")).map(|after| (after.name.value, after.step)).collect();
        assert_eq!(after, [("Each", Some(id("Each"))), ("Gone", None)]);
        assert!(index.runs_after(id("Catch")).all(|after| after.on_failure() && after.step == Some(id("Try"))));
    });
}

#[test]
fn the_order_of_steps_follows_run_after_and_branches() {
    with_index(|index| {
        let orders = index.orders();
        let order = |one, other| orders.order(index.find(one).unwrap().id, index.find(other).unwrap().id);
        for (one, other, expected) in [
            ("Try", "Try", Order::Same),
            ("Try", "Last", Order::Before),
            ("Yes", "Inner", Order::Before),
            ("Last", "No", Order::After),
            ("Try", "No", Order::Around),
            ("Inner", "Each", Order::Inside),
            ("Yes", "No", Order::Exclusive),
            ("Each", "Catch", Order::Parallel),
            ("Inner", "Catch", Order::Parallel),
        ] {
            assert_eq!(order(one, other), expected, "{one} and {other}");
        }
    });
}

#[test]
fn expressions_are_read_where_the_run_time_reads_them() {
    with_index(|index| {
        let strings: Vec<_> = index.strings().iter().map(|string| (string.section, string.key, string.text)).collect();
        assert_eq!(
            strings,
            [
                ("conditions", "expression", "@equals(triggerBody()?['kind'], 'order')"),
                ("expression", "equals", "@variables('state')"),
                ("inputs", "inputs", "to @{triggerBody()?['name']}"),
                ("foreach", "foreach", "@body('List')?['value']"),
                ("inputs", "body/name", "@item()?['n']"),
                ("inputs", "inputs", "@result('Try')"),
            ]
        );
        assert_eq!(index.strings()[0].owner, Owner::Trigger(0));
        let read: Vec<_> = index.reads().filter_map(|(_, read)| read.name).collect();
        assert_eq!(read, ["state", "List", "Try"]);
    });
}
