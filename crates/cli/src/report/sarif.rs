//! The report for code scanning: SARIF 2.1.0. `docs/sarif.md` says what is where, and how to validate it.

mod model;
mod uri;

use std::{collections::BTreeMap, fmt::Write as _};

use engine::{Finding, Meta, Preset, ResolvedPlace, Severity};
use serde::{Serialize, Serializer};

use super::{Pieces, Reported, json, place::Places, word};
use crate::errors::Trouble;
use model::{
    ArtifactLocation, Configuration, Descriptor, DescriptorProperties, Driver, Invocation, Location,
    LocationProperties, Log, LogicalLocation, Message, Multiformat, Notification, PhysicalLocation, Region,
    Result as Entry, ResultProperties, Run, RunProperties, Tool,
};

/// Under which name the fingerprint stands; the number grows when fingerprints of old results would no longer match.
const FINGERPRINT: &str = "powerlint/v1";

/// Writes the report.
///
/// # Errors
/// Never in practice: every value has a JSON form.
pub(super) fn write(out: &mut Pieces<'_, '_>, reported: &Reported<'_>) -> serde_json::Result<()> {
    let outcome = reported.outcome;
    let places = Places::new(&outcome.packages);
    let log = Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "powerlint",
                    version: env!("CARGO_PKG_VERSION"),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: reported.rules.iter().map(|meta| descriptor(meta)).collect(),
                },
            },
            invocations: [Invocation {
                execution_successful: reported.exit_code != 2,
                exit_code: reported.exit_code,
                tool_execution_notifications: reported.troubles.iter().map(notification).collect(),
            }],
            column_kind: "unicodeCodePoints",
            results: Results { findings: &outcome.findings, rules: reported.rules, places: &places },
            properties: RunProperties { coverage: json::coverage(reported), suppressed: outcome.suppressed.len() },
        }],
    };
    out.push_json(&log)
}

/// The results, each made when it is written.
struct Results<'a> {
    findings: &'a [Finding],
    rules: &'a [&'static Meta],
    places: &'a Places<'a>,
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.findings.iter().map(|finding| result(finding, self.rules, self.places)))
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

fn descriptor(meta: &'static Meta) -> Descriptor<'static> {
    Descriptor {
        id: meta.name,
        name: pascal_case(meta.name),
        short_description: Message { text: sentence(meta.summary) },
        full_description: Message { text: sentence(meta.summary) },
        help: Multiformat { text: meta.page, markdown: meta.page },
        default_configuration: Configuration {
            enabled: Preset::default().holds(meta.preset),
            level: level(meta.severity),
        },
        properties: DescriptorProperties { tags: [word(meta.category)], since: meta.since },
    }
}

/// `personal-connection` → `PersonalConnection`, which is how viewers want names.
fn pascal_case(name: &str) -> String {
    name.split('-')
        .flat_map(|part| {
            let mut letters = part.chars();
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters)
        })
        .collect()
}

/// A text that ends like a sentence.
fn sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '!', '?', ':']) { text.to_owned() } else { format!("{text}.") }
}

fn result<'a>(finding: &'a Finding, rules: &[&'static Meta], places: &Places<'_>) -> Entry<'a> {
    let mut text = sentence(&finding.message);
    if let (Some(inside), true) =
        (places.artifact(&finding.place).inside(&finding.place), finding.place.region.is_some())
    {
        let _ = write!(text, "\nIn {inside}.");
    }
    for note in finding.notes.iter().filter(|note| note.place.is_none()) {
        text.push('\n');
        text.push_str(&sentence(&note.message));
    }
    if let Some(help) = &finding.help {
        text.push('\n');
        text.push_str(&sentence(help));
    }
    let related = finding.notes.iter().filter_map(|note| {
        let mut location = location(note.place.as_ref()?, places);
        location.message = Some(Message { text: sentence(&note.message) });
        Some(location)
    });
    Entry {
        rule_id: finding.rule,
        rule_index: rules.iter().position(|meta| meta.name == finding.rule),
        level: level(finding.severity),
        message: Message { text },
        locations: [location(&finding.place, places)],
        related_locations: related.zip(1..).map(|(location, id)| Location { id: Some(id), ..location }).collect(),
        partial_fingerprints: BTreeMap::from([(FINGERPRINT, finding.fingerprint.as_str())]),
        properties: ResultProperties { subject: &finding.subject.name, solution: finding.place.solution.as_deref() },
    }
}

fn location(place: &ResolvedPlace, places: &Places<'_>) -> Location {
    let artifact = places.artifact(place);
    let position = place.region.map(|region| Region {
        start_line: region.start.line,
        start_column: region.start.column,
        end_line: region.end.line,
        end_column: region.end.column,
    });
    let plain = artifact.is_plain() && place.file.is_some();
    let name = match &place.pointer {
        Some(pointer) => format!("{}#{pointer}", artifact.whole),
        None => artifact.whole.clone(),
    };
    Location {
        id: None,
        physical_location: (!artifact.on_disk.is_empty()).then(|| PhysicalLocation {
            artifact_location: ArtifactLocation { uri: uri::of_path(&artifact.on_disk) },
            // A viewer would look for the line in the archive itself. Code scanning pages show no result without a region.
            region: Some(position.filter(|_| plain).unwrap_or(Region::START)),
        }),
        logical_locations: [LogicalLocation {
            fully_qualified_name: name,
            kind: if place.pointer.is_some() { "element" } else { "resource" },
        }],
        message: None,
        properties: if plain { None } else { position.map(|region| LocationProperties { region_in_archive: region }) },
    }
}

fn notification(trouble: &Trouble) -> Notification {
    let location = trouble.path.as_ref().map(|path| Location {
        id: None,
        physical_location: Some(PhysicalLocation {
            artifact_location: ArtifactLocation { uri: uri::of_path(path) },
            region: None,
        }),
        logical_locations: [LogicalLocation { fully_qualified_name: path.clone(), kind: "resource" }],
        message: None,
        properties: None,
    });
    let mut text = sentence(&trouble.to_string());
    if let Some(help) = &trouble.help {
        text.push(' ');
        text.push_str(&sentence(help));
    }
    Notification { level: "error", message: Message { text }, locations: location.into_iter().collect() }
}

#[cfg(test)]
fn render(reported: &Reported<'_>) -> serde_json::Result<String> {
    let mut result = Ok(());
    let whole = Pieces::whole(|out| result = write(out, reported));
    result.map(|()| whole)
}

#[cfg(test)]
mod tests;
