//! What stops is what a plain search finds: over solutions whose flows call each other at random.
#![allow(missing_docs, clippy::unwrap_used, clippy::format_push_string, reason = "a broken test must stop")]

use std::collections::BTreeSet;

use inventory::{ConnectorTable, Environment, JoinOptions, ServiceAccounts};
use powerlint_engine::{
    Workspace,
    impact::{Impact, Link, NodeKind, NotFound, impact},
};
use proptest::prelude::*;
use solution::{Outline, Package, PackageFiles, PackageKind, Texts, Trees};

/// How a flow uses the reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    Not,
    Embedded,
    Invoker,
}

fn id(number: usize) -> String {
    format!("44444444-0000-0000-0000-{number:012}")
}

/// A solution of flows, each with how it uses `contoso_sql` and the flows it calls.
fn workspace(flows: &[(Use, Vec<usize>)]) -> Workspace {
    let mut workflows = String::new();
    let mut files = Vec::new();
    for (number, (how, calls)) in flows.iter().enumerate() {
        let file = format!("Workflows/Flow{number}-{}.json", id(number));
        workflows.push_str(&format!(
            "<Workflow WorkflowId=\"{{{}}}\" Name=\"Flow {number}\"><JsonFileName>/{file}</JsonFileName>\
             <Category>5</Category></Workflow>",
            id(number)
        ));
        let source = if *how == Use::Invoker { "invoker" } else { "embedded" };
        let key = format!(
            "\"shared_sql\": {{\"runtimeSource\": \"{source}\", \
             \"connection\": {{\"connectionReferenceLogicalName\": \"contoso_sql\"}}, \"api\": {{\"name\": \"shared_sql\"}}}}"
        );
        let key = if *how == Use::Not { String::new() } else { key };
        let calls: Vec<String> = calls
            .iter()
            .enumerate()
            .map(|(index, &called)| {
                let host = format!("{{\"host\": {{\"workflowReferenceName\": \"{}\"}}}}", id(called));
                format!("\"Call_{index}\": {{\"type\": \"Workflow\", \"inputs\": {host}, \"runAfter\": {{}}}}")
            })
            .collect();
        let text = format!(
            "{{\"properties\": {{\"connectionReferences\": {{{key}}}, \"definition\": {{\"triggers\": {{}}, \
             \"actions\": {{{}}}}}}}}}",
            calls.join(",")
        );
        files.push((file, text.into_bytes()));
    }
    let xml = |inner: &str| format!("<ImportExportXml>{inner}</ImportExportXml>").into_bytes();
    let manifest = "<SolutionManifest><UniqueName>Contoso</UniqueName><Version>1.0.0.0</Version></SolutionManifest>";
    files.push(("solution.xml".to_owned(), xml(manifest)));
    let reference = "<connectionreferences><connectionreference connectionreferencelogicalname=\"contoso_sql\">\
        <connectorid>/providers/Microsoft.PowerApps/apis/shared_sql</connectorid></connectionreference></connectionreferences>";
    files.push(("customizations.xml".to_owned(), xml(&format!("<Workflows>{workflows}</Workflows>{reference}"))));
    let mut files = PackageFiles::in_memory("Contoso", PackageKind::SolutionFolder, files);
    let texts = Texts::read(&mut files);
    let trees = Trees::parse(&files, &texts);
    Workspace::new(vec![Outline::of(&Package::build(&files, &texts, &trees))])
}

fn environment() -> Environment {
    let options =
        JoinOptions { service_accounts: ServiceAccounts::new([]).unwrap(), connectors: ConnectorTable::built_in() };
    Environment::unknown(options)
}

fn one(name: &str, workspace: &Workspace) -> Impact {
    let mut found = impact(name, None, workspace, &environment(), &[]).unwrap();
    assert_eq!(found.len(), 1);
    found.remove(0)
}

fn flows_of(impact: &Impact) -> BTreeSet<String> {
    impact.nodes.iter().filter(|node| node.kind == NodeKind::Flow).filter_map(|node| node.id.clone()).collect()
}

/// The flows that stop, found by asking all of them again and again.
fn stopped(flows: &[(Use, Vec<usize>)], starts: impl Fn(Use) -> bool) -> BTreeSet<usize> {
    let mut stopped: BTreeSet<usize> = (0..flows.len()).filter(|&flow| starts(flows[flow].0)).collect();
    loop {
        let more: Vec<usize> = (0..flows.len())
            .filter(|flow| !stopped.contains(flow) && flows[*flow].1.iter().any(|called| stopped.contains(called)))
            .collect();
        if more.is_empty() {
            return stopped;
        }
        stopped.extend(more);
    }
}

/// Everything but solutions is reached from the thing itself, in the order of the nodes, and edges lead to nodes.
fn assert_sound(impact: &Impact) {
    let mut reached = BTreeSet::from([0]);
    for place in 0..impact.nodes.len() {
        assert!(reached.contains(&place), "{place} is met before what leads to it: {impact:?}");
        reached.extend(impact.dependents(place).map(|edge| edge.to));
    }
    for edge in &impact.edges {
        let to = &impact.nodes[edge.to];
        assert_eq!(edge.link == Link::PartOf, matches!(to.kind, NodeKind::Solution | NodeKind::Package));
    }
    assert!(impact.edges.is_sorted());
}

fn uses() -> impl Strategy<Value = Use> {
    prop_oneof![4 => Just(Use::Not), 1 => Just(Use::Embedded), 1 => Just(Use::Invoker)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_stops_is_what_a_plain_search_finds(
        flows in prop::collection::vec((uses(), prop::collection::vec(0_usize..10, 0..3)), 1..10),
    ) {
        let workspace = workspace(&flows);
        let ids = |flows: BTreeSet<usize>| flows.into_iter().map(id).collect::<BTreeSet<_>>();
        let by_reference = one("CONTOSO_SQL", &workspace);
        prop_assert_eq!(flows_of(&by_reference), ids(stopped(&flows, |how| how == Use::Embedded)));
        let by_connector = one("shared_sql", &workspace);
        prop_assert_eq!(flows_of(&by_connector), ids(stopped(&flows, |how| how != Use::Not)));
        for impact in [&by_reference, &by_connector] {
            assert_sound(impact);
        }
        let goes_on = flows.iter().enumerate().filter(|(_, (how, _))| *how == Use::Invoker).map(|(flow, _)| id(flow));
        let goes_on: BTreeSet<String> = goes_on.filter(|id| !flows_of(&by_reference).contains(id)).collect();
        let unaffected: BTreeSet<String> = by_reference.unaffected.iter().filter_map(|node| node.id.clone()).collect();
        prop_assert_eq!(unaffected, goes_on);
        prop_assert_eq!(by_connector.unaffected.len(), 0);
    }
}

#[test]
fn a_long_chain_of_calls_is_walked_to_its_end() {
    let flow = |number: usize| match number {
        0 => (Use::Embedded, Vec::new()),
        _ => (Use::Not, vec![number - 1]),
    };
    let flows: Vec<_> = (0..2000).map(flow).collect();
    let impact = one("contoso_sql", &workspace(&flows));
    assert_sound(&impact);
    assert_eq!(impact.totals()[&NodeKind::Flow], 2000);
}

#[test]
fn a_part_of_a_name_leads_to_it() {
    let workspace = workspace(&[(Use::Embedded, Vec::new())]);
    let near = |name, only| impact(name, only, &workspace, &environment(), &[]).unwrap_err();
    assert_eq!(near("sql", None), NotFound::Nothing(vec!["contoso_sql".to_owned(), "shared_sql".to_owned()]));
    assert_eq!(near("sql", Some(NodeKind::Connector)), NotFound::Nothing(vec!["shared_sql".to_owned()]));
    assert_eq!(near("contoso_sqll", None), NotFound::Nothing(vec!["contoso_sql".to_owned()]));
    assert_eq!(near("", None), NotFound::Nothing(Vec::new()));
    assert_eq!(near("shared_sql", Some(NodeKind::Reference)), NotFound::OtherKinds(vec![NodeKind::Connector]));
}
