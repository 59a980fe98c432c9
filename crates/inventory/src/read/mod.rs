//! From a file's bytes to facts. What kind of file it is, is told by its shape, never by its name.

mod dataverse;
mod kind;
mod native;
mod powerapps;
mod record;
mod sensitive;
mod settings;
mod toml;

use syntax::{Span, Value};

pub(crate) use self::dataverse::{is_guid, is_user_account};
use self::kind::Shape;
pub(crate) use self::record::fold_id;
use self::record::{List, Record, host_of};
use crate::{Facts, Input, InputId, InputKind, Settings};

/// What a file turned out to be.
#[derive(Debug)]
pub enum Read {
    /// A file of facts.
    Facts(Facts),
    /// Deployment settings.
    Settings(Settings),
}

/// A file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct InventoryError {
    /// The path as given.
    pub path: String,
    /// What is wrong, for people.
    pub message: String,
    /// Where, in the decoded text, as far as there is a place.
    pub span: Option<syntax::Span>,
    /// The decoded text, where there is one.
    pub text: Option<String>,
    /// What to do.
    pub help: Option<String>,
}

/// What a text says, before it becomes an [`Input`] and its facts.
struct Content {
    kind: InputKind,
    read: Read,
    date: Option<String>,
    records: usize,
    sensitive: Vec<Span>,
}

/// What is wrong with a text.
struct Problem {
    message: String,
    span: Option<Span>,
    help: Option<String>,
    /// Whether the text may be shown: not where secrets in it have not been found.
    show: bool,
}

impl Problem {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), span: None, help: None, show: false }
    }

    fn at(mut self, span: Option<Span>) -> Self {
        self.span = span;
        self
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Reads a file. `id` is the number it will have among the inputs; all facts point to it.
///
/// # Errors
/// When it is not text, not well-formed, or of no known shape.
pub fn read(path: &str, bytes: Vec<u8>, id: InputId) -> Result<(Input, Read), InventoryError> {
    let fail = |problem: Problem, text: Option<String>| InventoryError {
        path: path.to_owned(),
        message: problem.message,
        span: problem.span.filter(|_| problem.show),
        text: text.filter(|_| problem.show),
        help: problem.help,
    };
    if bytes.starts_with(b"PK\x03\x04") {
        let problem = Problem::new("this is an archive, and no file of facts");
        return Err(fail(problem.help("packages are given without --inventory or --settings"), None));
    }
    let text = match syntax::decode(bytes) {
        Ok(decoded) => decoded.text,
        Err(error) => return Err(fail(Problem::new(error.to_string()), None)),
    };
    match content(&text, id) {
        Ok(Content { kind, read, date, records, sensitive }) => {
            let environment = match &read {
                Read::Facts(facts) => facts.environments.first().or(facts.hosts.first()).cloned(),
                Read::Settings(_) => None,
            };
            let input = Input { path: path.to_owned(), kind, text, environment, date, records, sensitive };
            Ok((input, read))
        }
        Err(problem) => Err(fail(problem, Some(text))),
    }
}

fn content(text: &str, id: InputId) -> Result<Content, Problem> {
    if text.trim().is_empty() {
        return Err(Problem::new("the file is empty"));
    }
    if looks_like_json(text) {
        let document = syntax::json::parse(text).map_err(|error| {
            let position = syntax::LineIndex::new(text).position(text, error.span.start);
            Problem::new(format!(
                "not valid JSON: {} (line {}, column {})",
                error.message, position.line, position.column
            ))
        })?;
        return from_json(&document.root, id);
    }
    if let Some(Shape::Other(what, instead)) = kind::of_text(text) {
        return Err(unsupported(what, instead));
    }
    let root = toml::parse(text).map_err(|(message, span)| {
        let place = span.map(|span| syntax::LineIndex::new(text).position(text, span.start));
        let place = place.map(|place| format!(" (line {}, column {})", place.line, place.column)).unwrap_or_default();
        Problem::new(format!("neither JSON nor valid TOML: {}{place}", message.trim()))
    })?;
    from_native(&root, id)
}

/// Whether a text means to be JSON: an object, or a list of objects. A TOML table's header also begins with `[`.
fn looks_like_json(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('{') || text.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with(['{', ']']))
}

fn unsupported(what: &str, instead: &str) -> Problem {
    Problem::new(format!("powerlint does not read {what}")).help(instead)
}

const KNOWN_SHAPES: &str = "readable are an inventory of powerlint (schema = \"pp-inventory/1\"), rows of the Dataverse tables \
    connectionreferences, workflows and systemusers, the connections and permissions as the Power Apps service answers, \
    and deployment settings";

fn from_json(root: &Value<'_>, id: InputId) -> Result<Content, Problem> {
    let Some(list) = record::unwrap(root) else {
        return Err(Problem::new("no inventory: neither an object nor a list").help(KNOWN_SHAPES));
    };
    match kind::of_json(root, &list) {
        Some(Shape::Known(InputKind::Native)) => from_native(root, id),
        Some(Shape::Known(InputKind::Settings)) => {
            let (settings, mut spans) = settings::read(root, id);
            let records = settings.references.len() + settings.variables.len();
            spans.extend(sensitive::spans(root));
            spans.sort_unstable();
            let read = Read::Settings(settings);
            Ok(Content { kind: InputKind::Settings, read, date: None, records, sensitive: spans })
        }
        Some(Shape::Known(kind)) => Ok(from_rows(root, &list, kind, id)),
        Some(Shape::Other(what, instead)) => Err(unsupported(what, instead)),
        None if list.rows.is_empty() => {
            let facts = Facts { input: Some(id), partial: true, ..Facts::default() };
            let read = Read::Facts(facts);
            Ok(Content { kind: InputKind::Empty, read, date: None, records: 0, sensitive: Vec::new() })
        }
        None => Err(Problem::new("nothing in this JSON tells what kind of inventory it is").help(KNOWN_SHAPES)),
    }
}

fn from_native(root: &Value<'_>, id: InputId) -> Result<Content, Problem> {
    match native::read(root, id) {
        Ok((facts, date)) => {
            let records = facts.connections.len() + facts.references.len() + facts.flows.len() + facts.principals.len();
            let read = Read::Facts(facts);
            Ok(Content { kind: InputKind::Native, read, date, records, sensitive: Vec::new() })
        }
        Err((message, span, help)) => {
            let show = !sensitive::in_native(root);
            let problem = Problem { message, span: None, help, show };
            Err(problem.at(Some(span)))
        }
    }
}

fn from_rows(root: &Value<'_>, list: &List<'_>, kind: InputKind, id: InputId) -> Content {
    let mut facts = Facts { input: Some(id), partial: list.partial, ..Facts::default() };
    let mut permissions = powerapps::Permissions::default();
    let mut records = 0;
    for &value in &list.rows {
        let row = Record { value, input: id };
        let taken = match kind {
            InputKind::DataverseConnectionReferences => dataverse::reference(row, &mut facts),
            InputKind::DataverseWorkflows => dataverse::workflow(row, &mut facts),
            InputKind::DataverseSystemUsers => dataverse::system_user(row, &mut facts),
            InputKind::Connections => {
                facts.partial |= !powerapps::in_admin_scope(row);
                powerapps::connection(row, &mut facts)
            }
            InputKind::Permissions => permissions.add(row),
            InputKind::Native | InputKind::Empty | InputKind::Settings | InputKind::Configuration => false,
        };
        records += usize::from(taken);
        if matches!(kind, InputKind::Connections | InputKind::Permissions) {
            for environment in powerapps::environments(row) {
                if !facts.environments.contains(&environment) {
                    facts.environments.push(environment);
                }
            }
        }
    }
    facts.hosts.extend(list.context.and_then(host_of));
    permissions.finish(&mut facts);
    Content { kind, read: Read::Facts(facts), date: None, records, sensitive: sensitive::spans(root) }
}
