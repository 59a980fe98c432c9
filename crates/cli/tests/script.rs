//! `powerlint inventory script --shell bash`, run for real against a service that is made up. Needs bash and jq, and says so where
//! there are none.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a broken test must stop")]

mod support;

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, process::Command};

use serde_json::{Value, json};
use support::{powerlint, stdout};

const ENVIRONMENT: &str = "aaaa0000-0000-0000-0000-000000000001";
const SERVICE: &str = "https://api.powerapps.com/providers/Microsoft.PowerApps/scopes/admin/environments";
const URL: &str = "https://contoso-dev.crm4.dynamics.com";
/// What must reach no file.
const SECRET: &str = "plover-xyzzy";

/// Answers of the service by the address that is asked for, each with its status: a folder of files for the `curl` below.
struct Service<'f>(&'f Path);

impl Service<'_> {
    fn answers(&self, address: &str, status: u16, body: &Value) {
        let name = address.replace(['/', '?', '&', '=', ':', '$', '\'', '%'], "_");
        fs::write(self.0.join(format!("{name}.status")), status.to_string()).unwrap();
        fs::write(self.0.join(format!("{name}.json")), body.to_string()).unwrap();
    }
}

const CURL: &str = r#"#!/usr/bin/env bash
# Answers from files. It notes what was asked, so that the test sees that nothing was written.
while [ $# -gt 0 ]; do
  case $1 in
    --output) output=$2; shift ;;
    --config) grep -q 'Authorization: Bearer tok' "$2" || { echo 'no token' >&2; exit 3; }; shift ;;
    --header|--write-out|--retry) shift ;;
    --silent|--show-error) ;;
    http*) address=$1 ;;
    *) echo "unknown argument $1" >&2; exit 2 ;;
  esac
  shift
done
name=$(printf '%s' "$address" | tr "/?&=:$'%" '________')
[ -e "$ANSWERS/$name.json" ] || { echo "nobody answers $address" >&2; printf 404; : > "$output"; exit 0; }
cat "$ANSWERS/$name.json" > "$output"
cat "$ANSWERS/$name.status"
"#;

const AZ: &str = r#"#!/usr/bin/env bash
case "$*" in
  'account show') [ -z "${SIGNED_OUT:-}" ] ;;
  'account get-access-token'*) echo tok ;;
  'ad app show'*) cat "$ANSWERS/app.json" ;;
  'ad sp show'*) cat "$ANSWERS/sp.json" ;;
  *) exit 1 ;;
esac
"#;

fn executable(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

fn connection(number: u32, set: &Value) -> Value {
    let (api, name) =
        (format!("{SERVICE}/apis/shared_sql"), format!("shared-sql-22222222-0000-0000-0000-00000000000{number}"));
    let api =
        api.replace("https://api.powerapps.com", "").replace("environments/", &format!("environments/{ENVIRONMENT}/"));
    let api = api.replace("environments/apis", &format!("environments/{ENVIRONMENT}/apis"));
    json!({
        "name": name, "id": format!("{api}/connections/{name}"), "type": "Microsoft.PowerApps/scopes/apis/connections",
        "properties": {
            "apiId": api, "displayName": "SQL", "iconUri": "https://x.example/icon.png", "statuses": [{ "status": "Connected" }],
            "createdBy": { "id": "66666666-0000-0000-0000-000000000001", "displayName": "Ada Lovelace", "email": "ada@contoso.com",
                           "type": "User", "userPrincipalName": "ada@contoso.com" },
            "environment": { "name": ENVIRONMENT }, "connectionParametersSet": set,
            "connectionParameters": { "server": SECRET, "password": SECRET, "token:grantType": "code" },
            "testLinks": [{ "requestUri": format!("https://x.example/?sig={SECRET}") }],
        },
    })
}

fn permission(connection: &Value, id: &str, role: &str, kind: &str) -> Value {
    json!({
        "name": "cccc0000-0000-0000-0000-000000000001", "type": "Microsoft.PowerApps/apis/connections/permissions",
        "id": format!("{}/permissions/cccc0000-0000-0000-0000-000000000001", connection["id"].as_str().unwrap()),
        "properties": { "roleName": role, "principal": { "id": id, "displayName": "somebody", "type": kind }, "secret": SECRET },
    })
}

/// The whole made-up service; the permissions of the second connection may not be read.
fn fill(service: &Service<'_>) {
    let secret_set = json!({ "name": "oauthSP", "values": { "token:clientSecret": { "value": SECRET },
        "token:grantType": { "value": "client_credentials" } } });
    let (one, two) = (connection(1, &secret_set), connection(2, &json!({ "name": "oauth", "values": {} })));
    let connections = format!("{SERVICE}/{ENVIRONMENT}/connections?api-version=2016-11-01");
    let second_page = format!("{connections}&$skiptoken=2");
    service.answers(&connections, 200, &json!({ "value": [one], "nextLink": second_page }));
    service.answers(&second_page, 200, &json!({ "value": [two] }));
    let permissions = |connection: &Value| {
        let name = connection["name"].as_str().unwrap();
        format!("{SERVICE}/{ENVIRONMENT}/apis/shared_sql/connections/{name}/permissions?api-version=2017-06-01")
    };
    let rows = [
        permission(&one, "66666666-0000-0000-0000-000000000001", "Owner", "User"),
        permission(&one, "66666666-0000-0000-0000-000000000009", "CanView", "ServicePrincipal"),
    ];
    service.answers(&permissions(&one), 200, &json!({ "value": rows }));
    service.answers(&permissions(&two), 403, &json!({ "error": { "code": "Forbidden" } }));

    let table = |name: &str, query: &str, rows: Value| {
        service.answers(&format!("{URL}/api/data/v9.2/{name}?{query}"), 200, &json!({ "value": rows }));
    };
    table(
        "connectionreferences",
        "$select=connectionreferenceid,connectionreferencelogicalname,connectionreferencedisplayname,connectorid,connectionid,\
         statecode,ismanaged,_ownerid_value,_modifiedby_value",
        json!([{ "connectionreferenceid": "11111111-0000-0000-0000-000000000001", "connectionreferencelogicalname": "contoso_sql",
                 "connectorid": "/providers/Microsoft.PowerApps/apis/shared_sql", "connectionid": one["name"],
                 "_ownerid_value": "33333333-0000-0000-0000-000000000001" }]),
    );
    let client_data = json!({ "properties": { "connectionReferences": { "shared_sql": { "runtimeSource": "embedded",
        "connection": { "connectionReferenceLogicalName": "contoso_sql" } } }, "definition": { "inputs": SECRET } } });
    table(
        "workflows",
        "$select=workflowid,name,category,type,statecode,resourceid,_ownerid_value,_modifiedby_value,clientdata&$filter=category%20eq%205",
        json!([{ "workflowid": "44444444-0000-0000-0000-000000000001", "name": "Sync", "category": 5,
                 "_ownerid_value": "33333333-0000-0000-0000-000000000001", "clientdata": client_data.to_string() }]),
    );
    table(
        "systemusers",
        "$select=systemuserid,fullname,domainname,internalemailaddress,applicationid,azureactivedirectoryobjectid,accessmode,\
         isdisabled,azurestate",
        json!([{ "systemuserid": "33333333-0000-0000-0000-000000000001", "fullname": "Ada Lovelace",
                 "domainname": "ada@contoso.com", "applicationid": null, "isdisabled": false,
                 "azureactivedirectoryobjectid": "66666666-0000-0000-0000-000000000001" }]),
    );
    table(
        "solutions",
        "$select=solutionid,uniquename,friendlyname,version,ismanaged",
        json!([{ "solutionid": "88888888-0000-0000-0000-000000000001", "uniquename": "ContosoCommon" }]),
    );
    table(
        "EntityDefinitions",
        "$select=ObjectTypeCode&$filter=LogicalName%20eq%20'connectionreference'",
        json!([{ "ObjectTypeCode": 10132, "MetadataId": "99999999-0000-0000-0000-000000000001" }]),
    );
    table(
        "solutioncomponents",
        "$select=solutioncomponentid,objectid,componenttype,_solutionid_value&$filter=componenttype%20eq%2010132",
        json!([{ "solutioncomponentid": "99999999-0000-0000-0000-000000000002", "componenttype": 10132,
                 "objectid": "11111111-0000-0000-0000-000000000001", "_solutionid_value": "88888888-0000-0000-0000-000000000001" }]),
    );
    let credential = json!({ "keyId": "99999999-0000-0000-0000-000000000003", "displayName": "pipeline", "hint": SECRET,
        "endDateTime": "2027-01-01T00:00:00Z", "secretText": SECRET });
    let app = json!({ "id": "66666666-0000-0000-0000-0000000000a9", "appId": "77777777-0000-0000-0000-000000000009",
        "displayName": "sp-alm-deploy", "passwordCredentials": [credential], "keyCredentials": [] });
    fs::write(service.0.join("app.json"), app.to_string()).unwrap();
    let principal = json!({ "id": "66666666-0000-0000-0000-000000000009", "appId": "77777777-0000-0000-0000-000000000009",
        "displayName": "sp-alm-deploy", "servicePrincipalType": "Application", "passwordCredentials": [], "keyCredentials": [] });
    fs::write(service.0.join("sp.json"), principal.to_string()).unwrap();
}

fn has(tool: &str) -> bool {
    Command::new(tool).arg("--version").output().is_ok_and(|output| output.status.success())
}

fn script(folder: &Path) -> String {
    let asked =
        ["inventory", "script", "--shell", "bash", "--environment-id", ENVIRONMENT, "--url", URL, "--folder", "in our"];
    let output = powerlint(folder).args(asked).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    stdout(&output).replace("deployers=''", "deployers='77777777-0000-0000-0000-000000000009'")
}

#[test]
fn the_script_writes_what_powerlint_reads_and_no_secret() {
    if !has("bash") || !has("jq") {
        eprintln!("skipped: bash and jq are not both on this machine");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (bin, answers) = (folder.path().join("bin"), folder.path().join("answers"));
    fs::create_dir(&bin).unwrap();
    fs::create_dir(&answers).unwrap();
    executable(&bin.join("curl"), CURL);
    executable(&bin.join("az"), AZ);
    fill(&Service(&answers));
    fs::write(folder.path().join("export.sh"), script(folder.path())).unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let run = |signed_out: &str| {
        let mut command = Command::new("bash");
        command.arg("export.sh").current_dir(folder.path()).env("PATH", &path).env("ANSWERS", &answers);
        command.env("SIGNED_OUT", signed_out).output().unwrap()
    };
    let refused = run("yes");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("not signed in: az login"), "{refused:?}");

    let output = run("");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}{}", stdout(&output));
    assert!(said.contains("000002 is not known: the service answered 403"), "{said}");

    let read = |name: &str| -> Value {
        let text = fs::read_to_string(folder.path().join("in our").join(name)).unwrap();
        assert!(!text.contains(SECRET), "{name}: {text}");
        let file: Value = serde_json::from_str(&text).unwrap();
        assert!(file["exported"].as_str().unwrap().ends_with('Z'), "{name}");
        file
    };
    let rows = |name: &str| read(name)["value"].as_array().unwrap().len();
    assert_eq!((rows("connections.json"), rows("permissions.json")), (2, 2));
    assert_eq!(read("permissions.json")["partial"], true);
    assert_eq!(read("connections.json")["partial"], Value::Null);
    for name in [
        "connectionreferences.json",
        "workflows.json",
        "systemusers.json",
        "solutions.json",
        "solutioncomponents.json",
        "applications.json",
        "serviceprincipals.json",
    ] {
        assert_eq!(rows(name), 1, "{name}");
    }

    let shown =
        powerlint(folder.path()).args(["inventory", "in our", "--no-config", "--format", "json"]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&shown.stderr), "");
    let table: Value = serde_json::from_slice(&shown.stdout).unwrap();
    assert_eq!(table[0]["reference"], "contoso_sql");
    assert_eq!(table[0]["credential"], "service principal");
    assert_eq!(table[0]["owner"], "ada@contoso.com");
    assert_eq!(table[0]["shares"].as_array().unwrap().len(), 2);
}
