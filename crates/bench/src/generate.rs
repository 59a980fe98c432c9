//! Packages and an inventory of any size: the same sizes give the same contents. The shapes are those of real exports: flows in one
//! line, a `Workflow` element for each, references in customizations.xml.
#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a tool for developers: what cannot be written must stop it"
)]

use std::{
    fmt::Write as _,
    fs::{self, File},
    io::Write as _,
    path::Path,
};

use serde_json::{Map, Value, json};
use zip::{ZipWriter, write::SimpleFileOptions};

const CONNECTORS: [&str; 5] =
    ["shared_commondataserviceforapps", "shared_sharepointonline", "shared_office365", "shared_teams", "shared_sql"];

/// What is written; every number has an argument of its name.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    /// How many solutions.
    pub solutions: usize,
    /// Of each solution.
    pub flows: usize,
    /// Of each flow.
    pub actions: usize,
    /// Of each solution: how many it declares.
    pub references: usize,
    /// Of each flow: how many connection keys it has.
    pub keys: usize,
    /// Of each flow: how many of its keys have no connection reference, so that each is a finding.
    pub broken: usize,
    /// Of the inventory: connections, and references bound to them.
    pub connections: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { solutions: 1, flows: 1, actions: 10, references: 10, keys: 3, broken: 0, connections: 0 }
    }
}

/// Writes the solutions, and `inventory.json` where connections are wanted.
pub fn write(folder: &Path, sizes: &Sizes) {
    fs::create_dir_all(folder).unwrap();
    for solution in 0..sizes.solutions {
        write_solution(&folder.join(format!("Generated{solution}.zip")), solution, sizes);
    }
    if sizes.connections > 0 {
        fs::write(folder.join("inventory.json"), inventory(sizes.connections).to_string()).unwrap();
    }
}

fn write_solution(path: &Path, solution: usize, sizes: &Sizes) {
    let mut zip = ZipWriter::new(File::create(path).unwrap());
    let mut add = |name: &str, text: &str| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let mut workflows = String::new();
    for flow in 0..sizes.flows {
        let number = solution * sizes.flows + flow;
        let file = format!("Flow{number}-44444444-0000-0000-0000-{number:012}.json");
        add(&format!("Workflows/{file}"), &flow_json(number, solution, sizes).to_string());
        let _ = writeln!(
            workflows,
            "<Workflow WorkflowId=\"{{44444444-0000-0000-0000-{number:012}}}\" Name=\"Flow {number}\">\
             <JsonFileName>/Workflows/{file}</JsonFileName><Category>5</Category><StateCode>1</StateCode></Workflow>"
        );
    }
    let mut references = String::new();
    for reference in 0..sizes.references {
        let name = logical_name(solution * sizes.references + reference);
        let connector = CONNECTORS[reference % CONNECTORS.len()];
        let _ = writeln!(
            references,
            "<connectionreference connectionreferencelogicalname=\"{name}\">\
             <connectionreferencedisplayname>{name}</connectionreferencedisplayname>\
             <connectorid>/providers/Microsoft.PowerApps/apis/{connector}</connectorid></connectionreference>"
        );
    }
    add(
        "customizations.xml",
        &format!(
            "<ImportExportXml>\n<Workflows>\n{workflows}</Workflows>\n<connectionreferences>\n{references}\
             </connectionreferences>\n</ImportExportXml>\n"
        ),
    );
    add(
        "solution.xml",
        &format!(
            "<ImportExportXml><SolutionManifest><UniqueName>Generated{solution}</UniqueName><Version>1.0.0.0</Version>\
             <Managed>0</Managed><Publisher><UniqueName>contoso</UniqueName><CustomizationPrefix>contoso\
             </CustomizationPrefix></Publisher><RootComponents /><MissingDependencies /></SolutionManifest>\
             </ImportExportXml>"
        ),
    );
    zip.finish().unwrap();
}

fn flow_json(number: usize, solution: usize, sizes: &Sizes) -> Value {
    let mut keys = Map::new();
    for key in 0..sizes.keys {
        let connector = CONNECTORS[key % CONNECTORS.len()];
        let connection = if key < sizes.broken {
            json!({})
        } else {
            // The connector of a reference follows from its place, as that of a key does.
            let turns = (sizes.references / CONNECTORS.len()).max(1);
            let place = (key + CONNECTORS.len() * (number % turns)) % sizes.references.max(1);
            json!({ "connectionReferenceLogicalName": logical_name(solution * sizes.references + place) })
        };
        keys.insert(
            key_name(key),
            json!({ "runtimeSource": "embedded", "connection": connection, "api": { "name": connector } }),
        );
    }
    let mut actions = Map::new();
    for action in 0..sizes.actions {
        let key = action % sizes.keys.max(1);
        let connector = CONNECTORS[key % CONNECTORS.len()];
        let before = action.checked_sub(1).map(|before| format!("Action_{before}"));
        let after = before.as_ref().map_or_else(|| json!({}), |before| json!({ before: ["Succeeded"] }));
        // Each uses what the one before it gave, as in flows that people draw.
        let given = before.map_or_else(
            || "@triggerOutputs()?['body/date']".to_owned(),
            |before| format!("@coalesce(outputs('{before}')?['body/contoso_name'], 'none')"),
        );
        let inputs = json!({
            "host": {
                "connectionName": key_name(key),
                "operationId": "GetItem",
                "apiId": format!("/providers/Microsoft.PowerApps/apis/{connector}"),
            },
            "parameters": { "entityName": "contoso_invoices", "recordId": given, "$select": "contoso_name,statecode" },
            "authentication": "@parameters('$authentication')",
        });
        let value = json!({ "runAfter": after, "type": "OpenApiConnection", "inputs": inputs });
        actions.insert(format!("Action_{action}"), value);
    }
    let recurrence = json!({ "type": "Recurrence", "recurrence": { "frequency": "Day", "interval": 1 } });
    json!({
        "properties": {
            "connectionReferences": keys,
            "definition": {
                "contentVersion": "1.0.0.0",
                "parameters": {
                    "$connections": { "defaultValue": {}, "type": "Object" },
                    "$authentication": { "defaultValue": {}, "type": "SecureObject" },
                },
                "triggers": { "Recurrence": recurrence },
                "actions": actions,
            },
        },
        "schemaVersion": "1.0.0.0",
    })
}

/// As the designer counts the keys of one connector.
fn key_name(key: usize) -> String {
    let connector = CONNECTORS[key % CONNECTORS.len()];
    match key / CONNECTORS.len() {
        0 => connector.to_owned(),
        turn => format!("{connector}_{turn}"),
    }
}

fn logical_name(reference: usize) -> String {
    format!("contoso_reference_{reference}")
}

fn inventory(connections: usize) -> Value {
    let connector = |number: usize| CONNECTORS[number % CONNECTORS.len()];
    let id = |number: usize| format!("22222222-0000-0000-0000-{number:012}");
    let account = |number: usize| format!("person{}@contoso.com", number % 50);
    let rows = |row: &dyn Fn(usize) -> Value| (0..connections).map(row).collect::<Vec<_>>();
    json!({
        "schema": "pp-inventory/1",
        "principals": (0..50).map(|number| json!({ "key": account(number), "kind": "person", "upn": account(number) }))
            .collect::<Vec<_>>(),
        "connections": rows(&|number| json!({
            "id": id(number), "connector": connector(number), "auth": "user", "account": account(number),
            "owner": account(number), "shared_with": [{ "principal": account(number + 1), "role": "CanView" }],
        })),
        "references": rows(&|number| json!({
            "name": logical_name(number), "connector": connector(number), "connection": id(number),
            "owner": account(number),
        })),
    })
}
