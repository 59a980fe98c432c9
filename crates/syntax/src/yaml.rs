//! YAML as far as agents' files and the YAML source layout use it, as the same tree as JSON.

mod parse;
mod schema;

pub use parse::{parse, parse_within};

use crate::Span;

/// A text that is not YAML, or goes beyond what is read (aliases are not followed: they can explode).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct YamlError {
    /// What is wrong, in words, without the place.
    pub message: String,
    /// Where.
    pub span: Span,
    /// It lies deeper than is read, and may be well-formed.
    pub too_deep: bool,
}
