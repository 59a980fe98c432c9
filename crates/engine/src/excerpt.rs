//! A few lines around a place: excerpts, not files, go to a renderer.

use syntax::Span;

/// A piece of a text with marked places. Masked where it held what must not be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The lines.
    pub text: String,
    /// The number of the first line in the file, counted from 1; `None` where a long line was re-flowed.
    pub first_line: Option<u32>,
    /// The marked place in `text`.
    pub mark: Span,
}
