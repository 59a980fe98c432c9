//! Who holds what in the sample, as the run tells it to a report.
#![allow(missing_docs, clippy::unwrap_used, reason = "a broken test must stop")]

mod support;

use std::{fmt::Write as _, path::Path};

use engine::{Holding, Party, Run};
use inventory::Lookup;
use powerlint::{
    args::{Cli, Command},
    inputs,
};
use solution::read;

fn holdings(arguments: &[&str], wanted: bool) -> Vec<Holding> {
    let sample = support::root().join("testdata/contoso");
    let sample = sample.to_str().unwrap();
    let arguments = ["powerlint", "check", sample].into_iter().chain(arguments.iter().copied());
    let Command::Check(arguments) = <Cli as clap::Parser>::try_parse_from(arguments).unwrap().command else {
        panic!("these are the arguments of check");
    };
    let gathered =
        inputs::gather(&arguments.paths, &arguments.run.facts).unwrap_or_else(|troubles| panic!("{troubles:?}"));
    let limits = &gathered.config.limits;
    engine::run(Run {
        found: read::find(&arguments.paths, Path::new("."), limits),
        previous: read::Found::default(),
        config: &gathered.config,
        environment: &gathered.facts.environment,
        today: engine::Date::constant(2026, 11, 1),
        limits,
        holdings: wanted,
        progress: &|_, _| {},
    })
    .holdings
}

fn party(party: Option<&Party>) -> String {
    party.map_or_else(|| "?".to_owned(), |party| format!("{} ({:?}, gone: {:?})", party.label, party.kind, party.gone))
}

/// A few lines for each.
fn in_words(holdings: &[Holding]) -> String {
    let mut out = String::new();
    for one in holdings {
        let connection = match &one.connection {
            Lookup::Known(held) => format!("{} {:?} of {}", held.id, held.name, party(held.owner.as_ref())),
            Lookup::Absent => "none".to_owned(),
            Lookup::Unknown => "?".to_owned(),
        };
        let account = one.account.as_deref().unwrap_or("?");
        let access: Vec<_> = one.deployers.iter().map(|one| format!("{}: {:?}", one.deployer, one.access)).collect();
        let held: Vec<_> = one.held_by.iter().map(|one| format!("{} (common: {})", one.name, one.common)).collect();
        writeln!(out, "{:?} {:?} {:?}", one.reference, one.display_name, one.connector).unwrap();
        writeln!(out, "  connection: {connection}").unwrap();
        writeln!(out, "  runs as: {account} ({:?}; {})", one.credential, one.evidence).unwrap();
        writeln!(out, "  owner: {}", party(one.owner.as_ref())).unwrap();
        writeln!(out, "  held by: {}", held.join(", ")).unwrap();
        writeln!(out, "  deployers: {}", access.join(", ")).unwrap();
        writeln!(out, "  run only: {}, by hand: {}", one.run_only, one.by_hand).unwrap();
        for user in &one.users {
            let owner = party(user.owner.as_ref());
            let solution = user.solution.rsplit('/').next().unwrap();
            writeln!(out, "  - {:?} {} in {solution}, of {owner}, invoker: {}", user.kind, user.name, user.invoker)
                .unwrap();
        }
    }
    out
}

#[test]
fn the_sample_tells_who_holds_what() {
    insta::assert_snapshot!(in_words(&holdings(&[], true)));
}

#[test]
fn without_facts_everything_but_the_packages_is_unknown() {
    let holdings = holdings(&["--no-config"], true);
    assert_eq!(holdings.len(), 11, "ten references and a legacy package");
    for one in &holdings {
        let reference = one.reference.is_some();
        assert_eq!(matches!(one.connection, Lookup::Unknown), reference, "{one:?}");
        assert_eq!((one.credential, &one.owner), (inventory::Verdict::Unknown, &None));
        assert!(one.deployers.is_empty() && one.held_by.iter().all(|held| !held.common));
        assert!(!one.users.is_empty() && one.users.iter().all(|user| user.owner.is_none()));
    }
}

#[test]
fn nobody_pays_for_what_is_not_asked() {
    assert_eq!(holdings(&[], false), []);
}
