//! Where the lines of a text are.

use std::ops::Range;

use crate::{
    Position,
    bytes::count_in,
    span::{cut, floor_boundary},
};

/// Finds the lines of a text. Lines end with `\n`, `\r\n` or a lone `\r`.
///
/// It knows what lies before every 512th byte and looks at the text for the rest: most texts are asked for a few places, and noting
/// each of their lines would take longer. Lines can be megabytes long, and hold many places.
#[derive(Debug, Clone)]
pub struct LineIndex {
    /// Never empty, because the first one begins at 0.
    strides: Vec<Stride>,
    /// Every character is one byte.
    is_ascii: bool,
}

/// The distance of the bytes before which everything is known.
const STRIDE: usize = 512;

/// What is known of a byte.
#[derive(Debug, Clone, Copy)]
struct Stride {
    /// How many lines end before it.
    lines: u32,
    /// Where the line begins that holds it.
    line: u32,
    /// How many characters begin before it; 0 where every character is one byte.
    characters: u32,
}

impl LineIndex {
    /// Looks for the lines of `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let is_ascii = text.is_ascii();
        let mut strides = Vec::with_capacity(bytes.len() / STRIDE + 1);
        let mut here = Stride { lines: 0, line: 0, characters: 0 };
        strides.push(here);
        let mut from = 0;
        while bytes.len() - from >= STRIDE {
            let piece = from..from + STRIDE;
            here.lines += cut(ends_in(bytes, piece.clone()));
            here.line = last_end_in(bytes, piece.clone()).map_or(here.line, |end| cut(end + 1));
            if !is_ascii {
                here.characters += cut(beginnings(bytes.get(piece).unwrap_or_default()));
            }
            strides.push(here);
            from += STRIDE;
        }
        Self { strides, is_ascii }
    }

    /// The line and column of a byte offset in the text this index was made from.
    ///
    /// An offset beyond the text means its end; one inside a character means the character.
    #[must_use]
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let at = floor_boundary(text, offset as usize);
        let start = self.line_start(text, at);
        let column = self.characters_before(text, at) - self.characters_before(text, start) + 1;
        Position { line: cut(self.lines_before(text, at) + 1), column: cut(column), offset: cut(at) }
    }

    /// The line that holds a byte offset, as a range of bytes without its end.
    #[must_use]
    pub fn line_around(&self, text: &str, offset: usize) -> Range<usize> {
        let at = floor_boundary(text, offset);
        let start = self.line_start(text, at);
        let whole = text.get(start..self.line_end(text, at)).unwrap_or_default();
        start..start + whole.trim_end_matches(['\n', '\r']).len()
    }

    /// The last stride that begins at or before an offset, and where.
    fn stride(&self, at: usize) -> (Stride, usize) {
        let last = (at / STRIDE).min(self.strides.len() - 1);
        (self.strides[last], last * STRIDE)
    }

    /// How many lines end before an offset.
    fn lines_before(&self, text: &str, at: usize) -> usize {
        let (stride, from) = self.stride(at);
        stride.lines as usize + ends_in(text.as_bytes(), from..at)
    }

    /// Where the line begins that holds an offset.
    fn line_start(&self, text: &str, at: usize) -> usize {
        let (stride, from) = self.stride(at);
        last_end_in(text.as_bytes(), from..at).map_or(stride.line as usize, |end| end + 1)
    }

    /// Where the line ends that holds an offset, its end included.
    fn line_end(&self, text: &str, at: usize) -> usize {
        let bytes = text.as_bytes();
        let stride_end = (self.stride(at).1 + STRIDE).min(bytes.len());
        if let Some(end) = first_end_in(bytes, at..stride_end) {
            return end + 1;
        }
        // The next line end lies in the last of the strides before which no more lines end than here.
        let here = self.stride(stride_end).0.lines;
        let same = self.strides.partition_point(|stride| stride.lines <= here);
        let from = same.saturating_sub(1) * STRIDE;
        first_end_in(bytes, from.max(stride_end)..bytes.len()).map_or(bytes.len(), |end| end + 1)
    }

    /// How many characters begin before an offset.
    fn characters_before(&self, text: &str, at: usize) -> usize {
        if self.is_ascii {
            return at;
        }
        let (stride, from) = self.stride(at);
        stride.characters as usize + beginnings(text.as_bytes().get(from..at).unwrap_or_default())
    }
}

/// Whether a line ends with this byte: the `\n` of `\r\n` ends it.
fn is_end(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        Some(b'\n') => true,
        Some(b'\r') => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    }
}

/// How many lines end in a piece of a text.
fn ends_in(bytes: &[u8], piece: Range<usize>) -> usize {
    let inside = bytes.get(piece.clone()).unwrap_or_default();
    let feeds = count_in(inside, |byte| byte == b'\n');
    if memchr::memchr(b'\r', inside).is_none() {
        return feeds;
    }
    let after = bytes.get(piece.start + 1..).unwrap_or_default();
    #[allow(clippy::needless_bitwise_bool, reason = "a branch in it keeps the compiler from taking many bytes at once")]
    let alone = inside.iter().zip(after).filter(|&(&one, &next)| (one == b'\r') & (next != b'\n')).count();
    // Nothing follows the last byte of the text.
    let last = usize::from(piece.end == bytes.len() && inside.last() == Some(&b'\r'));
    feeds + alone + last
}

/// Where the last line ends that ends in a piece of a text.
fn last_end_in(bytes: &[u8], piece: Range<usize>) -> Option<usize> {
    let inside = bytes.get(piece.clone()).unwrap_or_default();
    let mut ends = memchr::memrchr2_iter(b'\n', b'\r', inside).map(|at| piece.start + at);
    ends.find(|&at| is_end(bytes, at))
}

/// Where the first line ends that ends in a piece of a text.
fn first_end_in(bytes: &[u8], piece: Range<usize>) -> Option<usize> {
    let inside = bytes.get(piece.clone()).unwrap_or_default();
    let mut ends = memchr::memchr2_iter(b'\n', b'\r', inside).map(|at| piece.start + at);
    ends.find(|&at| is_end(bytes, at))
}

/// How many characters begin in these bytes of UTF-8.
fn beginnings(bytes: &[u8]) -> usize {
    // Every byte of a character but its first is 10xx_xxxx.
    count_in(bytes, |byte| byte & 0xC0 != 0x80)
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
        fn places_agree_with_counting_from_the_start(
            pieces in prop::collection::vec(("[ab😀é\r\n]{0,30}", prop_oneof![Just(0), 0..STRIDE, STRIDE - 20..STRIDE + 20, Just(3 * STRIDE)]), 0..5)
        ) {
            let text: String = pieces.iter().map(|(piece, pad)| piece.clone() + &"x".repeat(*pad)).collect();
            let index = LineIndex::new(&text);
            let starts: Vec<usize> = std::iter::once(0)
                .chain((0..text.len()).filter(|&at| is_end(text.as_bytes(), at)).map(|end| end + 1))
                .collect();
            let is_telling = |&(offset, character): &(usize, char)| character != 'x' || (offset + 2) % STRIDE < 4;
            let offsets = text.char_indices().filter(is_telling).map(|(offset, _)| offset).chain([text.len()]);
            for offset in offsets {
                let line = starts.partition_point(|&start| start <= offset);
                let start = starts[line - 1];
                let column = text[start..offset].chars().count() + 1;
                let position = Position { line: cut(line), column: cut(column), offset: cut(offset) };
                prop_assert_eq!(index.position(&text, cut(offset)), position);
                let whole = &text[start..starts.get(line).copied().unwrap_or(text.len())];
                prop_assert_eq!(&text[index.line_around(&text, offset)], whole.trim_end_matches(['\r', '\n']));
            }
        }
    }
}
