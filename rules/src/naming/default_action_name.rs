//! Actions keep the names that the designer gave them.

use std::borrow::Cow;

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{flows::mentions::subject, wording};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DefaultActionName {}

impl Rule for DefaultActionName {
    const META: Meta = Meta {
        name: "default-action-name",
        summary: "Actions keep the names that the designer gave them",
        category: Category::Naming,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("default_action_name.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let left: Vec<_> =
                flow.steps().iter().filter(|step| is_default(step.action.kind, step.action.name.value)).collect();
            let Some(first) = left.first() else { continue };
            let names: Vec<&str> = left.iter().map(|step| step.action.name.value).collect();
            report
                .at(
                    cx.at(first.action.name.loc),
                    subject(flow),
                    format!(
                        "flow \"{}\": {} the name that the designer gave: {}",
                        flow.flow().name,
                        wording::count(names.len(), "action keeps", "actions keep"),
                        wording::list(&names)
                    ),
                )
                .help("rename them in the designer so that each name says what the action is for");
        }
    }
}

/// The names of built-in actions, by type, as the old and the new designer give them.
const BUILT_IN: [(&str, &[&str]); 22] = [
    ("AppendToArrayVariable", &["append to array variable"]),
    ("AppendToStringVariable", &["append to string variable"]),
    ("Compose", &["compose"]),
    ("DecrementVariable", &["decrement variable"]),
    ("Foreach", &["apply to each", "for each"]),
    ("Http", &["http"]),
    ("If", &["condition"]),
    ("IncrementVariable", &["increment variable"]),
    ("InitializeVariable", &["initialize variable", "initialize variables"]),
    ("Join", &["join"]),
    ("ParseJson", &["parse json"]),
    ("Query", &["filter array"]),
    (
        "Response",
        &[
            "response",
            "respond to a powerapp or flow",
            "respond to a power app or flow",
            "respond to copilot",
            "respond to the agent",
        ],
    ),
    ("Scope", &["scope"]),
    ("Select", &["select"]),
    ("SetVariable", &["set variable"]),
    ("Switch", &["switch"]),
    ("Table", &["create csv table", "create html table"]),
    ("Terminate", &["terminate"]),
    ("Until", &["do until", "until"]),
    ("Wait", &["delay", "delay until"]),
    ("Workflow", &["run a child flow"]),
];

/// The summaries of operations that flows use most, of the connectors' definitions as of 2025. An operation that is not here is
/// not found.
const OPERATIONS: [&str; 62] = [
    "add a member to a team",
    "add a new row",
    "add a row into a table",
    "add member to group",
    "convert file",
    "copy file",
    "create a task",
    "create an approval",
    "create blob (v2)",
    "create event (v4)",
    "create file",
    "create item",
    "create new folder",
    "create sharing link for a file or folder",
    "create text with gpt using a prompt",
    "delete a row",
    "delete file",
    "delete item",
    "download a file or an image",
    "execute a sql query (v2)",
    "execute stored procedure (v2)",
    "get a record",
    "get a row",
    "get a row by id",
    "get attachment content",
    "get attachments",
    "get file content",
    "get file content using path",
    "get file metadata",
    "get file properties",
    "get files (properties only)",
    "get item",
    "get items",
    "get manager (v2)",
    "get my profile (v2)",
    "get response details",
    "get row (v2)",
    "get rows (v2)",
    "get user profile (v2)",
    "html to text",
    "insert row (v2)",
    "list channels",
    "list records",
    "list rows",
    "list rows present in a table",
    "list teams",
    "perform a bound action",
    "perform an unbound action",
    "populate a microsoft word template",
    "post adaptive card and wait for a response",
    "post adaptive card in a chat or channel",
    "post card in a chat or channel",
    "post message in a chat or channel",
    "relate rows",
    "run a prompt",
    "send a microsoft graph http request",
    "send an email (v2)",
    "send an email notification (v3)",
    "send an http request to sharepoint",
    "start and wait for an approval",
    "update a row",
    "update item",
];

/// Whether a name is what the designer gives an action of this type, with or without a number at the end.
fn is_default(kind: &str, name: &str) -> bool {
    // A letter that is none of ASCII may have one of ASCII for its lower case.
    let lower = if name.is_ascii() { Cow::Borrowed(name) } else { Cow::Owned(name.to_lowercase()) };
    let stem = lower.trim_end_matches(|char: char| char.is_ascii_digit());
    // `Compose 2`, `Compose-1` of the newest designer; `(V2)` ends with a parenthesis and stays.
    let stem = if stem.len() < lower.len() { stem.strip_suffix(['_', ' ', '-']).unwrap_or(&lower) } else { &lower };
    let same = |one: u8, other: u8| one.eq_ignore_ascii_case(&other) || (one == b'_' && other == b' ');
    let is = |known: &&str| {
        stem.len() == known.len() && stem.bytes().zip(known.bytes()).all(|(one, other)| same(one, other))
    };
    match BUILT_IN.iter().find(|(built_in, _)| built_in.eq_ignore_ascii_case(kind)) {
        Some((_, names)) => names.iter().any(is),
        None => OPERATIONS.iter().any(is),
    }
}
