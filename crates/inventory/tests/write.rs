//! What is written as a native inventory says the same when it is read again.
#![allow(clippy::unwrap_used, reason = "a broken test must stop")]

use std::{fs, path::Path};

use powerlint_inventory::read::{Read, read};
use powerlint_inventory::{ConnectorTable, Environment, InputId, JoinOptions, ServiceAccounts, Table, write};

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
            let access = environment.access(&fact.id, &deployer.who, powerlint_inventory::Role::CanView);
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
