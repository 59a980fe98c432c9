//! Large and deep packages are built in time that follows their size.

use std::{fmt::Write as _, time::Instant};

use powerlint_solution::{Outline, PackageKind, ProblemKind};

use crate::with_package;

const MANY: usize = 50_000;

/// Far more than a slow machine needs for work that follows the size, far less than squared work would take.
const SECONDS: u64 = 60;

#[test]
fn fifty_thousand_references_keys_and_actions() {
    let (mut declared, mut keys, mut actions, mut set) = (String::new(), String::new(), String::new(), String::new());
    for index in 0..MANY {
        let comma = if index == 0 { "" } else { "," };
        write!(declared, r#"<connectionreference connectionreferencelogicalname="contoso_r{index}"/>"#).unwrap();
        write!(keys, r#"{comma}"k{index}":{{"connection":{{"connectionReferenceLogicalName":"contoso_r{index}"}}}}"#)
            .unwrap();
        write!(actions, r#"{comma}"a{index}":{{"type":"OpenApiConnection","inputs":{{"host":{{"connectionReferenceName":"contoso_r{index}"}}}}}}"#).unwrap();
        write!(set, r#"<botcomponent_connectionreference botcomponentid.schemaname="contoso_a" connectionreferenceid.connectionreferencelogicalname="contoso_r{index}"/>"#).unwrap();
    }
    let file = |name: &str, text: String| (name.to_owned(), text.into_bytes());
    let files = vec![
        file("Assets/botcomponent_connectionreferenceset.xml", format!("<s>{set}</s>")),
        file(
            "Workflows/f.json",
            format!(
                r#"{{"properties":{{"connectionReferences":{{{keys}}},"definition":{{"actions":{{{actions}}}}}}}}}"#
            ),
        ),
        file(
            "customizations.xml",
            format!("<ImportExportXml><connectionreferences>{declared}</connectionreferences></ImportExportXml>"),
        ),
        file("solution.xml", "<ImportExportXml><SolutionManifest/></ImportExportXml>".to_owned()),
    ];
    let start = Instant::now();
    with_package(PackageKind::SolutionZip, files, |package, _| {
        assert_eq!(package.references.len(), MANY);
        let flow = package.flows.first().unwrap();
        assert_eq!((flow.connections.len(), flow.all_actions().count()), (MANY, MANY));
        // Each host names a reference, and means the key that stands for it.
        assert!(flow.connection_uses().enumerate().all(|(index, used)| used.key.value == format!("k{index}")));
        assert_eq!(Outline::of(package).uses.len(), 2 * MANY);
    });
    assert!(start.elapsed().as_secs() < SECONDS, "took {:?}", start.elapsed());
}

#[test]
fn actions_as_deep_as_json_may_be() {
    let deep = |levels: usize| {
        let (open, close) = (r#"{"s":{"type":"Scope","actions":"#.repeat(levels), "}}".repeat(levels));
        let text =
            format!(r#"{{"properties":{{"connectionReferences":{{}},"definition":{{"actions":{open}{{}}{close}}}}}}}"#);
        vec![("flow.json".to_owned(), text.into_bytes())]
    };
    with_package(PackageKind::Flow, deep(250), |package, _| {
        assert_eq!(package.flows.first().unwrap().all_actions().count(), 250);
        assert!(package.problems.is_empty(), "{:?}", package.problems);
    });
    with_package(PackageKind::Flow, deep(10_000), |package, _| {
        assert!(package.problems.iter().any(|problem| problem.kind == ProblemKind::LimitExceeded));
        assert!(!package.uses_known);
    });
}
