//! A few lines around a place: excerpts, not files, go to a renderer.

use serde::{Deserialize, Serialize};
use syntax::{LineIndex, Span, json};

use crate::{mask, source::Form};

/// A line of more characters is not shown whole.
const LONG_LINE: usize = 160;
/// How many lines a re-flowed object may take.
const REFLOWED_LINES: usize = 8;
/// A mark of more lines is cut to its first one.
const MARKED_LINES: usize = 6;
/// How many bytes are shown before and after a mark in a long line, and at most of the mark itself.
const WINDOW: usize = 60;

/// A piece of a text with marked places. Masked where it held what must not be printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Excerpt {
    /// The lines.
    pub text: String,
    /// The number of the first line in the file, counted from 1; `None` where a long line was re-flowed.
    pub first_line: Option<u32>,
    /// The marked place in `text`.
    pub mark: Span,
}

/// The excerpt around `span`. In `text` secrets are overwritten already (see [`mask::blanked`]).
pub(crate) fn excerpt(text: &str, index: &LineIndex, form: Form<'_, '_>, span: Span) -> Excerpt {
    let first = index.line_around(text, span.start as usize);
    let last = index.line_around(text, (span.end as usize).saturating_sub(1).max(span.start as usize));
    let line = |offset: usize| index.position(text, Span::new(offset, offset).start).line as usize;
    let mark = if line(last.start) - line(first.start) >= MARKED_LINES {
        Span { start: span.start, end: Span::new(0, first.end).end }
    } else {
        span
    };
    let marked = first.start..if mark == span { last.end } else { first.end };
    if marked_lines_are_short(text.get(marked.clone()).unwrap_or_default()) {
        return lines(text, index, marked, mark);
    }
    match form {
        Form::Json(_) if in_huge_string(text, span) => window(text, index, first, mark),
        Form::Json(root) => match json::reflow(text, root, &[span], REFLOWED_LINES) {
            Some(piece) => {
                let mark = piece.marks.first().copied().unwrap_or_default();
                finish(&piece.text, None, mark)
            }
            None => window(text, index, first, mark),
        },
        Form::Plain => window(text, index, first, mark),
    }
}

/// Whether a place lies inside a string that is far longer than what anybody writes: laying it out takes as long as it is, and it
/// can hold tens of thousands of places.
fn in_huge_string(text: &str, span: Span) -> bool {
    const FAR: usize = 32 * 1024;
    let bytes = text.as_bytes();
    let (start, end) = (span.range().start.min(bytes.len()), span.range().end.min(bytes.len()));
    let is_quote = |at: usize| bytes.get(at) == Some(&b'"') && (at == 0 || bytes.get(at - 1) != Some(&b'\\'));
    let before = start.saturating_sub(FAR)..start;
    let after = end..(end + FAR).min(bytes.len());
    let no_quote = |mut range: std::ops::Range<usize>, far: bool| far && !range.any(is_quote);
    // The marked value's own quotes count, too.
    !is_quote(start) && (no_quote(before, start > FAR) || no_quote(after, bytes.len() - end > FAR))
}

fn marked_lines_are_short(lines: &str) -> bool {
    // So many bytes hold a long line for sure, and looking for its end would take its whole length for every finding in it.
    let most = (MARKED_LINES + 1) * (4 * LONG_LINE + 2);
    let is_short = |line: &str| line.len() <= LONG_LINE || line.chars().nth(LONG_LINE).is_none();
    lines.len() <= most && lines.lines().all(is_short)
}

/// The last boundary between characters at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    let offset = offset.min(text.len());
    // A character has at most four bytes, and 0 is a boundary.
    (offset.saturating_sub(3)..=offset).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Whole lines, with one more on either side where it is short.
fn lines(text: &str, index: &LineIndex, marked: std::ops::Range<usize>, mark: Span) -> Excerpt {
    let before = text.get(..marked.start).and_then(|before| {
        let before = before.strip_suffix('\n').unwrap_or(before);
        let before = before.strip_suffix('\r').unwrap_or(before);
        (before.len() < marked.start).then(|| index.line_around(text, before.len()))
    });
    let after = text.get(marked.end..).and_then(|after| {
        let rest = after.strip_prefix('\r').unwrap_or(after);
        let rest = rest.strip_prefix('\n').unwrap_or(rest);
        (rest.len() < after.len() && !rest.is_empty()).then(|| index.line_around(text, text.len() - rest.len()))
    });
    let short = |line: &std::ops::Range<usize>| {
        text.get(line.clone()).is_some_and(|line| !line.trim().is_empty() && marked_lines_are_short(line))
    };
    let start = before.filter(short).map_or(marked.start, |line| line.start);
    let end = after.filter(short).map_or(marked.end, |line| line.end);
    let offset = |at: u32| (at as usize).clamp(start, end) - start;
    let piece = text.get(start..end).unwrap_or_default();
    let mark = Span::new(offset(mark.start), offset(mark.end));
    finish(piece, Some(index.position(text, Span::new(start, end).start).line), mark)
}

/// A piece of a long line, cut at tags and blanks where there are some.
fn window(text: &str, index: &LineIndex, line: std::ops::Range<usize>, mark: Span) -> Excerpt {
    let start = (mark.start as usize).clamp(line.start, line.end);
    let end = (mark.end as usize).clamp(start, line.end).min(start + 2 * WINDOW);
    let end = floor(text, end).max(start);
    let from = floor(text, start.saturating_sub(WINDOW).max(line.start));
    let to = floor(text, (end + WINDOW).min(line.end));
    let head = if from > line.start { "…" } else { "" };
    let tail = if to < line.end { "…" } else { "" };
    let piece = format!("{head}{}{tail}", text.get(from..to).unwrap_or_default());
    let mark = Span::new(start - from + head.len(), end - from + head.len());
    finish(&piece, Some(index.position(text, Span::new(line.start, line.end).start).line), mark)
}

/// Shows secrets as masks.
fn finish(piece: &str, first_line: Option<u32>, mark: Span) -> Excerpt {
    let (text, moved) = mask::collapse(piece);
    let mark = Span::new(moved(mark.start as usize), moved(mark.end as usize));
    Excerpt { text, first_line, mark }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn around(text: &str, marked: &str) -> Excerpt {
        let start = text.find(marked).unwrap();
        excerpt(text, &LineIndex::new(text), Form::Plain, Span::new(start, start + marked.len()))
    }

    #[test]
    fn short_lines_are_shown_with_their_neighbours() {
        let found = around("one\r\ntwo\r\nthree\r\nfour", "three");
        assert_eq!((found.text.as_str(), found.first_line), ("two\r\nthree\r\nfour", Some(2)));
        assert_eq!(found.mark.of(&found.text), "three");
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let text = format!("first\n{}<mark>{}\nlast", "ä".repeat(300), "ö".repeat(300));
        let found = around(&text, "<mark>");
        assert_eq!((found.mark.of(&found.text), found.first_line), ("<mark>", Some(2)));
        assert!(found.text.starts_with('…') && found.text.ends_with('…') && found.text.chars().count() < 100);
    }

    #[test]
    fn a_long_json_line_is_laid_out() {
        let text = format!(r#"{{"pad": "{}", "inner": {{"a": 1, "b": "here", "c": 2}}}}"#, "x".repeat(200));
        let root = json::parse(&text).unwrap().root;
        let start = text.find("\"here\"").unwrap();
        let found = excerpt(&text, &LineIndex::new(&text), Form::Json(&root), Span::new(start, start + 6));
        assert_eq!((found.mark.of(&found.text), found.first_line), ("\"here\"", None));
    }
}
