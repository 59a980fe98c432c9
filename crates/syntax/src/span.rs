//! Places in a text.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A half-open range of bytes in a decoded text.
///
/// Texts are at most 4 GiB; both ends lie on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from `start` up to `end`, in bytes. An offset beyond 4 GiB is cut to the largest one.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let cut = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: cut(start), end: cut(end) }
    }

    /// The span as a range that a text can be sliced with.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether there is nothing under it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether `other` lies wholly inside this span.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The text under this span; empty where the span does not fit the text.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// The character that the byte at `at` is part of; empty at the end of `text`.
    pub(crate) fn of_character(text: &str, at: usize) -> Self {
        let start = floor_boundary(text, at);
        let length = text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Self::new(start, start + length)
    }
}

/// The largest character boundary of `text` up to `offset`.
pub(crate) fn floor_boundary(text: &str, offset: usize) -> usize {
    // Offset 0 is a boundary of every text.
    (0..=offset.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// A place for people and editors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Position {
    /// The line, counted from 1.
    pub line: u32,
    /// The column, counted from 1 in Unicode characters.
    pub column: u32,
    /// The offset, in bytes of the decoded UTF-8 text, counted from 0.
    pub offset: u32,
}

/// A number as places have it: beyond 4 GiB it is the largest one.
pub(crate) fn cut(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
