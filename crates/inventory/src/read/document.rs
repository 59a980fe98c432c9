//! A file's text as a tree, whatever form it has.

use std::borrow::Cow;

use syntax::Value;
use syntax::json::JsonError;

use super::record::{List, unwrap};
use super::{Problem, pac, psobject, sequence, table};
use crate::InputId;

/// The form of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// JSON: one value, or several one after the other. The root of several is a list of them.
    Json,
    /// CSV. The root is a list of rows.
    Table,
    /// The table that `pac connection list` prints.
    Pac,
    /// A table of TOML.
    Toml,
}

/// A file's text as a tree.
pub(super) struct Document<'t> {
    /// The file's number.
    pub(super) id: InputId,
    /// The form of its text.
    pub(super) form: Form,
    /// The text.
    pub(super) text: &'t str,
    /// The tree.
    pub(super) root: Value<'t>,
    /// The columns of a table.
    columns: Vec<Cow<'t, str>>,
    /// A table with rows that are shorter than others.
    short: bool,
}

impl<'t> Document<'t> {
    /// Reads a text that is not blank.
    pub(super) fn parse(text: &'t str, id: InputId) -> Result<Self, Problem> {
        let mut this = Self::parse_as_written(text, id)?;
        // An inventory of powerlint was not written by PowerShell.
        if this.form != Form::Toml && this.root.get("schema").is_none() {
            psobject::restore(&mut this.root, text);
        }
        Ok(this)
    }

    fn parse_as_written(text: &'t str, id: InputId) -> Result<Self, Problem> {
        let of = |form, root| Self { id, form, text, root, columns: Vec::new(), short: false };
        if looks_like_json(text) {
            return Ok(of(Form::Json, json(text)?));
        }
        if let Some(root) = pac::parse(text) {
            return Ok(of(Form::Pac, root));
        }
        if table::looks_like_table(text) {
            let table = table::parse(text).map_err(|what| Problem::new(format!("not valid CSV: {what}")))?;
            return Ok(Self { columns: table.columns, short: table.short, ..of(Form::Table, table.root) });
        }
        Ok(of(Form::Toml, toml(text)?))
    }

    /// The rows, without what the tools wrap around them.
    pub(super) fn list(&self) -> List<'_> {
        let list = unwrap(&self.root);
        List { partial: list.partial || self.short, ..list }
    }

    /// The first row that is an object.
    pub(super) fn first(&self) -> Option<&Value<'_>> {
        self.list().rows.into_iter().find(|row| row.is_object())
    }

    /// Whether the first row has all of these members, or a table all of these columns: cells may be empty.
    pub(super) fn rows_have(&self, members: &[&str]) -> bool {
        let Some(row) = self.first() else { return false };
        members.iter().all(|member| row.get(member).is_some() || self.columns.iter().any(|column| column == member))
    }

    /// Whether it is an empty list of this Dataverse table, as its context says.
    pub(super) fn is_empty_list_of(&self, table: &str) -> bool {
        self.list().rows.is_empty() && self.is_list_of(table)
    }

    /// Whether it holds lists of this table, or rows of it, as their contexts say.
    pub(super) fn is_list_of(&self, table: &str) -> bool {
        let contexts = self.list().contexts;
        let is_of = |context: &&str| {
            context.split_once("$metadata#").is_some_and(|(_, what)| what.split(['(', '/']).next() == Some(table))
        };
        !contexts.is_empty() && contexts.iter().all(is_of)
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
    let invalid = |error: JsonError| {
        let position = syntax::LineIndex::new(text).position(text, error.span.start);
        let problem = Problem::new(format!(
            "not valid JSON: {} (line {}, column {})",
            error.message, position.line, position.column
        ));
        let cut = !text.trim_end().ends_with(['}', ']']);
        if cut { problem.help("the file ends in the middle: export it again") } else { problem }
    };
    match syntax::json::parse(text) {
        Ok(document) => Ok(document.root),
        Err(error) => match sequence::parse(text) {
            None => Err(invalid(error)),
            Some(root) => root.map_err(invalid),
        },
    }
}

fn toml(text: &str) -> Result<Value<'_>, Problem> {
    super::toml::parse(text).map_err(|(message, span)| {
        let place = span.map(|span| syntax::LineIndex::new(text).position(text, span.start));
        let place = place.map(|place| format!(" (line {}, column {})", place.line, place.column)).unwrap_or_default();
        Problem::new(format!("neither JSON nor valid TOML: {}{place}", message.trim()))
    })
}
