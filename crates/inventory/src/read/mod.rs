//! From a file's bytes to facts. What kind of file it is, is told by its shape, never by its name.

mod alm_accelerator;
mod coe;
mod dataverse;
mod document;
mod entra;
mod m365;
pub(crate) mod native;
mod pac;
mod policies;
mod powerapps;
mod powershell;
mod ppds;
mod psobject;
mod record;
mod refused;
mod sensitive;
mod sequence;
mod settings;
mod source;
mod table;
mod terraform;
mod toml;

use syntax::Span;

pub(crate) use self::dataverse::{is_guid, is_user_account};
use self::document::Document;
pub(crate) use self::record::{fold_id, folded_id};
use crate::{Facts, Input, InputId, InputKind, Settings};

/// What a file turned out to be.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "there is one at a time, and it is taken apart at once")]
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
    if let Some(refused) = refused::of_text(text) {
        return Err(refused);
    }
    let document = Document::parse(text, id)?;
    if let Some(source) = source::ALL.iter().find(|source| (source.recognises)(&document)) {
        return (source.read)(&document);
    }
    if let Some(refused) = refused::of_document(&document) {
        return Err(refused);
    }
    let list = document.list();
    if list.rows.is_empty() {
        let facts = Facts { partial: true, ..source::facts(&document, &[]) };
        return Ok(source::content(&document, InputKind::Empty, facts, 0));
    }
    Err(Problem::new("nothing in this file tells what kind of inventory it is").help(source::readable()))
}
