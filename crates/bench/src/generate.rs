//! Packages and an inventory of any size: the same sizes give the same contents.
//!
//! Sizes and shapes are those of real exports, as far as numbers can say it. 320 flows of 134 public solutions have 12 actions and 10.6 KB
//! on average, 186 values and 16 expressions of some 90 characters; half of them have 7 actions or less, a tenth 32 or more. 56 % of the
//! flows in public zips are one single line. A `Workflow` element has 1.3 KB, and of 76 solutions a quarter bring tables, with 90 KB of
//! customizations.xml and more.
#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a tool for developers: what cannot be written must stop it"
)]

use std::{
    fs::{self, File},
    io::Write as _,
    path::Path,
};

use serde_json::{Value, json};
use zip::{ZipWriter, write::SimpleFileOptions};

mod flow;
mod manifest;

/// Of five connectors, those that flows of public solutions use most.
const CONNECTORS: [&str; 5] =
    ["shared_commondataserviceforapps", "shared_sharepointonline", "shared_office365", "shared_teams", "shared_sql"];

/// How many people make the connections of an inventory.
const PERSONS: usize = 500;
const SERVICE_PRINCIPAL: &str = "sp-flows";

/// What is written; every number has an argument of its name.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    /// How many solutions.
    pub solutions: usize,
    /// Of each solution.
    pub flows: usize,
    /// Of each flow: on average, where a solution has several; as real ones, some have many more than most.
    pub actions: usize,
    /// Of each solution: how many it declares.
    pub references: usize,
    /// Of each flow: how many connection keys it has.
    pub keys: usize,
    /// Of each flow: how many of its keys have no connection reference, so that each is a finding.
    pub broken: usize,
    /// Of each solution that has some, which is one in four.
    pub tables: usize,
    /// Of the inventory: connections. The references of the solutions are bound to the first of them.
    pub connections: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { solutions: 1, flows: 1, actions: 12, references: 6, keys: 3, broken: 0, tables: 0, connections: 0 }
    }
}

/// Writes the solutions, and `inventory.json` where connections are wanted.
pub fn write(folder: &Path, sizes: &Sizes) {
    fs::create_dir_all(folder).unwrap();
    for solution in 0..sizes.solutions {
        write_solution(&folder.join(format!("Generated{solution}.zip")), solution, sizes);
    }
    if sizes.connections > 0 {
        fs::write(folder.join("inventory.json"), inventory(sizes).to_string()).unwrap();
    }
}

fn write_solution(path: &Path, solution: usize, sizes: &Sizes) {
    let mut zip = ZipWriter::new(File::create(path).unwrap());
    let mut add = |name: &str, text: &str| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    add("[Content_Types].xml", manifest::CONTENT_TYPES);
    add("customizations.xml", &manifest::customizations(solution, sizes));
    add("solution.xml", &manifest::solution(solution, sizes));
    for number in numbers(solution, sizes) {
        let flow = flow::flow(number, solution, sizes);
        // 56 in 100, evenly spread.
        let in_one_line = number * 56 % 100 < 56;
        let text = if in_one_line { flow.to_string() } else { serde_json::to_string_pretty(&flow).unwrap() };
        add(&format!("Workflows/{}", flow_file(number)), &text);
    }
    zip.finish().unwrap();
}

/// The numbers of a solution's flows among all.
fn numbers(solution: usize, sizes: &Sizes) -> std::ops::Range<usize> {
    solution * sizes.flows..(solution + 1) * sizes.flows
}

fn flow_id(number: usize) -> String {
    format!("44444444-0000-0000-0000-{number:012}")
}

fn flow_file(number: usize) -> String {
    format!("Flow{number}-{}.json", flow_id(number))
}

fn logical_name(reference: usize) -> String {
    format!("contoso_reference_{reference}")
}

/// What a reference is for, which follows from its place in its solution.
fn connector_at(place: usize) -> &'static str {
    CONNECTORS[place % CONNECTORS.len()]
}

/// Every third connection runs under a service principal, the others under a person, who shares it with that service principal.
fn inventory(sizes: &Sizes) -> Value {
    let id = |number: usize| format!("22222222-0000-0000-0000-{number:012}");
    let account = |number: usize| format!("person{}@contoso.com", number % PERSONS);
    let connector = |number: usize| connector_at(number % sizes.references.max(1));
    let connection = |number: usize| {
        let mut row = json!({ "id": id(number), "connector": connector(number), "owner": account(number) });
        if number.is_multiple_of(3) {
            row["auth"] = json!("service-principal");
            row["account"] = json!(SERVICE_PRINCIPAL);
        } else {
            row["auth"] = json!("user");
            row["account"] = json!(account(number));
            row["shared_with"] = json!([{ "principal": SERVICE_PRINCIPAL, "role": "CanView" }]);
        }
        row
    };
    let reference = |number: usize| {
        json!({
            "name": logical_name(number), "connector": connector(number), "connection": id(number),
            "owner": account(number),
        })
    };
    let persons = (0..PERSONS).map(|number| json!({ "key": account(number), "kind": "user", "upn": account(number) }));
    let principal = json!({ "key": SERVICE_PRINCIPAL, "kind": "service-principal", "name": SERVICE_PRINCIPAL });
    let bound = sizes.connections.min(sizes.solutions * sizes.references);
    json!({
        "schema": "pp-inventory/1",
        "principals": persons.chain([principal]).collect::<Vec<_>>(),
        "connections": (0..sizes.connections).map(connection).collect::<Vec<_>>(),
        "references": (0..bound).map(reference).collect::<Vec<_>>(),
    })
}
