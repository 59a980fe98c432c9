//! The settings of two environments bind the same connection.

use engine::{Category, Meta, Place, Preset, Report, Rule, Severity, Subject, SubjectKind, WorkspaceContext};
use inventory::{Environment, Fact, Settings};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConnectionInTwoEnvironments {}

impl Rule for ConnectionInTwoEnvironments {
    const META: Meta = Meta {
        name: "connection-in-two-environments",
        summary: "The deployment settings of two environments bind the same connection",
        category: Category::Settings,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("connection_in_two_environments.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        let environment = cx.environment;
        let Some(chosen) = cx.config.chosen() else { return every_pair(environment, report) };
        for settings in environment.settings_files() {
            for other in environment.elsewhere().iter().filter(|other| !environment.is_also(other)) {
                for theirs in &other.settings {
                    compare(environment, (&chosen.name, settings), (&other.name, theirs), report);
                }
            }
        }
    }
}

/// No environment was chosen: each is compared with each later one.
fn every_pair(environment: &Environment, report: &mut Report) {
    let all = environment.elsewhere();
    for (index, one) in all.iter().enumerate() {
        let same = |other: &&inventory::Elsewhere| other.speaks_of.iter().any(|name| one.speaks_of.contains(name));
        for other in all.iter().skip(index + 1).filter(|other| !same(other)) {
            for settings in &one.settings {
                for theirs in &other.settings {
                    compare(environment, (&one.name, settings), (&other.name, theirs), report);
                }
            }
        }
    }
}

/// Every connection that both files bind, once.
fn compare(
    environment: &Environment,
    (here, ours): (&str, &Settings),
    (there, theirs): (&str, &Settings),
    report: &mut Report,
) {
    let mut seen = std::collections::HashSet::new();
    for bound in bindings(ours) {
        let id = key(environment, &bound.value);
        let Some(also) = bindings(theirs).find(|other| key(environment, &other.value) == id) else { continue };
        if !seen.insert(id) {
            continue;
        }
        report
            .at(
                Place::Input(bound.source),
                Subject::new(SubjectKind::Connection, &bound.value),
                format!("the settings of environments {here} and {there} bind the same connection, {}", bound.value),
            )
            .label(format!("bound in {here}"))
            .detail(format!("{here} {there}").to_lowercase())
            .note(Place::Input(also.source), format!("and bound in {there}"))
            .help(format!(
                "a connection lives in one environment: give the settings of {here} or of {there} the id of a connection of its \
                 own (make.powerautomate.com, Connections, open it: the id stands at the end of the address)"
            ));
    }
}

fn bindings(settings: &Settings) -> impl Iterator<Item = &Fact<String>> {
    settings.references.iter().filter_map(|entry| match &entry.connection {
        inventory::Lookup::Known(connection) if is_id(&connection.value) => Some(connection),
        inventory::Lookup::Known(_) | inventory::Lookup::Absent | inventory::Lookup::Unknown => None,
    })
}

/// Whether it ends as every id of a connection does, in 32 digits, whatever dashes are between: not a token of a style that nobody
/// has told us of, which may well be the same in all environments.
fn is_id(id: &str) -> bool {
    let bare: Vec<u8> = id.trim().bytes().filter(|byte| *byte != b'-').collect();
    bare.len() >= 32 && bare.iter().rev().take(32).all(u8::is_ascii_hexdigit)
}

/// An id as it is compared: in any case, with or without dashes.
fn key(environment: &Environment, id: &str) -> String {
    environment.connection_id(id).replace('-', "")
}
