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

/// Where the lines of a text begin.
#[derive(Debug, Clone)]
pub struct LineIndex {
    /// The offset of the first byte of each line; never empty, because the first line begins at 0.
    starts: Vec<u32>,
    /// How many characters lie before every [`STRIDE`]th byte: lines can be megabytes long, and hold many places. None where every
    /// character is one byte.
    characters: Option<Vec<u32>>,
}

/// The distance of the bytes before which characters are counted once and for all.
const STRIDE: usize = 1024;

impl LineIndex {
    /// Notes where each line of `text` begins. Lines end with `\n`, `\r\n` or a lone `\r`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        // The `\n` of `\r\n` ends the line.
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
            .filter(|&at| bytes.get(at) == Some(&b'\n') || bytes.get(at + 1) != Some(&b'\n'));
        let starts = ends.map(|at| cut(at + 1));
        let starts = std::iter::once(0).chain(starts).collect();
        let strides = || {
            let strides = bytes.chunks(STRIDE).scan(0, |before, chunk| {
                let here = *before;
                *before += beginnings(chunk);
                Some(cut(here))
            });
            strides.collect()
        };
        Self { starts, characters: (!text.is_ascii()).then(strides) }
    }

    /// The line and column of a byte offset in the text this index was made from.
    ///
    /// An offset beyond the text means its end; one inside a character means the character.
    #[must_use]
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let at = floor_boundary(text, offset as usize);
        let line = self.line(at);
        let column = self.characters_before(text, at) - self.characters_before(text, self.start(line)) + 1;
        Position { line: cut(line), column: cut(column), offset: cut(at) }
    }

    /// The line that holds a byte offset, as a range of bytes without its end.
    #[must_use]
    pub fn line_around(&self, text: &str, offset: usize) -> Range<usize> {
        let line = self.line(floor_boundary(text, offset));
        let start = self.start(line);
        let end = self.starts.get(line).map_or(text.len(), |&next| next as usize);
        let whole = text.get(start..end).unwrap_or_default();
        start..start + whole.trim_end_matches(['\n', '\r']).len()
    }

    /// The number of the line that holds an offset, from 1.
    fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= at).max(1)
    }

    fn start(&self, line: usize) -> usize {
        self.starts.get(line - 1).map_or(0, |&start| start as usize)
    }

    /// How many characters begin before an offset.
    fn characters_before(&self, text: &str, at: usize) -> usize {
        let Some(characters) = &self.characters else { return at };
        let stride = at / STRIDE;
        let before = characters.get(stride).or(characters.last()).map_or(0, |&count| count as usize);
        let from = stride.min(characters.len().saturating_sub(1)) * STRIDE;
        before + beginnings(text.as_bytes().get(from..at).unwrap_or_default())
    }
}

/// How many characters begin in these bytes of UTF-8.
fn beginnings(bytes: &[u8]) -> usize {
    // Every byte of a character but its first is 10xx_xxxx.
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

fn cut(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn at(text: &str, offset: u32) -> (u32, u32) {
        let position = LineIndex::new(text).position(text, offset);
        (position.line, position.column)
    }

    #[test]
    fn every_kind_of_line_end_begins_a_new_line() {
        let text = "a\nb\r\nc\rd";
        let places: Vec<_> = (0..=8).map(|offset| at(text, offset)).collect();
        assert_eq!(places, [(1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (3, 1), (3, 2), (4, 1), (4, 2)]);
    }

    #[test]
    fn lines_are_found_without_their_ends() {
        let text = "a\nbé\r\n\rd";
        let index = LineIndex::new(text);
        let line = |offset| &text[index.line_around(text, offset)];
        assert_eq!(
            [line(0), line(1), line(2), line(5), line(7), line(8), line(99)],
            ["a", "a", "bé", "bé", "", "d", "d"]
        );
    }

    #[test]
    fn columns_count_characters_and_offsets_are_clamped() {
        let text = "é😀x";
        assert_eq!(at(text, 2), (1, 2));
        assert_eq!(at(text, 3), (1, 2), "inside a character means the character");
        assert_eq!(at(text, 6), (1, 3));
        assert_eq!(at(text, 4000), (1, 4));
        assert_eq!(at("", 0), (1, 1));
        assert_eq!(at("x\n", 2), (2, 1));
    }

    proptest! {
        #[test]
        fn columns_of_long_lines_are_counted_too(head in "[aé😀]{0,3000}", tail in "[aé😀]{0,20}") {
            let text = format!("x\n{head}{tail}");
            let offset = u32::try_from(text.len() - tail.len()).unwrap();
            let column = u32::try_from(head.chars().count() + 1).unwrap();
            prop_assert_eq!(LineIndex::new(&text).position(&text, offset), Position { line: 2, column, offset });
        }

        #[test]
        fn positions_agree_with_counting_from_the_start(text in "[ab😀é\r\n]{0,30}") {
            let index = LineIndex::new(&text);
            let (mut line, mut column) = (1, 1);
            let mut characters = text.char_indices().peekable();
            while let Some((offset, character)) = characters.next() {
                let offset = u32::try_from(offset).unwrap();
                prop_assert_eq!(index.position(&text, offset), Position { line, column, offset });
                let next = characters.peek().map(|&(_, next)| next);
                if character == '\n' || (character == '\r' && next != Some('\n')) {
                    (line, column) = (line + 1, 1);
                } else {
                    column += 1;
                }
            }
        }
    }
}
