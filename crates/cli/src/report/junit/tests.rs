#![allow(clippy::unwrap_used)]

use quick_junit::Report;

use super::render;
use crate::report::samples;

#[test]
fn a_page_of_test_results_reads() {
    insta::assert_snapshot!(render(&samples::reported(&samples::outcome(), &samples::troubles())).unwrap());
}

#[test]
fn what_does_not_fail_the_run_passes() {
    let outcome = samples::outcome();
    let mut reported = samples::reported(&outcome, &[]);
    for (least, failures) in [(Some(engine::Severity::Note), 4), (Some(engine::Severity::Error), 1), (None, 0)] {
        reported.fail_on = least;
        let report = Report::deserialize_from_str(&render(&reported).unwrap()).unwrap();
        assert_eq!((report.failures, report.errors), (failures, 0));
        // The findings, and a case for the package without any.
        assert_eq!(report.tests, outcome.findings.len() + 1);
    }
}

#[test]
fn hostile_names_stay_text() {
    let outcome = samples::hostile();
    let text = render(&samples::reported(&outcome, &samples::troubles())).unwrap();
    let report = Report::deserialize_from_str(&text).unwrap();
    assert_eq!((report.failures, report.errors), (1, 2));
    assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{9b}', '\u{7}', '\u{2028}']));
}
