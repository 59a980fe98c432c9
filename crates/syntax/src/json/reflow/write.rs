//! Writing a plan out, remembering what came from where.

use std::ops::Range;

use super::plan::Plan;
use super::{Child, Reflowed, brackets, child, children, count, touches};
use crate::span::floor_boundary;
use crate::{Kind, Span, Value};

/// A container of at most this many characters may stay on one line.
const LINE_WIDTH: usize = 72;
/// A string of more characters is shortened where no mark is.
const LONG_STRING: usize = 100;
/// A string of more characters is shortened even where it is marked as a whole.
const LONG_MARKED_STRING: usize = 400;
/// How many characters of a shortened string are kept at its beginning.
const KEPT_HEAD: usize = 80;
/// How many characters of a shortened string are kept on either side of a mark inside it.
const KEPT_BESIDE_MARK: usize = 40;

/// Writes `value`, opened as planned.
pub(super) fn write(text: &str, value: &Value<'_>, plan: &Plan<'_, '_>, marks: &[Span]) -> Reflowed {
    let mut writer = Writer { text, marks, out: String::new(), pieces: Vec::new() };
    if plan.blocks.is_empty() {
        writer.closed(value);
    } else {
        writer.opened(value, plan, 0, 0);
    }
    let marks = marks.iter().map(|&mark| writer.find(mark)).collect();
    Reflowed { text: writer.out, marks }
}

/// Whether a value can stay on one line.
pub(super) fn fits_on_a_line(text: &str, value: &Value<'_>) -> bool {
    let mut writer = Writer { text, marks: &[], out: String::new(), pieces: Vec::new() };
    let mut room = LINE_WIDTH;
    writer.on_a_line(value, &mut room)
}

struct Writer<'a> {
    text: &'a str,
    marks: &'a [Span],
    out: String,
    /// What was written of the source, in the order of both.
    pieces: Vec<Piece>,
}

/// Where a piece of the source stands in the output.
struct Piece {
    source: Span,
    start: usize,
    end: usize,
    /// Whether it was copied, so that places inside it can be found.
    copied: bool,
}

impl Writer<'_> {
    /// Writes an opened container.
    fn opened(&mut self, value: &Value<'_>, plan: &Plan<'_, '_>, block: usize, depth: usize) {
        // A block's place comes from the plan that it is part of, and only containers have blocks.
        let (Some(block), Some([open, close])) = (plan.blocks.get(block), brackets(value)) else {
            return;
        };
        self.bracket(open, value.span.start as usize);
        let count = count(block.value);
        let mut next = 0;
        for &at in &block.shown {
            self.gap(block.value, next..at, depth + 1);
            self.line(depth + 1);
            if let Some(child) = child(block.value, at) {
                self.key(child);
                match block.opened.get(&at) {
                    Some(&inner) => self.opened(child.value(), plan, inner, depth + 1),
                    None => self.closed(child.value()),
                }
            }
            if at + 1 < count {
                self.out.push(',');
            }
            next = at + 1;
        }
        self.gap(block.value, next..count, depth + 1);
        self.line(depth);
        self.bracket(close, (value.span.end as usize).saturating_sub(1));
    }

    /// Writes a value on one line, as `{ … }` where that would be too long.
    fn closed(&mut self, value: &Value<'_>) {
        let (length, pieces, mut room) = (self.out.len(), self.pieces.len(), LINE_WIDTH);
        match brackets(value) {
            None => self.scalar(value),
            Some(_) if self.on_a_line(value, &mut room) => {}
            Some([open, close]) => {
                self.out.truncate(length);
                self.pieces.truncate(pieces);
                self.instead(value.span, &format!("{open} … {close}"));
            }
        }
    }

    fn scalar(&mut self, value: &Value<'_>) {
        match value.kind {
            Kind::String(_) => self.string(value.span),
            _ => self.copy(value.span),
        }
    }

    /// Writes the whole value, or gives up (with something written) when it takes more than `room` characters.
    fn on_a_line(&mut self, value: &Value<'_>, room: &mut usize) -> bool {
        let Some([open, close]) = brackets(value) else {
            return self.copy_into(value.span, room);
        };
        let blank = if matches!(value.kind, Kind::Object(ref members) if !members.is_empty()) { " " } else { "" };
        self.bracket(open, value.span.start as usize);
        for (at, child) in children(value).enumerate() {
            self.out.push_str(if at == 0 { blank } else { ", " });
            let Some(left) = room.checked_sub(2) else {
                return false;
            };
            *room = left;
            if child.key_span().is_some_and(|key| !self.copy_into(key, room)) {
                return false;
            }
            if child.key_span().is_some() {
                self.out.push_str(": ");
            }
            if !self.on_a_line(child.value(), room) {
                return false;
            }
        }
        self.out.push_str(blank);
        self.bracket(close, (value.span.end as usize).saturating_sub(1));
        true
    }

    fn copy_into(&mut self, span: Span, room: &mut usize) -> bool {
        let taken = span.of(self.text).chars().take(*room + 1).count();
        match room.checked_sub(taken) {
            Some(left) => {
                *room = left;
                self.copy(span);
                true
            }
            None => false,
        }
    }

    fn key(&mut self, child: Child<'_, '_>) {
        if let Some(key) = child.key_span() {
            self.string(key);
            self.out.push_str(": ");
        }
    }

    fn gap(&mut self, value: &Value<'_>, hidden: Range<usize>, depth: usize) {
        if hidden.is_empty() {
            return;
        }
        if let (Some(first), Some(last)) = (child(value, hidden.start), child(value, hidden.end - 1)) {
            self.line(depth);
            self.instead(Span { start: first.span().start, end: last.span().end }, "…");
        }
    }

    fn line(&mut self, depth: usize) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n("  ", depth));
    }

    fn bracket(&mut self, bracket: char, at: usize) {
        self.instead(Span::new(at, at + 1), bracket.encode_utf8(&mut [0; 4]));
    }

    /// Copies a string with its quotes, without what is far from its beginning and its marks if it is long.
    fn string(&mut self, span: Span) {
        let inside: Vec<Span> =
            self.marks.iter().copied().filter(|mark| touches(*mark, span) && !mark.contains(span)).collect();
        let marked = self.marks.iter().any(|mark| mark.contains(span));
        let limit = if marked { LONG_MARKED_STRING } else { LONG_STRING };
        let raw = span.of(self.text);
        if raw.chars().nth(limit).is_none() {
            return self.copy(span);
        }
        let starts = unit_starts(raw);
        // From the place of a byte to that of its character, and back. The first character begins at 0.
        let unit = |byte: u32| starts.partition_point(|&start| start <= byte.saturating_sub(span.start) as usize) - 1;
        let byte = |unit: usize| span.start as usize + starts.get(unit).copied().unwrap_or(raw.len());
        let last = starts.len().saturating_sub(2);
        let mut kept = vec![(0, if inside.is_empty() { KEPT_HEAD } else { 1 }), (last, last + 1)];
        for mark in inside {
            let end = unit(mark.end.min(span.end)) + KEPT_BESIDE_MARK;
            kept.push((unit(mark.start).saturating_sub(KEPT_BESIDE_MARK), end.min(last + 1)));
        }
        kept.sort_unstable();
        let mut next = 0;
        for (from, to) in kept {
            if from > next {
                self.instead(Span::new(byte(next), byte(from)), "…");
            }
            let from = from.max(next);
            if to > from {
                self.copy(Span::new(byte(from), byte(to)));
                next = to;
            }
        }
    }

    fn copy(&mut self, source: Span) {
        self.piece(source, source.of(self.text), true);
    }

    fn instead(&mut self, source: Span, written: &str) {
        self.piece(source, written, false);
    }

    fn piece(&mut self, source: Span, written: &str, copied: bool) {
        let start = self.out.len();
        self.out.push_str(written);
        self.pieces.push(Piece { source, start, end: self.out.len(), copied });
    }

    /// Where a span of the source stands in the output.
    fn find(&self, mark: Span) -> Span {
        let first = self.pieces.partition_point(|piece| piece.source.end <= mark.start);
        let start =
            self.pieces.get(first).map_or(self.out.len(), |piece| match mark.start.checked_sub(piece.source.start) {
                Some(inside) if piece.copied => piece.start + inside as usize,
                _ => piece.start,
            });
        let last = self.pieces.partition_point(|piece| piece.source.start < mark.end);
        let end = last.checked_sub(1).and_then(|last| self.pieces.get(last)).map_or(start, |piece| {
            match piece.source.end.checked_sub(mark.end) {
                Some(rest) if piece.copied => piece.end.saturating_sub(rest as usize),
                _ => piece.end,
            }
        });
        let start = floor_boundary(&self.out, start);
        Span::new(start, floor_boundary(&self.out, end).max(start))
    }
}

/// Where the characters of a JSON string begin, an escape counting as one, and the string's end.
fn unit_starts(raw: &str) -> Vec<usize> {
    let mut starts = Vec::with_capacity(raw.len() + 1);
    let mut characters = raw.char_indices();
    while let Some((at, character)) = characters.next() {
        starts.push(at);
        if character == '\\' && matches!(characters.next(), Some((_, 'u'))) {
            // Four hexadecimal digits follow.
            characters.nth(3);
        }
    }
    starts.push(raw.len());
    starts
}
