//! From a file's bytes to facts. What kind of file it is, is told by its shape, never by its name.

use crate::{Facts, Input, InputId, Settings};

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

/// Reads a file. `id` is the number it will have among the inputs; all facts point to it.
///
/// # Errors
/// When it is not text, not well-formed, or of no known shape.
pub fn read(path: &str, bytes: Vec<u8>, id: InputId) -> Result<(Input, Read), InventoryError> {
    let _ = (path, bytes, id);
    todo!()
}
