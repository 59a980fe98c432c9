//! From a text to its tree, piece by piece.

use quick_xml::{Error, errors::IllFormedError, events::Event, reader::Reader};

use super::{Element, XmlError, pieces::Piece, tree::Tree};
use crate::{Span, count_bytes, json::MAX_DEPTH};

pub(super) const BOM: &str = "\u{feff}";

/// Parses an XML text into its root element. Line ends stay as they are written.
///
/// # Errors
/// When the text is not well-formed, has a DOCTYPE, no root, two roots, or nests deeper than [`crate::json::MAX_DEPTH`].
pub fn parse(text: &str) -> Result<Element<'_>, XmlError> {
    parse_within(text, MAX_DEPTH)
}

/// As [`parse`], with elements at most `depth` deep inside each other, and never deeper than [`crate::json::MAX_DEPTH`].
///
/// # Errors
/// As [`parse`], or when elements lie deeper.
pub fn parse_within(text: &str, depth: usize) -> Result<Element<'_>, XmlError> {
    parse_without(text, depth, &[])
}

/// As [`parse_within`], without what lies in those children of the root that have one of the names in `left_out` (without regard to case).
/// It must be well-formed as everything else, but nothing is made of it, and the children themselves stay without children and text.
///
/// # Errors
/// As [`parse_within`], wherever the fault lies.
pub fn parse_without<'t>(text: &'t str, depth: usize, left_out: &[&str]) -> Result<Element<'t>, XmlError> {
    // XML has no such characters (XML 1.0, 2.2), and readers differ in what they make of them.
    #[allow(clippy::needless_bitwise_bool, reason = "a branch in it keeps the compiler from taking many bytes at once")]
    let is_control = |byte: u8| (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r');
    // Hardly any text has one.
    if count_bytes(text, is_control) > 0
        && let Some((at, byte)) = text.bytes().enumerate().find(|(_, byte)| is_control(*byte))
    {
        return Err(refusal(format!("control character U+{byte:04X}"), Span::new(at, at + 1)));
    }
    read(text, Tree::new(text, depth, left_out))
}

/// As [`parse_without`], of a text that it has taken before: what is left out is not read again but passed over, to the first end tag of
/// its name.
///
/// # Errors
/// As [`parse_without`].
pub fn parse_again<'t>(text: &'t str, depth: usize, left_out: &[&str]) -> Result<Element<'t>, XmlError> {
    let quick = read(text, Tree::new(text, depth, left_out).passing_over());
    // In a comment or a CDATA section an end tag is none.
    quick.or_else(|_| parse_without(text, depth, left_out))
}

/// Reads a text into a tree. Tags and plain text are taken as they stand; whatever else there is, quick-xml reads, and it says what is wrong.
fn read<'t>(text: &'t str, mut tree: Tree<'t, '_>) -> Result<Element<'t>, XmlError> {
    // quick-xml would skip a mark itself, but then its offsets would not be ours.
    let mut at = text.len() - text.trim_start_matches(BOM).len();
    while at < text.len() {
        let end = match Piece::at(text, at) {
            Some((piece, end)) => {
                tree.take(piece, Span::new(at, end))?;
                end
            }
            None => match event_at(text, at)? {
                (Event::Eof, _) => break,
                (event, end) => {
                    tree.take_event(&event, Span::new(at, end))?;
                    end
                }
            },
        };
        at = tree.passed_over(end).unwrap_or(end);
    }
    tree.finish()
}

/// What quick-xml makes of what begins at `at`, and where it ends.
fn event_at(text: &str, at: usize) -> Result<(Event<'_>, usize), XmlError> {
    let mut reader = reader_of(text.get(at..).unwrap_or_default());
    match reader.read_event() {
        Ok(event) => Ok((event, at + offset(reader.buffer_position()))),
        Err(error) => Err(reader_refusal(text, at + offset(reader.error_position()), &error)),
    }
}

/// A reader that leaves it to the tree to match end tags: its own stack knows where the start tags stand.
pub(super) fn reader_of(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    reader
}

pub(super) fn refusal(message: impl Into<String>, span: Span) -> XmlError {
    XmlError { message: message.into(), span, too_deep: false }
}

fn reader_refusal(text: &str, at: usize, error: &Error) -> XmlError {
    let message = match error {
        Error::IllFormed(IllFormedError::UnclosedReference) => "`&` without `;`".to_owned(),
        Error::Syntax(error) => error.to_string(),
        Error::IllFormed(error) => error.to_string(),
        other => other.to_string(),
    };
    refusal(message, Span::of_character(text, at))
}

/// quick-xml counts in `u64`; a text in memory is never longer than a `usize` can say.
pub(super) fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
