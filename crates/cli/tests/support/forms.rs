//! The sample's inventory as other tools would have exported it: the same facts in other files.
#![allow(dead_code, unreachable_pub, missing_docs, clippy::unwrap_used, reason = "a broken test must stop")]

use std::{collections::BTreeMap, fmt::Write as _};

use serde_json::{Map, Value, json};

use super::Case;

/// Files of facts by their names.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A form of the sample's inventory.
pub type Form = (&'static str, fn(&Files) -> Files);

/// The forms that carry the same facts.
pub const WHOLE: &[Form] = &[
    ("as exported", Files::clone),
    ("bare arrays", bare_arrays),
    ("JSON lines", json_lines),
    ("UTF-16", utf_16),
    ("one answer a connection", one_answer_a_connection),
    ("PowerShell's objects as JSON", powershell_json),
    ("shares from Terraform's state", terraform_shares),
    ("service principals from Entra", service_principals_of_entra),
    ("converted", converted),
    ("Entra and Terraform", |files| terraform_shares(&service_principals_of_entra(files))),
];

/// The forms that carry fewer facts.
pub const PARTS: &[Form] = &[
    ("PowerShell's objects as JSON, cut at depth 2", powershell_json_cut),
    ("PowerShell's objects as CSV", powershell_csv),
    ("role assignments", powershell_roles),
    ("references from ppds", ppds_references),
    ("connections from ppds", ppds_connections),
    ("connections from pac", pac_table),
];

/// The files of facts in a folder of a case.
pub fn facts_of(case: &Case, folder: &str) -> Files {
    let facts =
        case.files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(folder)?.to_owned(), bytes.clone())));
    facts.collect()
}

/// A case with other files of facts in a folder.
pub fn with(case: &Case, folder: &str, facts: &Files) -> Case {
    let mut case = case.clone();
    case.files.retain(|path, _| !path.starts_with(folder));
    case.files.extend(facts.iter().map(|(name, bytes)| (format!("{folder}{name}"), bytes.clone())));
    case
}

pub fn rows(files: &Files, name: &str) -> Vec<Value> {
    let table: Value = serde_json::from_slice(&files[name]).unwrap();
    table["value"].as_array().unwrap().clone()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn put(files: &mut Files, name: &str, value: &Value) {
    files.insert(name.to_owned(), serde_json::to_vec_pretty(value).unwrap());
}

/// Every table of the tools that wrap their rows.
fn each_table(files: &Files, change: impl Fn(&str, Vec<Value>) -> Vec<u8>) -> Files {
    let changed = files.iter().map(|(name, bytes)| {
        let table = serde_json::from_slice::<Value>(bytes).ok().filter(|table| table["value"].is_array());
        (name.clone(), if table.is_some() { change(name, rows(files, name)) } else { bytes.clone() })
    });
    changed.collect()
}

pub fn bare_arrays(files: &Files) -> Files {
    each_table(files, |_, rows| json!(rows).to_string().into_bytes())
}

/// One record a line.
pub fn json_lines(files: &Files) -> Files {
    each_table(files, |_, rows| {
        rows.iter().fold(String::new(), |text, row| text + &row.to_string() + "\n").into_bytes()
    })
}

/// What Windows PowerShell 5.1 makes of `>`.
pub fn utf_16(files: &Files) -> Files {
    let encoded = files.iter().map(|(name, bytes)| {
        let text = String::from_utf8(bytes.clone()).unwrap().replace('\n', "\r\n");
        (name.clone(), [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect())
    });
    encoded.collect()
}

/// The answers of one request for each connection, one after the other, as `curl` in a loop appends them.
pub fn one_answer_a_connection(files: &Files) -> Files {
    let mut answers: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for row in rows(files, "permissions.json") {
        let connection = text(&row["id"]).split("/permissions/").next().unwrap().to_owned();
        answers.entry(connection).or_default().push(row);
    }
    let mut files = files.clone();
    let lines = answers.values().fold(String::new(), |text, rows| text + &json!({ "value": rows }).to_string() + "\n");
    files.insert("permissions.json".to_owned(), lines.into_bytes());
    files
}

/// `Get-AdminPowerAppConnection`, as an object of PowerShell.
fn powershell(row: &Value) -> Map<String, Value> {
    let properties = &row["properties"];
    let api = text(&properties["apiId"]);
    let object = json!({
        "ConnectionName": row["name"], "ConnectionId": row["id"], "FullConnectorName": api,
        "ConnectorName": api.rsplit('/').next().unwrap(), "DisplayName": properties["displayName"],
        "CreatedTime": properties["createdTime"], "CreatedBy": properties["createdBy"],
        "LastModifiedTime": properties["lastModifiedTime"], "EnvironmentName": properties["environment"]["name"],
        "Statuses": properties["statuses"], "Internal": row,
    });
    object.as_object().unwrap().clone()
}

/// `… | ConvertTo-Json -Depth 10`, which emits a single object where there is one only.
pub fn powershell_json(files: &Files) -> Files {
    let mut files = files.clone();
    let connections: Vec<_> = rows(&files, "connections.json").iter().map(powershell).collect();
    put(&mut files, "connections.json", &json!(connections));
    files
}

/// How PowerShell writes what lies too deep: `@{a=1; b=System.Object[]; c=}`.
fn too_deep(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members: Vec<String> = members.iter().map(|(key, value)| format!("{key}={}", deeper(value))).collect();
            format!("@{{{}}}", members.join("; "))
        }
        other => deeper(other),
    }
}

fn deeper(value: &Value) -> String {
    match value {
        Value::Array(_) => "System.Object[]".to_owned(),
        Value::Object(_) | Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(value) => if *value { "True" } else { "False" }.to_owned(),
        Value::Number(number) => number.to_string(),
    }
}

/// `… | ConvertTo-Json`, whose depth is 2: the properties of the raw object become text.
pub fn powershell_json_cut(files: &Files) -> Files {
    let mut files = files.clone();
    let cut = |row: &Value| {
        let mut object = powershell(row);
        object["Internal"]["properties"] = json!(too_deep(&row["properties"]));
        object
    };
    let connections: Vec<_> = rows(&files, "connections.json").iter().map(cut).collect();
    put(&mut files, "connections.json", &json!(connections));
    files
}

/// `… | Export-Csv`, with the first line that Windows PowerShell writes unless told otherwise.
pub fn powershell_csv(files: &Files) -> Files {
    let mut files = files.clone();
    let mut text = "#TYPE Selected.System.Management.Automation.PSCustomObject\r\n".to_owned();
    let connections: Vec<_> = rows(&files, "connections.json").iter().map(powershell).collect();
    let line = |cells: Vec<String>| {
        let cells: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        cells.join(";") + "\r\n"
    };
    text += &line(connections[0].keys().cloned().collect());
    for connection in &connections {
        let cell = |value: &Value| if value.is_object() { too_deep(value) } else { deeper(value) };
        text += &line(connection.values().map(cell).collect());
    }
    files.remove("connections.json");
    files.insert("connections.csv".to_owned(), text.into_bytes());
    files
}

/// `Get-AdminPowerAppConnectionRoleAssignment`: service principals are left out.
pub fn powershell_roles(files: &Files) -> Files {
    let mut files = files.clone();
    let permissions = rows(&files, "permissions.json");
    let people = permissions.iter().filter(|row| row["properties"]["principal"]["type"] == "User");
    let roles: Vec<Value> = people
        .map(|row| {
            let id = text(&row["id"]);
            let principal = &row["properties"]["principal"];
            json!({
                "RoleId": id, "RoleName": row["name"], "PrincipalDisplayName": principal["displayName"],
                "PrincipalEmail": principal["email"], "PrincipalObjectId": principal["id"],
                "PrincipalType": principal["type"], "RoleType": row["properties"]["roleName"],
                "ConnectionName": id.split('/').nth(6), "ConnectorName": id.split('/').nth(4),
                "EnvironmentName": "aaaa0000-0000-0000-0000-000000000001", "Internal": row,
            })
        })
        .collect();
    put(&mut files, "permissions.json", &json!(roles));
    files
}

/// `terraform show -json` with a `powerplatform_connection_shares` for each connection that has a list of permissions.
pub fn terraform_shares(files: &Files) -> Files {
    let mut files = files.clone();
    let mut shares: BTreeMap<(String, String), Vec<Value>> = BTreeMap::new();
    for row in rows(&files, "permissions.json") {
        let id: Vec<&str> = text(&row["id"]).split('/').collect();
        let principal = &row["properties"]["principal"];
        shares.entry((id[4].to_owned(), id[6].to_owned())).or_default().push(json!({
            "id": row["name"], "role_name": row["properties"]["roleName"],
            "principal": { "entra_object_id": principal["id"], "display_name": principal["displayName"] },
        }));
    }
    let resources: Vec<Value> = shares
        .iter()
        .enumerate()
        .map(|(at, ((connector, connection), shares))| {
            json!({
                "address": format!("data.powerplatform_connection_shares.all[{at}]"), "mode": "data",
                "type": "powerplatform_connection_shares", "name": "all", "index": at,
                "provider_name": "registry.terraform.io/microsoft/power-platform", "schema_version": 0,
                "values": {
                    "connection_id": connection, "connector_name": connector,
                    "environment_id": "aaaa0000-0000-0000-0000-000000000001", "shares": shares, "timeouts": null,
                },
                "sensitive_values": {},
            })
        })
        .collect();
    let state = json!({
        "format_version": "1.0", "terraform_version": "1.9.5",
        "values": { "root_module": { "resources": resources } },
    });
    files.remove("permissions.json");
    put(&mut files, "state.json", &state);
    files
}

/// `az ad sp list`, in place of the application users of Dataverse.
pub fn service_principals_of_entra(files: &Files) -> Files {
    let mut files = files.clone();
    let users = rows(&files, "systemusers.json");
    let (applications, people): (Vec<Value>, Vec<Value>) =
        users.into_iter().partition(|row| !row["applicationid"].is_null());
    let principals: Vec<Value> = applications
        .iter()
        .map(|row| {
            json!({
                "id": row["azureactivedirectoryobjectid"], "appId": row["applicationid"],
                "displayName": text(&row["fullname"]).trim_start_matches("# "), "accountEnabled": true,
                "servicePrincipalType": "Application", "keyCredentials": [], "passwordCredentials": [],
            })
        })
        .collect();
    put(&mut files, "systemusers.json", &json!({ "value": people }));
    put(&mut files, "serviceprincipals.json", &json!(principals));
    files
}

/// `ppds connection-references list`: no owners.
pub fn ppds_references(files: &Files) -> Files {
    let mut files = files.clone();
    let data: Vec<Value> = rows(&files, "connectionreferences.json")
        .iter()
        .map(|row| {
            json!({
                "id": row["connectionreferenceid"], "logicalName": row["connectionreferencelogicalname"],
                "displayName": row["connectionreferencedisplayname"], "connectorId": row["connectorid"],
                "connectionId": row["connectionid"], "isBound": !row["connectionid"].is_null(),
                "isManaged": row["ismanaged"], "modifiedOn": "2026-01-02T03:04:05Z",
            })
        })
        .collect();
    let list = json!({ "version": "1.0", "success": true, "data": data, "timestamp": "2026-11-20T08:00:00Z" });
    put(&mut files, "connectionreferences.json", &list);
    files
}

/// `ppds connections list`: owners by their address, no credentials.
pub fn ppds_connections(files: &Files) -> Files {
    let mut files = files.clone();
    let data: Vec<Value> = rows(&files, "connections.json")
        .iter()
        .map(|row| {
            let properties = &row["properties"];
            json!({
                "connectionId": row["name"], "displayName": properties["displayName"],
                "connectorId": properties["apiId"], "connectorDisplayName": "", "isShared": true,
                "status": properties["statuses"][0]["status"], "createdBy": properties["createdBy"]["email"],
                "modifiedOn": properties["lastModifiedTime"],
            })
        })
        .collect();
    let list = json!({ "version": "1.0", "success": true, "data": data, "timestamp": "2026-11-20T08:00:00Z" });
    put(&mut files, "connections.json", &list);
    files
}

/// `pac connection list`: a table for people.
pub fn pac_table(files: &Files) -> Files {
    let mut files = files.clone();
    let rows = rows(&files, "connections.json");
    let mut text = "Connected as ada@contoso.com\nConnected to... Contoso Development\n\n".to_owned();
    writeln!(text, "{:<60} {:<24} {:<72} Status", "Id", "Name", "API Id").unwrap();
    for row in &rows {
        let properties = &row["properties"];
        let api = format!("/providers/Microsoft.PowerApps/apis/{}", text_after_apis(&properties["apiId"]));
        let (name, status) = (self::text(&properties["displayName"]), self::text(&properties["statuses"][0]["status"]));
        writeln!(text, "{:<60} {name:<24} {api:<72} {status}", self::text(&row["name"])).unwrap();
    }
    files.remove("connections.json");
    files.insert("connections.txt".to_owned(), text.into_bytes());
    files
}

fn text_after_apis(path: &Value) -> &str {
    text(path).rsplit('/').next().unwrap()
}

/// What `powerlint inventory convert` makes of the files.
pub fn converted(files: &Files) -> Files {
    try_converted(files).unwrap()
}

/// [`converted`], unless one of the files cannot be read.
pub fn try_converted(files: &Files) -> Option<Files> {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join("facts").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let output = super::powerlint(folder.path()).args(["inventory", "convert", "facts"]).output().unwrap();
    output.status.success().then(|| Files::from([("converted.toml".to_owned(), output.stdout)]))
}
