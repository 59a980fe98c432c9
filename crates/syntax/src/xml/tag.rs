//! Names and attributes of start tags.

use std::borrow::Cow;

use quick_xml::{
    escape::{EscapeError, unescape},
    events::attributes::{AttrError, Attributes},
};

use super::{Attribute, XmlError, parse::refusal};
use crate::Span;

/// The attributes in the content of a start tag, which begins at `base` with a name of `name_len` bytes; none where they are not kept.
pub(super) fn attributes(
    content: &str,
    name_len: usize,
    base: usize,
    are_kept: bool,
) -> Result<Vec<Attribute<'_>>, XmlError> {
    let mut attributes = Vec::new();
    if content.len() == name_len {
        return Ok(attributes);
    }
    for attribute in Attributes::new(content, name_len) {
        let attribute = attribute.map_err(|error| attribute_refusal(content, base, &error))?;
        let name = attribute.key.0;
        let name_start = offset_in(content, name);
        let name_span = Span::new(base + name_start, base + name_start + name.len());
        if !is_name(name) {
            return Err(refusal(format!("`{name}` is not a name"), name_span));
        }
        if !content[..name_start].ends_with(is_white) {
            return Err(refusal(format!("no white space before the attribute `{name}`"), name_span));
        }
        // The iterator lends every value from the content; it never makes one.
        let Cow::Borrowed(raw) = attribute.value else { continue };
        let start = base + offset_in(content, raw);
        if let Some(at) = memchr::memchr(b'<', raw.as_bytes()) {
            return Err(refusal("`<` in an attribute's value", Span::new(start + at, start + at + 1)));
        }
        let value = unescape(raw).map_err(|error| escape_refusal(raw, start, &error))?;
        if are_kept {
            let value_span = Span::new(start, start + raw.len());
            attributes.push(Attribute { name: Cow::Borrowed(name), value, value_span });
        }
    }
    Ok(attributes)
}

/// Where a slice of `whole` begins in it.
fn offset_in(whole: &str, part: &str) -> usize {
    part.as_ptr().addr().saturating_sub(whole.as_ptr().addr())
}

/// Whether a byte can be part of a name. Beyond ASCII nearly everything can, and nothing more is asked.
const IN_NAMES: [bool; 256] = {
    let mut in_names = [false; 256];
    let mut byte = 0;
    while byte < in_names.len() {
        #[allow(clippy::cast_possible_truncation, reason = "256 bytes are all there are")]
        let of_ascii = byte as u8;
        in_names[byte] =
            !of_ascii.is_ascii() || of_ascii.is_ascii_alphanumeric() || matches!(of_ascii, b'_' | b':' | b'-' | b'.');
        byte += 1;
    }
    in_names
};

/// The name of an element or attribute that a text begins with, up to its end or to white space; `None` if that can be no name.
pub(super) fn name_at_start(text: &str) -> Option<&str> {
    let end = name_end(text.as_bytes())?;
    text.get(..end).filter(|_| text.as_bytes().get(end).is_none_or(|&byte| is_white_byte(byte)))
}

/// Where the name ends that a text begins with; `None` if it begins with none.
pub(super) fn name_end(text: &[u8]) -> Option<usize> {
    let starts = text.first().is_some_and(|first| !first.is_ascii_digit() && !matches!(first, b'-' | b'.'));
    let end = text.iter().position(|&byte| !IN_NAMES[usize::from(byte)]).unwrap_or(text.len());
    (starts && end > 0).then_some(end)
}

fn is_name(name: &str) -> bool {
    name_at_start(name) == Some(name)
}

pub(super) fn is_white(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

pub(super) fn is_white_byte(byte: u8) -> bool {
    is_white(byte.into())
}

pub(super) fn unknown_entity(name: &str) -> String {
    format!("the entity `&{name};` is not known")
}

fn attribute_refusal(content: &str, base: usize, error: &AttrError) -> XmlError {
    let (at, message) = match *error {
        AttrError::ExpectedEq(at) => (at, "an attribute without `=`"),
        AttrError::ExpectedValue(at) => (at, "an attribute without a value"),
        AttrError::UnquotedValue(at) => (at, "an attribute's value without quotes"),
        AttrError::ExpectedQuote(at, _) => (at, "an attribute's value whose closing quote is missing"),
        AttrError::Duplicated(at, _) => {
            let name = content.get(at..).unwrap_or_default();
            let name = name.split(|c| is_white(c) || c == '=').next().unwrap_or_default();
            let span = Span::new(base + at, base + at + name.len());
            return refusal(format!("the attribute `{name}` occurs twice"), span);
        }
    };
    let span = Span::of_character(content, at);
    refusal(message, Span::new(base + span.start as usize, base + span.end as usize))
}

/// The refusal of an attribute's value that begins at `start`.
fn escape_refusal(raw: &str, start: usize, error: &EscapeError) -> XmlError {
    let (range, message) = match error {
        // quick-xml gives the name's range.
        EscapeError::UnrecognizedEntity(range, name) => (range.clone(), unknown_entity(name)),
        EscapeError::UnterminatedEntity(range) => (range.clone(), "`&` without `;`".to_owned()),
        other => (0..raw.len(), other.to_string()),
    };
    refusal(message, Span::new(start + range.start, start + range.end.min(raw.len())))
}
