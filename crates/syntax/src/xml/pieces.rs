//! The pieces of a text that nearly all of it is made of: tags and the text between them. Everything else is quick-xml's to read.

use super::tag::{is_white_byte, name_end};

/// A tag, or text without references. What it says has not been looked at.
#[derive(Debug, Clone, Copy)]
pub(super) enum Piece<'t> {
    /// A start tag: its name, and what stands between `<` and `>`.
    Start { name: &'t str, content: &'t str },
    /// The tag of an element without content: its name, and what stands between `<` and `/>`.
    Empty { name: &'t str, content: &'t str },
    /// An end tag: what stands between `</` and `>`.
    End { content: &'t str },
    /// Text, up to a tag or a reference, and whether it may have a `]`.
    Text { text: &'t str, has_bracket: bool },
}

impl<'t> Piece<'t> {
    /// The piece that begins at `at`, and where it ends; `None` where something else begins, or a tag that is none.
    pub(super) fn at(text: &'t str, at: usize) -> Option<(Self, usize)> {
        let bytes = text.as_bytes().get(at..)?;
        let piece = |from: usize, to: usize| text.get(at + from..at + to);
        match bytes {
            [b'&', ..] | [b'<', b'!' | b'?', ..] => None,
            [b'<', b'/', ..] => {
                let end = memchr::memchr(b'>', bytes)?;
                Some((Self::End { content: piece(2, end)? }, at + end + 1))
            }
            [b'<', inner @ ..] => {
                let name_end = 1 + name_end(inner)?;
                let end = tag_end(bytes, name_end)?;
                let name = piece(1, name_end)?;
                let piece = match piece(1, end)?.strip_suffix('/') {
                    Some(content) => Self::Empty { name, content },
                    None => Self::Start { name, content: piece(1, end)? },
                };
                Some((piece, at + end + 1))
            }
            _ => {
                let mut end = memchr::memchr3(b'<', b'&', b']', bytes).unwrap_or(bytes.len());
                let has_bracket = bytes.get(end) == Some(&b']');
                if has_bracket {
                    end = memchr::memchr2(b'<', b'&', bytes).unwrap_or(bytes.len());
                }
                Some((Self::Text { text: piece(0, end)?, has_bracket }, at + end))
            }
        }
    }
}

/// Where the `>` of the tag stands whose name ends at `name_end`. One in an attribute's value is none.
fn tag_end(bytes: &[u8], name_end: usize) -> Option<usize> {
    match bytes.get(name_end..)? {
        [b'>', ..] => return Some(name_end),
        [b'/', b'>', ..] => return Some(name_end + 1),
        [first, ..] if is_white_byte(*first) => {}
        _ => return None,
    }
    let mut at = name_end;
    loop {
        at += memchr::memchr3(b'>', b'"', b'\'', bytes.get(at..)?)?;
        match bytes.get(at)? {
            b'>' => return Some(at),
            quote => at += 2 + memchr::memchr(*quote, bytes.get(at + 1..)?)?,
        }
    }
}
