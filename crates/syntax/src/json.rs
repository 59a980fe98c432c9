//! Strict JSON (RFC 8259) with the place of every key and value.

use crate::{Span, Value};

mod inside;
mod parser;
mod reflow;
#[cfg(test)]
mod tests;
mod tokens;

pub use inside::inside;
pub use reflow::{Reflowed, reflow};

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
    /// It lies deeper than is read, and may be well-formed.
    pub too_deep: bool,
}

/// Parses strict JSON: no comments, no trailing commas, no empty text; depth at most [`MAX_DEPTH`].
///
/// Judges as `serde_json` does: a number too large for a 64-bit float and half of a surrogate pair are refused
/// too. Only the depth differs (`serde_json` stops at 128), and possibly the rounding of the largest float.
///
/// # Errors
/// When the text is not JSON.
pub fn parse(text: &str) -> Result<Document<'_>, JsonError> {
    parse_within(text, MAX_DEPTH)
}

/// As [`parse`], with values at most `depth` deep inside each other, and never deeper than [`MAX_DEPTH`].
///
/// # Errors
/// When the text is not JSON, or lies deeper.
pub fn parse_within(text: &str, depth: usize) -> Result<Document<'_>, JsonError> {
    parser::parse(text, depth.min(MAX_DEPTH))
}
