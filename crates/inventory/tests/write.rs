//! What is written as a native inventory says the same when it is read again.
#![allow(clippy::unwrap_used, reason = "a broken test must stop")]

use std::{fs, path::Path};

use powerlint_inventory::read::{Read, read};
use powerlint_inventory::{
    Auth, ConnectionFact, ConnectorTable, Environment, Fact, Facts, FlowFact, IdentityHint, Input, InputId, InputKind,
    JoinOptions, Lookup, PermissionList, Principal, PrincipalKind, ReferenceFact, Role, ServiceAccounts, Share, Source,
    Status, Table, Who, write,
};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use syntax::Span;

fn options() -> JoinOptions {
    let service_accounts = ServiceAccounts::new(["svc-*"]).unwrap();
    JoinOptions { service_accounts, connectors: ConnectorTable::built_in() }
}

/// The environment of files.
fn joined(files: &[(String, Vec<u8>)]) -> Environment {
    let mut inputs = Vec::new();
    let mut facts = Vec::new();
    for (path, bytes) in files {
        let id = InputId(u32::try_from(inputs.len()).unwrap());
        let (input, read) = read(path, bytes.clone(), id).unwrap_or_else(|error| panic!("{path}: {error}"));
        inputs.push(input);
        if let Read::Facts(read) = read {
            facts.push(read);
        }
    }
    Environment::join(inputs, facts, None, options()).unwrap()
}

fn again(text: &str) -> Environment {
    joined(&[("converted.toml".to_owned(), text.as_bytes().to_vec())])
}

/// All that an environment answers, without the places.
fn answers(environment: &Environment) -> Vec<String> {
    let who = |who| {
        let identity = environment.identify(who);
        format!("{} {:?} {:?} {}", identity.label, identity.kind, identity.disabled, identity.guest)
    };
    let mut lines = Vec::new();
    for table in [Table::References, Table::Connections, Table::Permissions, Table::Flows, Table::Principals] {
        lines.push(format!("{table:?} {:?}", environment.table(table)));
    }
    let everybody: Vec<_> = environment.principals().collect();
    for one in &everybody {
        lines.push(format!("{:?} {:?} {:?} {}", one.ids, one.accounts, one.names, who(&one.who)));
    }
    for fact in environment.references() {
        let solutions = environment.solutions_of(&fact.logical_name).iter().map(|name| &name.value);
        let solutions: Vec<_> = solutions.collect();
        let connection = fact.connection.clone().map(|connection| connection.value);
        let owner = fact.owner.as_ref().map(|owner| who(&owner.value));
        let connector = fact.connector.as_ref().map(|connector| &connector.value);
        lines.push(format!("{} {connector:?} {connection:?} {owner:?} {solutions:?}", fact.logical_name));
    }
    for fact in environment.connections() {
        let credential = environment.credential(fact, None);
        let status = fact.status.as_ref().map(|status| &status.value);
        let owner = fact.owner.as_ref().map(|owner| who(&owner.value));
        lines.push(format!("{} {:?} {} {status:?} {owner:?}", fact.id, credential.verdict, credential.evidence));
        if let Some(list) = environment.permissions(&fact.id).known() {
            let shares: Vec<_> =
                list.shares.iter().map(|share| format!("{} {:?}", who(&share.who), share.role)).collect();
            lines.push(format!("{shares:?} {} {}", list.whole, list.tells_owner));
        }
        for deployer in &everybody {
            let access = environment.access(&fact.id, &deployer.who, Role::CanView);
            let access = format!("{access:?}");
            lines.push(access.split("(Source").next().unwrap().split(", Source").next().unwrap().to_owned());
        }
    }
    for fact in environment.flows() {
        let owner = fact.owner.as_ref().map(|owner| who(&owner.value));
        let co_owners: Vec<_> = fact.co_owners.iter().map(|owner| who(&owner.value)).collect();
        let uses = (&fact.references, &fact.connections);
        lines.push(format!("{} {:?} {:?} {owner:?} {co_owners:?} {uses:?}", fact.id, fact.resource_id, fact.name));
    }
    for list in environment.credential_lists() {
        let of = (list.holder, &list.application_id, &list.application_name, list.whole, list.managed);
        let credentials = list.credentials.iter();
        let credentials =
            credentials.map(|one| (&one.name, one.certificate, one.ends.as_ref().map(|ends| &ends.value)));
        lines.push(format!("{of:?} {:?}", credentials.collect::<Vec<_>>()));
    }
    for one in &everybody {
        let differ = everybody.iter().map(|other| environment.differ(&one.who, &other.who));
        lines.push(differ.map(|differ| if differ { '1' } else { '0' }).collect());
    }
    lines
}

fn sample() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/contoso/inventory/development");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| (path.to_string_lossy().into_owned(), fs::read(path).unwrap())).collect()
}

#[test]
fn the_sample_answers_the_same() {
    let environment = joined(&sample());
    let text = write::native(&environment);
    let converted = again(&text);
    assert_eq!(answers(&converted), answers(&environment));
    assert_eq!(write::native(&converted), text);
}

/// Every file of the test data that holds facts, by itself.
#[test]
fn every_kind_of_file_answers_the_same() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let mut files = Vec::new();
    for folder in fs::read_dir(root).unwrap() {
        for file in fs::read_dir(folder.unwrap().path()).unwrap() {
            files.push(file.unwrap().path());
        }
    }
    let mut converted = 0;
    for path in files {
        let (name, bytes) = (path.to_string_lossy().into_owned(), fs::read(&path).unwrap());
        // Some are there to be refused.
        let Ok((_, Read::Facts(_))) = read(&name, bytes.clone(), InputId(0)) else { continue };
        let environment = joined(&[(name.clone(), bytes)]);
        let text = write::native(&environment);
        let read_again = again(&text);
        assert_eq!(answers(&read_again), answers(&environment), "{name}\n{text}");
        if environment.conflicts().is_empty() {
            assert_eq!(write::native(&read_again), text, "{name}");
        }
        converted += 1;
    }
    assert!(converted > 20, "{converted}");
}

/// Where every random fact stands.
const AT: Source = Source { input: InputId(0), span: Span { start: 0, end: 0 } };

fn fact<T>(value: T) -> Fact<T> {
    Fact { value, source: AT }
}

fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    select(words).prop_map(str::to_owned)
}

fn said(words: &'static [&'static str]) -> impl Strategy<Value = Option<Fact<String>>> {
    of(one_of(words).prop_map(fact))
}

const TEXTS: &[&str] = &["x", "=1", "two\n::lines", "\u{202e}\tx", "##vso[x]", "\"quoted\" # and \\", "ein Ärger"];
const IDS: &[&str] = &["c1", "c2", "c-3"];

fn somebody() -> impl Strategy<Value = Who> {
    use PrincipalKind::{Group, Person, ServicePrincipal};
    let accounts: &[&str] = &["ada@contoso.com", "Grace@contoso.com", "svc-hr@contoso.com", "Ada"];
    let ids: [&'static [&'static str]; 4] = [&["s1", "s2"], &["o1", "o2"], &["a1", "a2"], &["alm", "o1"]];
    let [system_user_id, object_id, application_id, key] = ids.map(|ids| of(one_of(ids)));
    let kind = of(select(&[Person, ServicePrincipal, Group][..]));
    let keys = (system_user_id, object_id, application_id, of(select(accounts).prop_map(str::to_owned)), key);
    (keys, of(one_of(&["Ada", "# Ada", "Grace"])), kind).prop_map(|(keys, display_name, kind)| {
        let (system_user_id, object_id, application_id, upn, key) = keys;
        let shared = |word: Option<String>| word.map(Into::into);
        Who {
            system_user_id: shared(system_user_id),
            object_id: shared(object_id),
            application_id: shared(application_id),
            upn: shared(upn),
            display_name: shared(display_name),
            key: shared(key),
            kind,
        }
    })
}

fn connection() -> impl Strategy<Value = ConnectionFact> {
    let auth = of(select(&[Auth::ServicePrincipal, Auth::User, Auth::Key][..]).prop_map(fact));
    let status = of((one_of(&["Connected", "Error"]), of(one_of(&["Unauthorized"]))))
        .prop_map(|status| status.map(|(word, code)| fact(Status { word, code })));
    let sets = (said(&["oauthDefault", "sp"]), said(&["code", "client_credentials"]));
    let accounts = (said(&["ada@contoso.com", "svc-hr@contoso.com"]), of(somebody().prop_map(fact)));
    let names = (one_of(IDS), said(&["shared_sql", "SharePoint"]), said(TEXTS));
    (names, accounts, sets, auth, status).prop_map(|(names, accounts, sets, auth, status)| ConnectionFact {
        id: names.0.into(),
        connector: names.1,
        display_name: names.2,
        account: accounts.0,
        owner: accounts.1,
        parameter_set: sets.0.map(Box::new),
        grant_type: sets.1.map(Box::new),
        auth,
        status: status.map(Box::new),
        source: AT,
    })
}

fn permissions() -> impl Strategy<Value = PermissionList> {
    let share = (somebody(), of(select(&[Role::CanView, Role::CanEdit, Role::Owner][..])))
        .prop_map(|(who, role)| Share { who, role, source: AT });
    let shares = prop::collection::vec(share, 0..3);
    (one_of(IDS), shares, any::<[bool; 3]>()).prop_map(|(connection, shares, flags)| PermissionList {
        connection: connection.into(),
        shares,
        whole: flags[0],
        tells_owner: flags[1],
        leaves_out_service_principals: flags[2],
        source: AT,
    })
}

fn reference() -> impl Strategy<Value = ReferenceFact> {
    let connection =
        prop_oneof![Just(Lookup::Unknown), Just(Lookup::Absent), one_of(IDS).prop_map(|id| Lookup::Known(fact(id)))];
    let solutions = of(subsequence(vec!["A".to_owned(), "B".to_owned()], 0..=2).prop_map(fact));
    let known_in = subsequence(vec![fact("A".to_owned()), fact("C".to_owned())], 0..=2);
    let names = (one_of(&["r1", "R2"]), said(&["shared_sql"]), of(somebody().prop_map(fact)));
    (names, connection, solutions, known_in).prop_map(|(names, connection, solutions, known_in)| ReferenceFact {
        id: None,
        logical_name: names.0.into(),
        connector: names.1,
        connection,
        owner: names.2,
        solutions,
        known_in,
        source: AT,
    })
}

fn flow() -> impl Strategy<Value = FlowFact> {
    let owners = (of(somebody().prop_map(fact)), prop::collection::vec(somebody().prop_map(fact), 0..2));
    let uses =
        (of(subsequence(vec!["r1".to_owned(), "R2".to_owned()], 0..=2)), subsequence(vec!["c1".to_owned()], 0..=1));
    (one_of(&["f1", "f2"]), of(one_of(TEXTS)), owners, uses).prop_map(|(id, name, owners, uses)| FlowFact {
        id,
        resource_id: None,
        name,
        owner: owners.0,
        co_owners: owners.1,
        references: uses.0,
        connections: uses.1,
        source: AT,
    })
}

fn file() -> impl Strategy<Value = Facts> {
    let principal = (somebody(), of(any::<bool>().prop_map(fact)), any::<[bool; 2]>());
    let principal = principal.prop_filter_map("known by nothing", |(who, disabled, [deleted, by_hand])| {
        let known = who.object_id.is_some() || who.upn.is_some();
        known.then_some(Principal { who, disabled, deleted, by_hand, source: AT })
    });
    let tables = vec![Table::References, Table::Connections, Table::Permissions, Table::Flows, Table::Principals];
    let rows = (
        prop::collection::vec(principal, 0..4),
        prop::collection::vec(connection(), 0..3),
        prop::collection::vec(permissions(), 0..3),
        prop::collection::vec(reference(), 0..3),
        prop::collection::vec(flow(), 0..3),
    );
    let hints = prop::collection::vec((one_of(&["sql"]), one_of(TEXTS)), 0..2);
    (rows, hints, subsequence(tables, 0..=5), any::<[bool; 2]>()).prop_map(|(rows, hints, lists, [partial, native])| {
        let hint = |(connector, account)| IdentityHint { connector, account, environment: None, source: AT };
        Facts {
            input: Some(InputId(0)),
            principals: rows.0.into_iter().map(|row| Principal { by_hand: row.by_hand && native, ..row }).collect(),
            connections: rows.1,
            permissions: rows.2,
            references: rows.3,
            flows: rows.4,
            identities: hints.into_iter().map(hint).collect(),
            lists,
            partial,
            native,
            ..Facts::default()
        }
    })
}

/// Facts of several files, joined. They all stand in one place of one file, since places are not what is asked for.
fn random(facts: Vec<Facts>) -> Environment {
    let input = Input {
        path: "facts".to_owned(),
        kind: InputKind::Connections,
        text: String::new(),
        environment: None,
        date: None,
        records: 0,
        sensitive: Vec::new(),
    };
    Environment::join(vec![input], facts, None, options()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_says_the_same(facts in prop::collection::vec(file(), 1..4)) {
        let environment = random(facts);
        let text = write::native(&environment);
        prop_assert!(!text.lines().any(|line| line.starts_with("::") || line.contains("##")), "{}", text);
        let once = again(&text);
        if environment.conflicts().is_empty() {
            prop_assert_eq!(write::native(&once), text.clone());
            prop_assert_eq!(answers(&once), answers(&environment), "{}", text);
        }
        // What contradicts is left out the first time.
        let text = write::native(&once);
        prop_assert_eq!(write::native(&again(&text)), text);
    }
}
