//! YAML as far as agents' files and the YAML source layout use it, as the same tree as JSON.

use crate::{Span, Value};

/// A text that is not YAML, or goes beyond what is read (aliases are not followed: they can explode).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct YamlError {
    /// What is wrong, in words, without the place.
    pub message: String,
    /// Where.
    pub span: Span,
}

/// Parses the first document of a YAML text. Plain scalars follow the YAML 1.2 core schema.
///
/// # Errors
/// When the text is not YAML, is empty, nests deeper than [`crate::json::MAX_DEPTH`] or uses an alias.
pub fn parse(text: &str) -> Result<Value<'_>, YamlError> {
    let _ = text;
    todo!()
}
