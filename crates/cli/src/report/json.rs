//! The report for programs: a documented, versioned contract, apart from the types that powerlint works with.
//! `docs/json-output.md` explains it to its readers; the descriptions here become the JSON Schema.

use engine::{Category, Finding, FindingNote, Reason, ResolvedPlace, Severity, SubjectKind};
use inventory::InputKind;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};
use solution::{PackageKind, model::Managed};

use super::{Counts, Pieces, Reported, SuppressedCounts};

/// The version of the contract. It grows when a field changes its meaning or goes away; new fields do not change it.
pub const SCHEMA: u32 = 1;

/// The output of `powerlint check --format json`.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "powerlint output, version 1")]
pub struct Report<'a> {
    /// The version of this contract.
    #[schemars(extend("const" = SCHEMA))]
    schema: u32,
    /// What wrote it.
    tool: Tool,
    /// Every package that was checked, and every container that was opened, sorted by path.
    packages: Vec<Package<'a>>,
    /// Every inventory, settings and configuration file that was used.
    inputs: Vec<Input<'a>>,
    /// The findings, sorted by package, file, place and rule.
    #[schemars(with = "Vec<Entry<'a>>")]
    findings: Entries<'a>,
    /// What could be judged, in the order of the rules.
    coverage: Vec<Coverage<'a>>,
    /// What else is to be said about the run: which form stands for a solution, what was not checked and why.
    remarks: Vec<&'a str>,
    /// How many findings there are.
    summary: Summary,
    /// The exit status: 0 nothing at or above `--fail-on`, 1 findings, 2 the job could not be done as asked.
    exit_code: u8,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Tool {
    /// `powerlint`.
    name: &'static str,
    /// Its version.
    version: &'static str,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Package<'a> {
    /// The path as given, with `/`, and `!/` before a path inside an archive.
    path: &'a str,
    /// What it is.
    #[schemars(schema_with = "package_kind")]
    kind: PackageKind,
    /// The solution's unique name.
    unique_name: Option<&'a str>,
    /// The solution's version.
    version: Option<&'a str>,
    /// Managed, unmanaged, or unpacked for both.
    #[schemars(schema_with = "managed")]
    managed: Option<Managed>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Input<'a> {
    /// The path as given, with `/`.
    path: &'a str,
    /// What it was recognised as, by its shape.
    #[schemars(schema_with = "input_kind")]
    kind: InputKind,
    /// The environment it speaks of.
    environment: Option<&'a str>,
    /// A date inside its data, ISO 8601.
    date: Option<&'a str>,
}

/// A finding.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Finding")]
pub(super) struct Entry<'a> {
    /// The rule's name; `powerlint explain` tells more.
    rule: &'a str,
    /// How bad it is.
    #[schemars(schema_with = "severity")]
    severity: Severity,
    /// What the rule is about.
    #[schemars(schema_with = "category")]
    category: Category,
    /// What is wrong, in one sentence.
    message: &'a str,
    /// The package's path; null for places in inventory, settings and configuration.
    package: Option<&'a str>,
    /// The solution's unique name.
    solution: Option<&'a str>,
    /// The file, relative to its package, or the path of an inventory, settings or configuration file;
    /// null for a package as such.
    file: Option<&'a str>,
    /// A JSON Pointer or an element path; null for a whole file, and in TOML.
    pointer: Option<&'a str>,
    /// Where in the file; null for a whole file.
    region: Option<Region>,
    /// What the finding is about, by its own name.
    subject: &'a str,
    /// What kind of thing the subject is.
    #[schemars(schema_with = "subject_kind")]
    subject_kind: SubjectKind,
    /// What to do.
    help: Option<&'a str>,
    /// The other places involved, and what else there is to say.
    notes: Vec<Note<'a>>,
    /// The same for the same finding in every form and version of a solution: 32 hexadecimal digits.
    #[schemars(regex(pattern = "^[0-9a-f]{32}$"))]
    fingerprint: &'a str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Note<'a> {
    /// What.
    message: &'a str,
    /// The package's path.
    package: Option<&'a str>,
    /// The file, as in findings; null for a note at no place.
    file: Option<&'a str>,
    /// A JSON Pointer or an element path, as in findings.
    pointer: Option<&'a str>,
    /// Where in the file.
    region: Option<Region>,
}

/// A range of a text.
#[derive(Debug, Serialize, JsonSchema)]
struct Region {
    /// The first character.
    start: Position,
    /// One past the last character.
    end: Position,
}

/// A place in a text.
#[derive(Debug, Serialize, JsonSchema)]
struct Position {
    /// The line, counted from 1.
    #[schemars(range(min = 1))]
    line: u32,
    /// The column, counted from 1 in Unicode characters.
    #[schemars(range(min = 1))]
    column: u32,
    /// The offset in bytes of the decoded UTF-8 text (without byte order mark), counted from 0.
    offset: u32,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Coverage<'a> {
    /// The rule's name.
    rule: &'a str,
    /// How many things it could judge.
    judged: usize,
    /// How many it could not, for lack of facts.
    unknown: usize,
    /// Why, for most of them; null where all could be judged.
    #[schemars(schema_with = "reason")]
    reason: Option<Reason>,
    /// The files or settings that would answer it, most wanted first.
    needs: Vec<&'a str>,
    /// What could not be judged, by name.
    subjects: Vec<&'a str>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Summary {
    /// Findings of severity error.
    error: usize,
    /// Findings of severity warning.
    warning: usize,
    /// Findings of severity note.
    note: usize,
    /// Findings that somebody has decided to live with; they are counted nowhere else.
    suppressed: usize,
    /// How many of them by what.
    suppressed_by: SuppressedBy,
}

/// By what findings were suppressed: each counts once, by the first of these that does it.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct SuppressedBy {
    /// An `[[ignore]]` of the configuration.
    ignore: usize,
    /// A note in the description of an action, a trigger or a flow.
    note: usize,
    /// The baseline.
    baseline: usize,
}

/// Writes the report.
///
/// # Errors
/// Never in practice: every value has a JSON form.
pub(super) fn write(out: &mut Pieces<'_, '_>, reported: &Reported<'_>) -> serde_json::Result<()> {
    let outcome = reported.outcome;
    let report = Report {
        schema: SCHEMA,
        tool: TOOL,
        packages: outcome.packages.iter().map(package).collect(),
        inputs: outcome.inputs.iter().map(input).collect(),
        findings: Entries(&outcome.findings),
        coverage: coverage(reported),
        remarks: outcome.remarks.iter().map(String::as_str).collect(),
        summary: summary(reported.outcome),
        exit_code: reported.exit_code,
    };
    out.push_json(&report)
}

/// The findings, each made when it is written.
#[derive(Debug)]
struct Entries<'a>(&'a [Finding]);

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(entry))
    }
}

/// What the report says of the run as a whole, for formats that have a line for it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Head {
    schema: u32,
    tool: Tool,
    summary: Summary,
    exit_code: u8,
}

pub(super) fn head(reported: &Reported<'_>) -> Head {
    Head { schema: SCHEMA, tool: TOOL, summary: summary(reported.outcome), exit_code: reported.exit_code }
}

const TOOL: Tool = Tool { name: "powerlint", version: env!("CARGO_PKG_VERSION") };

fn summary(outcome: &engine::Outcome) -> Summary {
    let (counts, suppressed) = (Counts::of(outcome), SuppressedCounts::of(outcome));
    Summary {
        error: counts.error,
        warning: counts.warning,
        note: counts.note,
        suppressed: outcome.suppressed.len(),
        suppressed_by: SuppressedBy { ignore: suppressed.ignore, note: suppressed.note, baseline: suppressed.baseline },
    }
}

/// The JSON Schema of the report.
///
/// # Errors
/// Never in practice: every schema has a JSON form.
pub fn schema() -> serde_json::Result<String> {
    // As it is written: a field that may be null is there all the same.
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    let mut text = serde_json::to_string_pretty(&settings.into_generator().into_root_schema_for::<Report<'static>>())?;
    text.push('\n');
    Ok(text)
}

pub(super) fn package(package: &engine::PackageSummary) -> Package<'_> {
    Package {
        path: &package.path,
        kind: package.kind,
        unique_name: package.unique_name.as_deref(),
        version: package.version.as_deref(),
        managed: package.managed,
    }
}

pub(super) fn input(input: &engine::InputSummary) -> Input<'_> {
    Input {
        path: &input.path,
        kind: input.kind,
        environment: input.environment.as_deref(),
        date: input.date.as_deref(),
    }
}

pub(super) fn entry(finding: &Finding) -> Entry<'_> {
    let place = &finding.place;
    Entry {
        rule: finding.rule,
        severity: finding.severity,
        category: finding.category,
        message: &finding.message,
        package: place.package.as_deref(),
        solution: place.solution.as_deref(),
        file: place.file.as_deref(),
        pointer: place.pointer.as_deref(),
        region: region(place),
        subject: &finding.subject.name,
        subject_kind: finding.subject.kind,
        help: finding.help.as_deref(),
        notes: finding.notes.iter().map(note).collect(),
        fingerprint: &finding.fingerprint,
    }
}

fn note(note: &FindingNote) -> Note<'_> {
    let place = note.place.as_deref();
    Note {
        message: &note.message,
        package: place.and_then(|place| place.package.as_deref()),
        file: place.and_then(|place| place.file.as_deref()),
        pointer: place.and_then(|place| place.pointer.as_deref()),
        region: place.and_then(region),
    }
}

fn region(place: &ResolvedPlace) -> Option<Region> {
    let position = |at: syntax::Position| Position { line: at.line, column: at.column, offset: at.offset };
    place.region.map(|region| Region { start: position(region.start), end: position(region.end) })
}

/// The coverage, which SARIF carries in the same form.
pub(super) fn coverage<'a>(reported: &Reported<'a>) -> Vec<Coverage<'a>> {
    let line = |line: &'a engine::CoverageLine| Coverage {
        rule: line.rule,
        judged: line.judged,
        unknown: line.unknown,
        reason: line.reason,
        needs: line.needs.iter().map(String::as_str).collect(),
        subjects: line.subjects.iter().map(String::as_str).collect(),
    };
    reported.outcome.coverage.iter().map(line).collect()
}

// The words of the contract. They are written out here, so that renaming a variant elsewhere breaks a test instead of a user:
// every output is validated against these lists.

fn words(words: &[&str]) -> Schema {
    json_schema!({ "type": "string", "enum": words })
}

fn words_or_null(words: &[&str]) -> Schema {
    let mut all: Vec<Option<&str>> = words.iter().copied().map(Some).collect();
    all.push(None);
    json_schema!({ "type": ["string", "null"], "enum": all })
}

fn package_kind(_: &mut SchemaGenerator) -> Schema {
    words(&["solution-zip", "solution-folder", "yaml-repository", "legacy-package", "flow", "container"])
}

fn managed(_: &mut SchemaGenerator) -> Schema {
    words_or_null(&["unmanaged", "managed", "both"])
}

fn input_kind(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": inventory::InputKind::ALL })
}

fn severity(_: &mut SchemaGenerator) -> Schema {
    words(&["note", "warning", "error"])
}

fn category(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": engine::Category::ALL })
}

fn subject_kind(_: &mut SchemaGenerator) -> Schema {
    words(&[
        "connection-reference",
        "connection",
        "connector",
        "flow",
        "app",
        "agent",
        "solution",
        "file",
        "account",
        "environment-variable",
    ])
}

fn reason(_: &mut SchemaGenerator) -> Schema {
    words_or_null(&["not-configured", "no-data", "incomplete"])
}

#[cfg(test)]
pub(super) fn render(reported: &Reported<'_>) -> serde_json::Result<String> {
    let mut result = Ok(());
    let whole = Pieces::whole(|out| result = write(out, reported));
    result.map(|()| whole)
}

#[cfg(test)]
mod tests;
