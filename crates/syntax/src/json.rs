//! Strict JSON (RFC 8259) with the place of every key and value.

use crate::{Span, Value};

/// How deep values may lie inside each other before a text is refused.
pub const MAX_DEPTH: usize = 512;

/// A parsed text.
#[derive(Debug, Clone, PartialEq)]
pub struct Document<'t> {
    /// The root.
    pub root: Value<'t>,
    /// Keys that an object already had: the place of the later one and of the first.
    pub duplicate_keys: Vec<DuplicateKey>,
}

/// A key that occurs twice in one object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicateKey {
    /// The key, escapes resolved.
    pub key: String,
    /// Where the first one stands.
    pub first: Span,
    /// Where this one stands.
    pub span: Span,
}

/// A text that is not JSON.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct JsonError {
    /// What is wrong, in words, without the place.
    pub message: String,
    /// Where.
    pub span: Span,
}

/// Parses strict JSON: no comments, no trailing commas, no empty text; depth at most [`MAX_DEPTH`].
///
/// # Errors
/// When the text is not JSON.
pub fn parse(text: &str) -> Result<Document<'_>, JsonError> {
    let _ = text;
    todo!()
}

/// A piece of a text written out over several lines, for people: exported flows are often one line of 75 KB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reflowed {
    /// The pretty-printed piece. What is far from the marks may be shortened to `…`.
    pub text: String,
    /// Where the asked-for spans stand in it, in the order they were asked for.
    pub marks: Vec<Span>,
}

/// Pretty-prints the object (or array) that encloses all of `spans`, keeping at most about `max_lines` lines.
///
/// `root` is the tree of `text`. Gives `None` where a span is not inside the root.
#[must_use]
pub fn reflow(text: &str, root: &Value<'_>, spans: &[Span], max_lines: usize) -> Option<Reflowed> {
    let _ = (text, root, spans, max_lines);
    todo!()
}
