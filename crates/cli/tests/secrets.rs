//! Nothing secret that lies in a file of facts is ever printed, whichever tool exported the file and whatever is asked.
#![allow(clippy::unwrap_used, reason = "a broken test must stop")]

mod support;

use serde_json::{Value, json};
use support::forms::{self, Files};
use support::{Case, powerlint, root};

const FOLDER: &str = "inventory/development/";

/// What must never come out. Of no shape that is masked wherever it stands: only the place tells that it is secret.
const SECRET: &str = "plover-xyzzy";

/// What a user asks, with a word for the sample's folder of facts.
const QUESTIONS: [&[&str]; 10] = [
    &["check", "."],
    &["check", ".", "--verbose"],
    &["check", ".", "--format", "json"],
    &["check", ".", "--format", "sarif"],
    &["inventory", FOLDER],
    &["inventory", FOLDER, "--format", "json"],
    &["inventory", FOLDER, "--format", "csv"],
    &["inventory", "convert", FOLDER],
    &["impact", "shared_sharepointonline", ".", "--format", "json"],
    &["settings", "ContosoFinance", "--inventory", FOLDER],
];

fn plant(files: &mut Files, name: &str, change: impl Fn(&mut Value)) {
    let mut table: Value = serde_json::from_slice(&files[name]).unwrap();
    table["value"].as_array_mut().unwrap().iter_mut().for_each(change);
    files.insert(name.to_owned(), serde_json::to_vec_pretty(&table).unwrap());
}

/// The sample's facts with secrets wherever an export may hold some.
fn planted(facts: &Files) -> Files {
    let mut files = facts.clone();
    plant(&mut files, "connections.json", |row| {
        let properties = row["properties"].as_object_mut().unwrap();
        properties
            .insert("testLinks".to_owned(), json!([{ "requestUri": format!("https://x.example/?sig={SECRET}") }]));
        let parameters = json!({ "server": SECRET, "password": SECRET, "connectionString": SECRET, "api_key": SECRET });
        properties.insert("connectionParameters".to_owned(), parameters);
        if let Some(set) = properties.get_mut("connectionParametersSet") {
            set["values"]["token:clientSecret"] = json!({ "value": SECRET });
        }
    });
    plant(&mut files, "workflows.json", |row| {
        let mut client_data: Value = serde_json::from_str(row["clientdata"].as_str().unwrap()).unwrap();
        client_data["properties"]["definition"] = json!({ "actions": { "Call": { "inputs": SECRET } } });
        row["clientdata"] = json!(client_data.to_string());
    });
    plant(&mut files, "connectionreferences.json", |row| {
        row["connectionparametersetconfig"] = json!(json!({ "name": "basic", "values": { "k": SECRET } }).to_string());
    });
    files
}

/// A second export that contradicts the first in every account, so that findings point into the files.
fn contradicting(facts: &Files) -> Files {
    let mut files = planted(facts);
    plant(&mut files, "connections.json", |row| row["properties"]["accountName"] = json!("somebody@contoso.com"));
    files
}

#[test]
fn no_answer_holds_a_secret_of_any_source() {
    let mut case = Case::of_folder(&root().join("testdata/contoso"));
    let facts = forms::facts_of(&case, FOLDER);
    let more = contradicting(&facts)["connections.json"].clone();
    for (name, form) in [forms::WHOLE, forms::PARTS].concat() {
        let mut files = form(&planted(&facts));
        files.insert("contradiction.json".to_owned(), more.clone());
        case = forms::with(&case, FOLDER, &files);
        let folder = tempfile::tempdir().unwrap();
        case.lay_out(folder.path());
        for question in QUESTIONS {
            let output = powerlint(folder.path()).args(question).output().unwrap();
            let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
            assert!(!said.is_empty(), "{name}: {question:?}");
            assert!(
                !said.contains("unrecognized subcommand") && !said.contains("invalid value"),
                "{question:?}: {said}"
            );
            assert!(!said.contains(SECRET), "{name}: {question:?}: {said}");
        }
    }
}

#[test]
fn credentials_of_applications_are_never_printed() {
    let folder = tempfile::tempdir().unwrap();
    let mut case = Case::of_folder(&root().join("testdata/contoso"));
    let applications = json!([{
        "id": "66666666-0000-0000-0000-0000000000a9", "appId": "77777777-0000-0000-0000-000000000009",
        "displayName": "sp-alm-deploy",
        "passwordCredentials": [{
            "customKeyIdentifier": SECRET, "displayName": "pipeline", "endDateTime": "2026-12-01T00:00:00Z",
            "hint": SECRET, "keyId": "99999999-0000-0000-0000-000000000001", "secretText": SECRET,
        }],
        "keyCredentials": [{
            "customKeyIdentifier": SECRET, "displayName": "CN=pipeline", "endDateTime": "2026-12-01T00:00:00Z",
            "key": SECRET, "keyId": "99999999-0000-0000-0000-000000000002", "type": "AsymmetricX509Cert", "usage": "Verify",
        }],
    }]);
    case.files.insert(format!("{FOLDER}applications.json"), serde_json::to_vec_pretty(&applications).unwrap());
    case.lay_out(folder.path());
    for question in QUESTIONS {
        let question =
            if question[0] == "check" { [question, &["--today", "2026-11-20"]].concat() } else { question.to_vec() };
        let output = powerlint(folder.path()).args(&question).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(!said.contains(SECRET), "{question:?}: {said}");
    }
}

/// What a user asks of a package alone.
const OF_PACKAGES: [&[&str]; 16] = [
    &["check", ".", "--preset", "all", "--verbose"],
    &["check", ".", "--preset", "all", "--format", "json"],
    &["check", ".", "--preset", "all", "--format", "jsonl"],
    &["check", ".", "--preset", "all", "--format", "sarif"],
    &["check", ".", "--preset", "all", "--format", "short"],
    &["check", ".", "--preset", "all", "--format", "github"],
    &["check", ".", "--preset", "all", "--format", "azure"],
    &["check", ".", "--preset", "all", "--format", "gitlab"],
    &["check", ".", "--preset", "all", "--format", "junit"],
    &["check", ".", "--preset", "all", "--format", "markdown"],
    &["check", ".", "--preset", "all", "--format", "csv"],
    &["check", ".", "--preset", "all", "--format", "html"],
    &["check", ".", "--preset", "all", "--shard", "1/1"],
    &["baseline", "."],
    &["inventory", "."],
    &["impact", "shared_sharepointonline", ".", "--format", "json"],
];

/// A flow with secrets wherever its author may have put one: headers, queries, notes, bodies, variables, and strings whose
/// expressions are wrong, so that findings point at them.
fn flow_of_secrets(secret: &str) -> Value {
    let signed = format!("https://contoso.blob.core.windows.net/x?sv=1&sig={secret}");
    json!({ "properties": { "connectionReferences": {}, "definition": {
        "parameters": { "key": { "type": "SecureString", "defaultValue": secret } },
        "triggers": { "manual": { "type": "Request", "kind": "Http", "inputs": { "schema": {}, "triggerAuthenticationType": "All" } } },
        "actions": {
            "Call": {
                "type": "Http", "runAfter": {}, "description": format!("as {signed}, password={secret}"),
                "inputs": {
                    "method": "GET", "uri": signed, "queries": { "sig": format!("?sig={secret}") },
                    "headers": { "Authorization": format!("Bearer {secret}"), "x-api-key": secret },
                    "body": { "password": secret, "clientSecret": secret, "text": format!("@{{outputs('Gone')}} password={secret};x=1") },
                    "authentication": { "type": "Basic", "username": "app", "password": secret },
                },
            },
            "Sign": {
                "type": "Http", "runAfter": {},
                "inputs": {
                    "method": "GET", "uri": format!("https://app:{secret}@orders.contoso.com/?sig={secret}"),
                    "headers": { "Authorization": format!("Basic {secret}"), "X-Secret": secret },
                    "authentication": { "type": "ClientCertificate", "pfx": secret, "password": secret },
                },
            },
            "Ask": {
                "type": "Http", "runAfter": {},
                "inputs": {
                    "method": "GET", "uri": "http://orders.contoso.com/",
                    "headers": { "x-api-key": secret, "Authorization": secret },
                    "authentication": {
                        "type": "ActiveDirectoryOAuth", "tenant": "contoso.com", "audience": "x", "clientId": "y", "secret": secret,
                    },
                },
            },
            "Set": {
                "type": "InitializeVariable", "runAfter": { "Call": ["Succeeded"] },
                "inputs": { "variables": [{ "name": "password", "type": "string", "value": secret }] },
            },
            "Compose": {
                "type": "Compose", "runAfter": { "Gone": ["Succeeded"] },
                "inputs": format!("@concat('password={secret}', variables('gone'), 'Bearer {secret}', '{signed}')"),
            },
        },
    } }, "schemaVersion": "1.0.0.0" })
}

#[test]
fn no_finding_in_a_package_shows_a_secret() {
    let secret = "NotARealSecretPloverXyzzy0123";
    let flow = flow_of_secrets(secret);
    // One is called a secret by its name, the other by its type.
    let definition = |name: &str, kind: &str, space: &str| {
        format!(
            "<environmentvariabledefinition schemaname=\"{name}\">{space}<defaultvalue>{secret}</defaultvalue>{space}\
             <type>{kind}</type>{space}</environmentvariabledefinition>\n"
        )
    };
    let forms = [(serde_json::to_string(&flow).unwrap(), ""), (serde_json::to_string_pretty(&flow).unwrap(), "\n  ")];
    for (flow, space) in forms {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join("Contoso").join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("Workflows/Sendinvoices-44444444-0000-0000-0000-000000000001.json", &flow);
        for (name, kind) in [("contoso_ApiKey", "100000000"), ("contoso_Vault", "100000005")] {
            let file = format!("environmentvariabledefinitions/{name}/environmentvariabledefinition.xml");
            write(&file, &definition(name, kind, space));
        }
        write(
            "solution.xml",
            "<ImportExportXml><SolutionManifest><UniqueName>Contoso</UniqueName><Version>1.0</Version><Managed>0</Managed>\
             <Publisher><UniqueName>contoso</UniqueName><CustomizationPrefix>contoso</CustomizationPrefix></Publisher>\
             <RootComponents /></SolutionManifest></ImportExportXml>",
        );
        write(
            "customizations.xml",
            "<ImportExportXml><Workflows><Workflow WorkflowId=\"{44444444-0000-0000-0000-000000000001}\" Name=\"Send invoices\">\
             <JsonFileName>/Workflows/Sendinvoices-44444444-0000-0000-0000-000000000001.json</JsonFileName>\
             <Category>5</Category><StateCode>1</StateCode></Workflow></Workflows></ImportExportXml>",
        );
        for question in OF_PACKAGES {
            let output = powerlint(folder.path()).args(question).output().unwrap();
            let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
            assert!(question[0] != "check" || said.contains("hardcoded-secret"), "{question:?}: {said}");
            assert!(!said.contains(secret), "{question:?}: {said}");
        }
        let baseline = std::fs::read_to_string(folder.path().join("powerlint-baseline.json")).unwrap_or_default();
        assert!(!baseline.contains(secret), "{baseline}");
    }
}

#[test]
fn no_finding_shows_a_line_of_a_script() {
    let secret = "NotARealSecretPloverXyzzy0123";
    let script =
        serde_json::to_string(&format!("Mail.Send Password: $'''{secret}'''\nWAIT 900\nIF a = 1 THEN\nEND")).unwrap();
    let definition = format!("<Definition>{script}</Definition>");
    for (before, after) in
        [("", "<Category>6</Category>"), ("<Category>6</Category>", ""), ("\n  ", "\n  <Category>6</Category>\n")]
    {
        let folder = tempfile::tempdir().unwrap();
        let workflow = format!(
            "<Workflow WorkflowId=\"{{44444444-0000-0000-0000-000000000001}}\" Name=\"Fill form\">{before}{definition}{after}</Workflow>"
        );
        for (name, text) in [
            ("solution.xml", "<ImportExportXml><SolutionManifest><UniqueName>Contoso</UniqueName></SolutionManifest></ImportExportXml>".to_owned()),
            ("customizations.xml", format!("<ImportExportXml><Workflows>{workflow}</Workflows></ImportExportXml>")),
        ] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        for question in OF_PACKAGES {
            let output = powerlint(folder.path()).args(question).output().unwrap();
            let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
            assert!(question[0] != "check" || said.contains("password-in-script"), "{question:?}: {said}");
            assert!(!said.contains(secret), "{question:?}: {said}");
        }
    }
}

#[test]
fn no_answer_shows_a_secret_of_a_house_rule() {
    let secret = "NotARealSecretPloverXyzzy0123";
    let mut case = Case::of_folder(&root().join("testdata/contoso"));
    let rule = format!(
        "[[house-rule]]\nname = \"contoso-flows\"\nlook-at = \"flow\"\ncondition = \"flow.name != ''\"\n\
         message = \"{{flow.name}} with password={secret}\"\nhelp = \"call it with password={secret}\"\n"
    );
    case.files.insert("powerlint.toml".to_owned(), rule.into_bytes());
    let folder = tempfile::tempdir().unwrap();
    case.lay_out(folder.path());
    for question in
        [&["check", "."][..], &["check", ".", "--format", "json"], &["check", ".", "--format", "sarif"], &["rules"]]
    {
        let output = powerlint(folder.path()).args(question).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("contoso-flows"), "{question:?}: {said}");
        assert!(!said.contains(secret), "{question:?}: {said}");
    }
}

/// Shards are kept, and hold how each place of an outline looks: no value of a variable belongs there, whatever its type.
#[test]
fn no_shard_shows_a_value_of_a_variable() {
    let value = "plover-xyzzy";
    let definition = |name: &str, kind: &str| {
        format!(
            "<environmentvariabledefinition schemaname=\"{name}\"><defaultvalue>{value}</defaultvalue>\n\
             <type>{kind}</type></environmentvariabledefinition>\n"
        )
    };
    let parameter = |name: &str| json!({ "type": "String", "defaultValue": value, "metadata": { "schemaName": name, "description": "A site" } });
    let flow = json!({ "properties": {
        "connectionReferences": {}, "definition": {
            "parameters": {
                "Site (contoso_Site)": parameter("contoso_Site"), "Gone (contoso_Gone)": parameter("contoso_Gone"),
                "Table (contoso_Table)": { "type": "Object", "defaultValue": { "a": [value, 1] }, "metadata": { "schemaName": "contoso_Site" } },
                "Site": { "type": "String", "defaultValue": value },
            },
            "triggers": {
                "manual": { "type": "Request", "description": format!("powerlint: ignore(no-such-rule) password={value}"), "inputs": {} }
            },
            "actions": {},
        },
    } });
    for pretty in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join("Contoso").join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        let flow = if pretty { serde_json::to_string_pretty(&flow) } else { serde_json::to_string(&flow) }.unwrap();
        write("Workflows/Sendinvoices-44444444-0000-0000-0000-000000000001.json", &flow);
        for (name, kind) in [("contoso_Site", "100000000"), ("contoso_Vault", "100000005")] {
            write(
                &format!("environmentvariabledefinitions/{name}/environmentvariabledefinition.xml"),
                &definition(name, kind),
            );
            let values = json!({ "environmentvariablevalues": { "environmentvariablevalue": { "iscustomizable": "1", "value": value } } });
            write(
                &format!("environmentvariabledefinitions/{name}/environmentvariablevalues.json"),
                &values.to_string(),
            );
        }
        write(
            "solution.xml",
            "<ImportExportXml><SolutionManifest><UniqueName>Contoso</UniqueName><Version>1.0</Version><Managed>0</Managed>\
             <RootComponents /></SolutionManifest></ImportExportXml>",
        );
        write(
            "customizations.xml",
            "<ImportExportXml><Workflows><Workflow WorkflowId=\"{44444444-0000-0000-0000-000000000001}\" Name=\"Send invoices\">\
             <JsonFileName>/Workflows/Sendinvoices-44444444-0000-0000-0000-000000000001.json</JsonFileName>\
             <Category>5</Category><StateCode>1</StateCode></Workflow></Workflows></ImportExportXml>",
        );
        let output = powerlint(folder.path())
            .args(["check", "--shard", "1/1", "--only", "undefined-variable"])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        for told in ["contoso_Vault", "contoso_Gone", "no-such-rule", "environmentvariablevalues.json", "\"excerpt\""] {
            assert!(said.contains(told), "{told}: {said}");
        }
        let at = said.find(value).map(|at| &said[at.saturating_sub(300)..(at + 30).min(said.len())]);
        assert_eq!(at, None);
    }
}
