//! What is decided from joined files, and the law that fewer files never make it worse.
#![allow(clippy::unwrap_used)]

use powerlint_inventory::read::{self, Read};
use powerlint_inventory::{
    Access, AuthClass, ConnectorTable, Decision, Environment, InputId, JoinError, JoinOptions, Lookup, PrincipalKind,
    Role, ServiceAccounts, UnknownAccess, Verdict, Who,
};
use proptest::prelude::*;

const CONNECTIONS: &str = include_str!("../testdata/powerapps/connections.json");
const PERMISSIONS: &str = include_str!("../testdata/powerapps/permissions.json");
const REFERENCES: &str = include_str!("../testdata/dataverse/connectionreferences.json");
const USERS: &str = include_str!("../testdata/dataverse/systemusers.json");
const FLOWS: &str = include_str!("../testdata/dataverse/workflows-page.json");

const TERRAFORM: &str = include_str!("../testdata/terraform/state.json");
const APPLICATIONS: &str = include_str!("../testdata/entra/service-principals.json");

const SHAREPOINT: &str = "contoso_sharedsharepointonline_1a2b3";
const CONNECTION: &str = "shared-sharepointonl-22222222-0000-0000-0000-000000000001";

fn options() -> JoinOptions {
    let service_accounts = ServiceAccounts::new(["svc-*@contoso.com"]).unwrap();
    JoinOptions { service_accounts, connectors: ConnectorTable::built_in() }
}

fn try_join(files: &[&str]) -> Result<Environment, JoinError> {
    let (mut inputs, mut facts, mut settings) = (Vec::new(), Vec::new(), None);
    for (at, file) in files.iter().enumerate() {
        let id = InputId(u32::try_from(at).unwrap());
        let (input, read) = read::read(&format!("{at}.json"), file.as_bytes().to_vec(), id).unwrap();
        inputs.push(input);
        match read {
            Read::Facts(of_file) => facts.push(of_file),
            Read::Settings(of_file) => settings = Some(of_file),
        }
    }
    Environment::join(inputs, facts, settings, options())
}

fn join(files: &[&str]) -> Environment {
    try_join(files).unwrap()
}

fn application(id: &str) -> Who {
    Who { application_id: Some(id.into()), ..Who::default() }
}

const DEPLOYER: &str = "77777777-0000-0000-0000-000000000009";

/// A connection of a connector, with these properties beside the connector's.
fn raw(connector: &str, properties: &str) -> String {
    format!(
        r#"{{"value":[{{"id":"/providers/Microsoft.PowerApps/scopes/admin/apis/{connector}/connections/c1",
        "properties":{{"apiId":"/providers/Microsoft.PowerApps/apis/{connector}",{properties}}}}}]}}"#
    )
}

#[test]
// A table of cases.
#[allow(clippy::too_many_lines)]
fn the_first_rule_that_hits_decides_a_credential() {
    let ada = r#""createdBy":{"id":"66666666-0000-0000-0000-000000000001","type":"User","userPrincipalName":"ada@contoso.com"}"#;
    let app =
        r#""createdBy":{"id":"66666666-0000-0000-0000-000000000009","type":"ServicePrincipal","displayName":"sp-alm"}"#;
    let set = |name: &str| format!(r#""connectionParametersSet":{{"name":"{name}"}},{ada}"#);
    let account = |name: &str| format!(r#""accountName":"{name}",{ada}"#);
    let cases = [
        (
            "shared_sql",
            set("oauthSP"),
            Verdict::ServicePrincipal,
            Decision::ParameterSet,
            "made with the parameter set oauthSP",
        ),
        ("shared_sql", set("Oauth"), Verdict::Unknown, Decision::Nothing, "nothing tells what it is signed in with"),
        (
            "shared_sql",
            format!(r#"{},"accountName":"ada@contoso.com""#, set("Oauth")),
            Verdict::Personal,
            Decision::ParameterSet,
            "signed in as ada@contoso.com (parameter set Oauth)",
        ),
        (
            // Whoever made it may have signed in as a service account.
            "shared_teams",
            set("Oauth"),
            Verdict::Unknown,
            Decision::ConnectorClass,
            "nothing tells what it is signed in with",
        ),
        (
            "shared_sql",
            set("sqlAuthentication"),
            Verdict::Key,
            Decision::ParameterSet,
            "made with the parameter set sqlAuthentication",
        ),
        (
            "shared_sql",
            set("AnonymousGateway"),
            Verdict::None,
            Decision::ParameterSet,
            "made with the parameter set AnonymousGateway",
        ),
        (
            "shared_sql",
            set("ourServicePrincipalV3"),
            Verdict::ServicePrincipal,
            Decision::ParameterSet,
            "made with the parameter set ourServicePrincipalV3",
        ),
        (
            "shared_sql",
            set("somethingElse"),
            Verdict::Unknown,
            Decision::Nothing,
            "nothing tells what it is signed in with",
        ),
        (
            "shared_sql",
            set("aadAuthentication"),
            Verdict::Unknown,
            Decision::Nothing,
            "nothing tells what it is signed in with",
        ),
        (
            "shared_kusto",
            format!(r#""connectionParameters":{{"token:grantType":"client_credentials"}},{ada}"#),
            Verdict::ServicePrincipal,
            Decision::GrantType,
            "token:grantType is client_credentials",
        ),
        (
            "shared_teams",
            account("ada@contoso.com"),
            Verdict::Personal,
            Decision::ConnectorClass,
            "signed in as ada@contoso.com; the Microsoft Teams connector lets only users sign in",
        ),
        (
            "shared_teams",
            account("SVC-hr@contoso.com"),
            Verdict::ServiceAccount,
            Decision::ConnectorClass,
            "signed in as SVC-hr@contoso.com; the Microsoft Teams connector lets only users sign in",
        ),
        (
            // Whoever made it may have signed in as a service account.
            "shared_teams",
            ada.to_owned(),
            Verdict::Unknown,
            Decision::ConnectorClass,
            "nothing tells what it is signed in with",
        ),
        (
            "shared_teams",
            r#""displayName":"x""#.to_owned(),
            Verdict::Unknown,
            Decision::ConnectorClass,
            "nothing tells what it is signed in with",
        ),
        (
            "shared_rss",
            account("ada@contoso.com"),
            Verdict::None,
            Decision::ConnectorClass,
            "the RSS connector needs no credentials",
        ),
        (
            "shared_smtp",
            account("ada@contoso.com"),
            Verdict::Key,
            Decision::ConnectorClass,
            "the SMTP connector takes a key or password",
        ),
        (
            "shared_sql",
            account("ada@contoso.com"),
            Verdict::Personal,
            Decision::Account,
            "signed in as ada@contoso.com",
        ),
        (
            "shared_sql",
            account(DEPLOYER),
            Verdict::ServicePrincipal,
            Decision::Account,
            "signed in as 77777777-0000-0000-0000-000000000009, the id of an application",
        ),
        (
            "shared_sql",
            app.to_owned(),
            Verdict::ServicePrincipal,
            Decision::CreatedBy,
            "created by the service principal sp-alm",
        ),
        // An owner is no credential where others than users can sign in, or where nothing is known of the connector.
        ("shared_sql", ada.to_owned(), Verdict::Unknown, Decision::Nothing, "nothing tells what it is signed in with"),
        // What looks like a user's account may go with a password there.
        (
            "shared_of-our-own",
            account("ada@contoso.com"),
            Verdict::Unknown,
            Decision::Nothing,
            "nothing tells what it is signed in with",
        ),
        (
            "shared_of-our-own",
            ada.to_owned(),
            Verdict::Unknown,
            Decision::Nothing,
            "nothing tells what it is signed in with",
        ),
    ];
    for (connector, properties, verdict, decision, evidence) in cases {
        let file = raw(connector, &properties);
        let environment = join(&[&file]);
        let credential = environment.credential(environment.connection("C1").known().unwrap(), None);
        assert_eq!(
            (credential.verdict, credential.decision, credential.evidence.as_str()),
            (verdict, decision, evidence),
            "{connector} {properties}"
        );
    }
}

#[test]
fn a_guest_is_told_by_the_account() {
    let file = raw("shared_sql", r#""accountName":"ada_fabrikam.com#EXT#@contoso.onmicrosoft.com""#);
    let environment = join(&[&file]);
    let credential = environment.credential(environment.connection("c1").known().unwrap(), None);
    assert_eq!((credential.verdict, credential.guest), (Verdict::Personal, true));
}

#[test]
fn the_connection_owner_of_settings_decides_only_for_connectors_of_users() {
    let settings = |owner: &str| {
        format!(
            r#"{{"ConnectionReferences":[{{"LogicalName":"contoso_x","ConnectionId":"","ConnectionOwner":"{owner}"}}]}}"#
        )
    };
    let verdict = |owner: &str, connector| join(&[&settings(owner)]).credential_of("Contoso_X", connector).verdict;
    assert_eq!(verdict("ada@contoso.com", Some("shared_teams")), Verdict::Personal);
    assert_eq!(verdict("svc-hr@contoso.com", Some("shared_teams")), Verdict::ServiceAccount);
    assert_eq!(verdict("ada@contoso.com", Some("shared_sql")), Verdict::Unknown);
    assert_eq!(verdict("ada@contoso.com", None), Verdict::Unknown);
    assert_eq!(verdict("#{owner}#", Some("shared_teams")), Verdict::Unknown);
}

#[test]
fn a_deployer_is_found_by_its_application_through_systemusers() {
    let environment = join(&[CONNECTIONS, PERMISSIONS, USERS]);
    let access = |who: &Who, minimum| environment.access(CONNECTION, who, minimum);
    let deployer = application(DEPLOYER);
    assert!(matches!(access(&deployer, Role::CanView), Access::Granted(Role::CanView, _)));
    assert!(matches!(access(&deployer, Role::CanEdit), Access::TooLow(Role::CanView, _)));
    let other = application("77777777-0000-0000-0000-000000000099");
    assert!(matches!(access(&other, Role::CanView), Access::Missing(_)));
    let named = |name: &str| Who { display_name: Some(name.into()), ..Who::default() };
    assert!(matches!(access(&named("sp-alm-deploy"), Role::CanView), Access::Granted(..)));
    assert_eq!(access(&named("sp-other"), Role::CanView), Access::Unknown(UnknownAccess::Unidentified));
    let tenant = environment.access("shared-sql-1", &deployer, Role::CanView);
    assert!(matches!(tenant, Access::Unknown(UnknownAccess::Indirect(_))));
    let unlisted = environment.access("shared-sql-2", &deployer, Role::CanView);
    assert_eq!(unlisted, Access::Unknown(UnknownAccess::NoPermissions));
}

#[test]
fn without_systemusers_an_application_id_is_no_proof_of_absence() {
    let environment = join(&[CONNECTIONS, PERMISSIONS]);
    let access = environment.access(CONNECTION, &application(DEPLOYER), Role::CanView);
    assert_eq!(access, Access::Unknown(UnknownAccess::Unidentified));
}

#[test]
fn shares_of_terraform_prove_absence_once_it_is_known_what_each_principal_is() {
    let deployer = |object_id: &str| Who { object_id: Some(object_id.into()), ..Who::default() };
    let other = deployer("66666666-0000-0000-0000-000000000099");
    let access = |files: &[&str], who: &Who| join(files).access(CONNECTION, who, Role::CanView);
    // Whoever is in the list may be a group that holds the deployer.
    assert_eq!(access(&[TERRAFORM], &other), Access::Unknown(UnknownAccess::Unidentified));
    assert_eq!(access(&[TERRAFORM, APPLICATIONS], &other), Access::Unknown(UnknownAccess::Unidentified));
    assert!(matches!(access(&[TERRAFORM, USERS], &other), Access::Missing(_)));
    let ada = USERS.split_once("},").unwrap().0;
    let ada = format!("{ada}}}]");
    assert_eq!(access(&[TERRAFORM, &ada], &other), Access::Unknown(UnknownAccess::Unidentified));
    assert!(matches!(access(&[TERRAFORM, &ada, APPLICATIONS], &other), Access::Missing(_)));
    let named = deployer("66666666-0000-0000-0000-000000000009");
    assert!(matches!(access(&[TERRAFORM], &named), Access::Granted(Role::CanView, _)));
    assert!(matches!(
        access(&[TERRAFORM, APPLICATIONS], &application("77777777-0000-0000-0000-000000000001")),
        Access::Granted(Role::CanView, _)
    ));
    // One share that Terraform manages is no list.
    let managed = "22222222000000000000000000000003";
    let access = join(&[TERRAFORM, USERS, APPLICATIONS]).access(managed, &other, Role::CanView);
    assert_eq!(access, Access::Unknown(UnknownAccess::Partial));
}

#[test]
fn who_is_to_own_a_flow_is_asked_where_no_file_says_who_does() {
    let planned = include_str!("../testdata/alm-accelerator/custom-deployment-settings.json");
    let flow = "44444444-0000-0000-0000-000000000001";
    let owner = |files: &[&str]| {
        let environment = join(files);
        assert!(environment.conflicts().is_empty());
        environment.flow(flow).known().and_then(|flow| flow.owner.as_ref()?.value.upn.clone())
    };
    assert_eq!(owner(&[planned]).as_deref(), Some("svc-hr@contoso.com"));
    let native = |owner: &str| format!(r#"{{"schema":"pp-inventory/1","flow":[{{"id":"{{{flow}}}"{owner}}}]}}"#);
    assert_eq!(owner(&[planned, &native("")]).as_deref(), Some("svc-hr@contoso.com"));
    assert_eq!(owner(&[planned, &native(r#","owner":"ada@contoso.com""#)]).as_deref(), Some("ada@contoso.com"));
    let other = planned.replace("svc-hr@", "grace@");
    assert_eq!(owner(&[planned, &other]), None);
    assert_eq!(owner(&[planned, &planned.replace("svc-hr@", "SVC-HR@")]).as_deref(), Some("svc-hr@contoso.com"));
}

#[test]
fn a_page_of_permissions_proves_no_absence() {
    let page = PERMISSIONS.replacen('{', r#"{"nextLink":"https://example.com","#, 1);
    let environment = join(&[CONNECTIONS, &page, USERS]);
    let other = application("77777777-0000-0000-0000-000000000099");
    assert_eq!(environment.access(CONNECTION, &other, Role::CanView), Access::Unknown(UnknownAccess::Partial));
}

#[test]
fn a_list_that_leaves_service_principals_out_proves_no_absence() {
    let roles = include_str!("../testdata/powershell/roles.csv");
    let other = application("77777777-0000-0000-0000-000000000099");
    let access = |files: &[&str]| join(files).access(CONNECTION, &other, Role::CanView);
    assert_eq!(access(&[USERS, roles]), Access::Unknown(UnknownAccess::LeavesOutServicePrincipals));
    // Beside the answer of the service, it names somebody whom that does not.
    assert_eq!(
        access(&[USERS, roles, PERMISSIONS]),
        Access::Unknown(UnknownAccess::Indirect("HR developers".to_owned()))
    );
    let of_ada =
        roles.lines().filter(|line| !line.contains("Group") && !line.contains("grace")).collect::<Vec<_>>().join("\n");
    assert!(matches!(access(&[USERS, PERMISSIONS, &of_ada]), Access::Missing(_)));
}

#[test]
fn a_flow_of_powershell_is_the_one_that_dataverse_ties_to_its_name() {
    let row = r#"{"value":[{"workflowid":"44444444-0000-0000-0000-000000000009","category":5,"name":"Onboard",
        "resourceid":"55555555-0000-0000-0000-000000000001"}]}"#;
    let flow = |files: &[&str]| {
        let environment = join(files);
        let flow = environment.flow("44444444-0000-0000-0000-000000000009").known().cloned();
        flow.and_then(|flow| flow.owner).map(|owner| owner.value.object_id.unwrap())
    };
    let ada = Some("66666666-0000-0000-0000-000000000001".into());
    assert_eq!(flow(&[include_str!("../testdata/powershell/flow-owners.json"), row]), ada);
    assert_eq!(flow(&[include_str!("../testdata/powershell/flow-owners.json")]), None);
    // Whoever made a flow need not own it any more.
    assert_eq!(flow(&[row, include_str!("../testdata/powershell/flows.csv")]), None);
}

#[test]
fn natively_shared_with_nobody_is_missing_and_left_out_is_unknown() {
    let native = |rest: &str| format!(r#"{{"schema":"pp-inventory/1","connection":[{{"id":"c1"{rest}}}]}}"#);
    let access = |rest: &str| join(&[&native(rest)]).access("c1", &application(DEPLOYER), Role::CanView);
    assert!(matches!(access(r#","shared_with":[]"#), Access::Missing(_)));
    assert_eq!(access(""), Access::Unknown(UnknownAccess::NoPermissions));
}

#[test]
fn a_native_inventory_overrides_what_it_states_and_nothing_else() {
    let native = format!(
        r#"{{"schema":"pp-inventory/1","connection":[{{"id":"{CONNECTION}","account":"svc-hr@contoso.com"}}]}}"#
    );
    let environment = join(&[CONNECTIONS, &native, REFERENCES]);
    let connection = environment.connection(CONNECTION).known().unwrap();
    assert_eq!(connection.account.as_ref().unwrap().value, "svc-hr@contoso.com");
    assert_eq!(connection.status.as_ref().unwrap().value.word, "Error");
    let credential = environment.credential_of(SHAREPOINT, Some("shared_sharepointonline"));
    assert_eq!(credential.verdict, Verdict::ServiceAccount);
    assert!(environment.conflicts().is_empty());
}

#[test]
fn what_two_sources_contradict_each_other_about_is_unknown() {
    let other = REFERENCES.replace("shared-sharepointonl-2222", "shared-sharepointonl-3333");
    let environment = join(&[REFERENCES, &other]);
    assert!(environment.connection_of(SHAREPOINT).is_unknown());
    let [conflict] = environment.conflicts() else { panic!("{:?}", environment.conflicts()) };
    assert_eq!((conflict.subject.as_str(), conflict.fact), (SHAREPOINT, "connection"));
    assert_ne!(conflict.first.input, conflict.second.input);
}

#[test]
fn two_ways_to_name_an_owner_are_no_certain_contradiction() {
    // An object id, and an account that nothing ties to it.
    let by_id = raw("shared_sql", r#""createdBy":{"id":"66666666-0000-0000-0000-000000000001","type":"User"}"#);
    let by_account = raw("shared_sql", r#""createdBy":{"userPrincipalName":"ada@contoso.com"}"#);
    let environment = join(&[&by_id, &by_account]);
    assert!(environment.connection("c1").known().unwrap().owner.is_none());
    let [conflict] = environment.conflicts() else { panic!("{:?}", environment.conflicts()) };
    assert!(!conflict.certain, "{conflict:?}");
    // With the user's row they are one.
    let user = r#"{"@odata.context":"https://contoso-dev.crm4.dynamics.com/api/data/v9.2/$metadata#systemusers","value":[
        {"systemuserid":"33333333-0000-0000-0000-000000000001","domainname":"ada@contoso.com",
        "azureactivedirectoryobjectid":"66666666-0000-0000-0000-000000000001","applicationid":null}]}"#;
    let environment = join(&[&by_id, &by_account, user]);
    assert!(environment.connection("c1").known().unwrap().owner.is_some());
    assert!(environment.conflicts().is_empty(), "{:?}", environment.conflicts());
}

#[test]
fn of_two_dated_states_the_later_counts() {
    let of_day = |day: &str, status: &str| {
        raw("shared_sql", &format!(r#""statuses":[{{"status":"{status}"}}]"#)).replacen(
            '{',
            &format!(r#"{{"exported":"{day}","#),
            1,
        )
    };
    let (old, new) = (of_day("2026-01-05", "Error"), of_day("2026-06-05T10:00:00Z", "Connected"));
    for files in [[old.as_str(), &new], [&new, &old]] {
        let environment = join(&files);
        assert_eq!(environment.connection("c1").known().unwrap().status.as_ref().unwrap().value.word, "Connected");
        assert!(environment.conflicts().is_empty(), "{:?}", environment.conflicts());
    }
    // Without days neither counts, and yet neither is wrong.
    let undated = raw("shared_sql", r#""statuses":[{"status":"Connected"}]"#);
    let environment = join(&[&old, &undated]);
    assert!(environment.connection("c1").known().unwrap().status.is_none());
    assert!(environment.conflicts().iter().all(|conflict| !conflict.certain));
}

#[test]
fn settings_bind_what_the_inventory_leaves_open() {
    let settings = r#"{"ConnectionReferences":[
        {"LogicalName":"contoso_sharedteams_4d5e6","ConnectionId":"c2"},
        {"LogicalName":"contoso_sharedsharepointonline_1a2b3","ConnectionId":"c3"},
        {"LogicalName":"contoso_sharedrss_7f8a9","ConnectionId":"%LATER%"}]}"#;
    let with = join(&[REFERENCES, settings]);
    let bound = |environment: &Environment, name| environment.connection_of(name).map(|fact| fact.value.clone());
    assert_eq!(bound(&with, "contoso_sharedteams_4d5e6"), Lookup::Known("c2".to_owned()));
    assert_eq!(bound(&with, SHAREPOINT), Lookup::Known(CONNECTION.to_owned()));
    assert_eq!(bound(&with, "contoso_sharedrss_7f8a9"), Lookup::Unknown);
    assert_eq!(bound(&join(&[REFERENCES]), "contoso_sharedteams_4d5e6"), Lookup::Absent);
}

#[test]
fn ids_of_connections_compare_without_dashes_only_where_one_can_be_meant() {
    let native = |ids: [&str; 2]| {
        format!(r#"{{"schema":"pp-inventory/1","connection":[{{"id":"{}"}},{{"id":"{}"}}]}}"#, ids[0], ids[1])
    };
    let one = join(&[&native(["2222-AA", "3333"])]);
    assert!(matches!(one.connection("2222aa"), Lookup::Known(_)));
    let two = join(&[&native(["2222-aa", "22-22aa"])]);
    assert!(two.connection("2222aa").is_unknown());
    assert!(matches!(two.connection("22-22AA"), Lookup::Known(_)));
}

#[test]
fn somebody_is_known_by_the_row_of_the_user() {
    let environment = join(&[USERS, REFERENCES]);
    let user = |digit: &str| {
        let id = format!("33333333-0000-0000-0000-0000000000{digit}");
        environment.identify(&Who { system_user_id: Some(id.into()), ..Who::default() })
    };
    assert_eq!((user("01").kind, user("01").disabled), (Lookup::Known(PrincipalKind::Person), Lookup::Known(true)));
    assert_eq!(user("01").label, "ada@contoso.com");
    assert_eq!(user("09").kind, Lookup::Known(PrincipalKind::ServicePrincipal));
    assert_eq!((user("10").kind, user("11").kind), (Lookup::Unknown, Lookup::Unknown));
    // A row that is not in the list was left out of it: Dataverse keeps the rows of users who have left.
    assert_eq!(user("99").disabled, Lookup::Unknown);
    let object = Who { object_id: Some("66666666-0000-0000-0000-000000000001".into()), ..Who::default() };
    assert_eq!(environment.identify(&object).key, user("01").key);
}

#[test]
fn a_user_who_was_deleted_is_gone() {
    let users = |state: &str| {
        format!(
            r#"[{{"systemuserid":"a","domainname":"ada@contoso.com","applicationid":null,"isdisabled":true,"azurestate":{state}}}]"#
        )
    };
    let disabled = |state: &str| {
        join(&[&users(state)]).identify(&Who { system_user_id: Some("a".into()), ..Who::default() }).disabled
    };
    assert_eq!(
        ["0", "1", "2", "null"].map(disabled),
        [Lookup::Known(true), Lookup::Absent, Lookup::Absent, Lookup::Known(true)]
    );
}

#[test]
fn only_what_can_be_compared_differs() {
    let environment = join(&[USERS]);
    let row = |digit: &str| Who {
        system_user_id: Some(format!("33333333-0000-0000-0000-0000000000{digit}").into()),
        ..Who::default()
    };
    let account = |upn: &str| Who { upn: Some(upn.into()), ..Who::default() };
    assert!(environment.differ(&row("01"), &row("09")));
    assert!(!environment.differ(&row("01"), &account("ADA@contoso.com")));
    assert!(environment.differ(&row("01"), &account("grace@contoso.com")));
    // Another address of somebody of the same name may be the same person's.
    let address = Who { display_name: Some("Ada Lovelace".into()), ..account("ada.lovelace@contoso.com") };
    assert!(!environment.differ(&row("01"), &address));
    // An id of one sort tells nothing of an id of another.
    let object = Who { object_id: Some("66666666-0000-0000-0000-000000000099".into()), ..Who::default() };
    assert!(!environment.differ(&row("99"), &object));
}

#[test]
fn an_account_that_was_given_to_another_user_joins_nobody() {
    let users = r#"[{"systemuserid":"a","domainname":"ada@contoso.com","applicationid":null,"azureactivedirectoryobjectid":"o1","isdisabled":true},
        {"systemuserid":"b","domainname":"ada@contoso.com","applicationid":null,"azureactivedirectoryobjectid":"o2","isdisabled":false}]"#;
    let environment = join(&[users]);
    let account = environment.identify(&Who { upn: Some("ada@contoso.com".into()), ..Who::default() });
    assert_eq!((account.kind, account.disabled), (Lookup::Unknown, Lookup::Unknown));
    let row = |id: &str| environment.identify(&Who { system_user_id: Some(id.into()), ..Who::default() });
    assert_eq!((row("a").disabled, row("b").disabled), (Lookup::Known(true), Lookup::Known(false)));
    assert_ne!(row("a").key, row("b").key);
}

#[test]
fn files_of_two_environments_are_not_joined() {
    let other = CONNECTIONS.replace("aaaa0000-0000", "bbbb0000-0000");
    let error = try_join(&[CONNECTIONS, USERS, &other]).unwrap_err();
    insta::assert_snapshot!(error, @"0.json is about environment aaaa0000-0000-0000-0000-000000000001 and 2.json about bbbb0000-0000-0000-0000-000000000001");
    let mixed = CONNECTIONS.replacen("aaaa0000-0000", "bbbb0000-0000", 1);
    let JoinError::TwoEnvironments { first_path, second_path, .. } = try_join(&[&mixed]).unwrap_err();
    assert_eq!(first_path, second_path);
    let host = REFERENCES.replace("contoso.crm4", "fabrikam.crm4");
    assert!(try_join(&[REFERENCES, &host]).is_err());
    assert!(try_join(&[REFERENCES, CONNECTIONS]).is_ok(), "a host and an id cannot be compared");
}

#[test]
fn the_configuration_has_the_last_word_on_a_connector() {
    let file = raw("shared_teams", r#""createdBy":{"type":"User","userPrincipalName":"ada@contoso.com"}"#);
    let (input, read) = read::read("a", file.into_bytes(), InputId(0)).unwrap();
    let Read::Facts(facts) = read else { panic!("not facts") };
    let mut options = options();
    options.connectors.set("shared_teams", AuthClass::ServicePrincipal);
    let environment = Environment::join(vec![input], vec![facts], None, options).unwrap();
    let credential = environment.credential(environment.connection("c1").known().unwrap(), None);
    assert_eq!(credential.verdict, Verdict::Unknown);
}

/// What may become a finding: each must also be found with all files.
fn accusations(environment: &Environment) -> Vec<String> {
    let mut found = Vec::new();
    for name in [SHAREPOINT, "contoso_sharedteams_4d5e6", "contoso_sharedrss_7f8a9"] {
        if environment.credential_of(name, None).verdict == Verdict::Personal {
            found.push(format!("{name} is personal"));
        }
        if matches!(environment.connection_of(name), Lookup::Absent) {
            found.push(format!("{name} is unbound"));
        }
    }
    for connection in [CONNECTION, "shared-sql-1", "shared-commondataser-22222222-0000-0000-0000-000000000007"] {
        for deployer in ["77777777-0000-0000-0000-000000000009", "77777777-0000-0000-0000-000000000099"] {
            for minimum in [Role::CanView, Role::CanEdit] {
                match environment.access(connection, &application(deployer), minimum) {
                    Access::Missing(_) => found.push(format!("{connection} misses {deployer}")),
                    Access::TooLow(..) => found.push(format!("{connection} {minimum:?} too low {deployer}")),
                    _ => {}
                }
            }
        }
    }
    for user in ["01", "07", "09", "10", "11", "99"] {
        let id = format!("33333333-0000-0000-0000-0000000000{user}");
        let identity = environment.identify(&Who { system_user_id: Some(id.into()), ..Who::default() });
        if identity.kind == Lookup::Known(PrincipalKind::Person) {
            found.push(format!("{user} is a person"));
        }
        if matches!(identity.disabled, Lookup::Known(true) | Lookup::Absent) {
            found.push(format!("{user} is disabled or gone"));
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn leaving_files_out_accuses_nobody(files in proptest::collection::vec(any::<bool>(), 5)) {
        let all = [CONNECTIONS, PERMISSIONS, REFERENCES, USERS, FLOWS];
        let whole = accusations(&join(&all));
        let chosen: Vec<&str> = all.iter().zip(&files).filter(|(_, keep)| **keep).map(|(file, _)| *file).collect();
        for accusation in accusations(&join(&chosen)) {
            prop_assert!(whole.contains(&accusation), "{accusation}");
        }
    }
}

#[test]
fn leaving_columns_out_accuses_nobody() {
    const COLUMNS: [&str; 15] = [
        "accountName",
        "createdBy",
        "statuses",
        "connectionParameters",
        "connectionParametersSet",
        "roleName",
        "type",
        "applicationid",
        "azureactivedirectoryobjectid",
        "domainname",
        "isdisabled",
        "connectionid",
        "_ownerid_value",
        "displayName",
        "token:grantType",
    ];
    let all = [CONNECTIONS, PERMISSIONS, REFERENCES, USERS, FLOWS];
    let whole = accusations(&join(&all));
    for column in COLUMNS {
        let without = all.map(|file| file.replace(&format!("\"{column}\":"), "\"left_out\":"));
        let files: Vec<&str> = without.iter().map(String::as_str).collect();
        for accusation in accusations(&join(&files)) {
            assert!(whole.contains(&accusation), "without {column}: {accusation}");
        }
    }
}
