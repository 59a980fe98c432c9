//! The report for everything that shows test results: a suite for each solution or package, a case for each finding. What does not
//! fail the run passes, with its message as output.

use engine::Finding;
use indexmap::IndexMap;
use quick_junit::{NonSuccessKind, Report, SerializeError, TestCase, TestCaseStatus, TestSuite};

use super::{Reported, escape, place::Places};
use crate::errors::Trouble;

/// Writes the report.
///
/// # Errors
/// Never in practice: everything goes to memory.
pub fn render(reported: &Reported<'_>) -> Result<String, SerializeError> {
    let outcome = reported.outcome;
    let places = Places::new(&outcome.packages);
    let mut suites: IndexMap<String, Vec<TestCase>> = IndexMap::new();
    for package in &outcome.packages {
        let name = package.unique_name.as_deref().unwrap_or(&package.path);
        suites.entry(escape::line(name)).or_default();
    }
    for finding in &outcome.findings {
        let place = &finding.place;
        let suite = place.solution.as_deref().or(place.package.as_deref()).or(place.file.as_deref());
        let suite = escape::line(suite.unwrap_or("powerlint"));
        let case = case(finding, &suite, &places, reported);
        suites.entry(suite).or_default().push(case);
    }
    if !reported.troubles.is_empty() {
        suites.entry("powerlint".to_owned()).or_default().extend(reported.troubles.iter().map(trouble));
    }
    let mut report = Report::new("powerlint");
    for (name, mut cases) in suites {
        if cases.is_empty() {
            // Without any case, viewers do not show that it was checked.
            let mut fine = TestCase::new("no findings", TestCaseStatus::success());
            fine.set_classname(&name);
            cases.push(fine);
        }
        let mut suite = TestSuite::new(name);
        suite.add_test_cases(cases);
        report.add_test_suite(suite);
    }
    // Nothing is skipped, and the schema that Jenkins reads has no such number for all suites together.
    Ok(report.to_string()?.replacen(" skipped=\"0\"", "", 1))
}

fn case(finding: &Finding, suite: &str, places: &Places<'_>, reported: &Reported<'_>) -> TestCase {
    let place = escape::line(&places.full(&finding.place));
    let message = escape::line(&finding.message);
    let mut text = format!("{}[{}]: {message}\nin {place}\n", finding.severity, finding.rule);
    for note in &finding.notes {
        let at = note.place.as_ref().map(|at| format!(" ({})", places.beside(at, &finding.place)));
        text.push_str(&escape::line(&format!("note: {}{}", note.message, at.unwrap_or_default())));
        text.push('\n');
    }
    for line in finding.help.iter().flat_map(|help| help.lines()) {
        text.push_str(&escape::line(&format!("help: {line}")));
        text.push('\n');
    }
    let fails = reported.fail_on.is_some_and(|least| finding.severity >= least);
    let status = if fails {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_message(message).set_type(finding.severity.to_string()).set_description(text.clone());
        status
    } else {
        TestCaseStatus::success()
    };
    let mut case = TestCase::new(format!("{}: {}", finding.rule, escape::line(&finding.subject.name)), status);
    case.set_classname(suite);
    if !fails {
        case.set_system_out(text);
    }
    case
}

fn trouble(trouble: &Trouble) -> TestCase {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    let message = escape::line(&trouble.to_string());
    let help: Vec<_> = trouble.help.iter().flat_map(|help| help.lines()).map(escape::line).collect();
    status.set_message(message.clone()).set_type("trouble").set_description(help.join("\n"));
    let mut case = TestCase::new(message, status);
    case.set_classname("powerlint");
    case
}

#[cfg(test)]
mod tests;
