//! A file's text as a tree, whatever form it has.

use syntax::Value;

use super::Problem;
use super::record::{List, unwrap};
use crate::InputId;

/// The form of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// JSON: one value.
    Json,
    /// A table of TOML.
    Toml,
}

/// A file's text as a tree.
pub(super) struct Document<'t> {
    /// The file's number.
    pub(super) id: InputId,
    /// The form of its text.
    pub(super) form: Form,
    /// The tree.
    pub(super) root: Value<'t>,
}

impl<'t> Document<'t> {
    /// Reads a text that is not blank.
    pub(super) fn parse(text: &'t str, id: InputId) -> Result<Self, Problem> {
        if looks_like_json(text) {
            return Ok(Self { id, form: Form::Json, root: json(text)? });
        }
        Ok(Self { id, form: Form::Toml, root: toml(text)? })
    }

    /// The rows, without what the tools wrap around them.
    pub(super) fn list(&self) -> List<'_> {
        unwrap(&self.root)
    }

    /// The first row that is an object.
    pub(super) fn first(&self) -> Option<&Value<'_>> {
        self.list().rows.into_iter().find(|row| row.is_object())
    }

    /// Whether the first row has all of these members.
    pub(super) fn rows_have(&self, members: &[&str]) -> bool {
        self.first().is_some_and(|row| members.iter().all(|member| row.get(member).is_some()))
    }

    /// Whether it is an empty list of this Dataverse table, as its context says.
    pub(super) fn is_empty_list_of(&self, table: &str) -> bool {
        let list = self.list();
        let is_of = |context: &&str| {
            context.split_once("$metadata#").is_some_and(|(_, what)| what.split('(').next() == Some(table))
        };
        list.rows.is_empty() && !list.contexts.is_empty() && list.contexts.iter().all(is_of)
    }

    /// A text among the members of the root.
    pub(super) fn root_text(&self, key: &str) -> Option<&str> {
        self.root.get(key).and_then(Value::as_str)
    }
}

/// Whether a text means to be JSON: an object, or a list of objects. A TOML table's header also begins with `[`.
pub(super) fn looks_like_json(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('{') || text.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with(['{', ']']))
}

fn json(text: &str) -> Result<Value<'_>, Problem> {
    let document = syntax::json::parse(text).map_err(|error| {
        let position = syntax::LineIndex::new(text).position(text, error.span.start);
        Problem::new(format!("not valid JSON: {} (line {}, column {})", error.message, position.line, position.column))
    })?;
    Ok(document.root)
}

fn toml(text: &str) -> Result<Value<'_>, Problem> {
    super::toml::parse(text).map_err(|(message, span)| {
        let place = span.map(|span| syntax::LineIndex::new(text).position(text, span.start));
        let place = place.map(|place| format!(" (line {}, column {})", place.line, place.column)).unwrap_or_default();
        Problem::new(format!("neither JSON nor valid TOML: {}{place}", message.trim()))
    })
}
