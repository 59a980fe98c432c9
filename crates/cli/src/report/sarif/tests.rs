#![allow(clippy::unwrap_used)]

use serde_json::Value;

use super::{pascal_case, render};
use crate::report::samples;

#[test]
fn a_code_scanning_page_reads() {
    let outcome = samples::outcome();
    let troubles = samples::troubles();
    let text = render(&samples::reported(&outcome, &troubles)).unwrap();
    if let Some(path) = std::env::var_os("POWERLINT_WRITE_SARIF") {
        std::fs::write(path, &text).unwrap();
    }
    insta::assert_snapshot!(text);
}

#[test]
fn inside_an_archive_the_message_tells_the_place() {
    let outcome = samples::outcome();
    let value: Value = serde_json::from_str(&render(&samples::reported(&outcome, &[])).unwrap()).unwrap();
    let results = value["runs"][0]["results"].as_array().unwrap();
    let at = |index: usize| &results[index]["locations"][0];
    assert_eq!(at(0)["physicalLocation"]["artifactLocation"]["uri"], "build/ContosoOrders_1_2_0_0.zip");
    assert_eq!(at(0)["physicalLocation"]["region"]["startLine"], 1);
    assert!(results[0]["message"]["text"].as_str().unwrap().contains("\nIn customizations.xml, line 2."));
    assert_eq!(at(0)["properties"]["regionInArchive"]["startLine"], 2);
    let folder = &at(3)["physicalLocation"];
    assert_eq!(folder["artifactLocation"]["uri"], "src/Contoso%20Orders/Workflows/Orderintake.json");
    assert_eq!(folder["region"]["startLine"], 3);
}

#[test]
fn hostile_names_stay_data() {
    let outcome = samples::hostile();
    let text = render(&samples::reported(&outcome, &[])).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    let uri = value["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str();
    assert!(uri.unwrap().bytes().all(|byte| byte.is_ascii_graphic()));
    assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{9b}', '\u{7}', '\u{2028}']));
}

#[test]
fn names_for_viewers() {
    assert_eq!(pascal_case("not-shared-with-deployer"), "NotSharedWithDeployer");
}
