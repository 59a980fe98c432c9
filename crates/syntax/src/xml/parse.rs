//! From quick-xml's events to the tree.

use std::borrow::Cow;

use quick_xml::{
    Error,
    errors::IllFormedError,
    escape::{EscapeError, resolve_xml_entity, unescape},
    events::{
        BytesRef, Event,
        attributes::{AttrError, Attributes},
    },
    reader::Reader,
};

use super::{Attribute, Element, Numbers, XmlError};
use crate::{Span, json::MAX_DEPTH};

const BOM: &str = "\u{feff}";
const CDATA_START: &str = "<![CDATA[";
const CDATA_END: &str = "]]>";

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
    // Hardly any text has one; asked of all bytes without a way out, it takes one instruction for many.
    let any = text.bytes().fold(false, |any, byte| any | is_control(byte));
    if any && let Some((at, byte)) = text.bytes().enumerate().find(|(_, byte)| is_control(*byte)) {
        return Err(refusal(format!("control character U+{byte:04X}"), Span::new(at, at + 1)));
    }
    // quick-xml would skip a mark itself, but then its offsets would not be ours..
    let base = text.len() - text.trim_start_matches(BOM).len();
    let mut reader = Reader::from_str(text.get(base..).unwrap_or_default());
    let config = reader.config_mut();
    // End tags are matched by the tree's own stack, which knows where the start tag stands.
    config.check_end_names = false;
    config.allow_unmatched_ends = true;

    let mut tree =
        Tree { text, depth: depth.min(MAX_DEPTH), left_out, is_left_out: false, open: Vec::new(), closed: Vec::new() };
    loop {
        let start = base + offset(reader.buffer_position());
        let event = reader.read_event();
        let end = base + offset(reader.buffer_position());
        match event {
            Ok(Event::Eof) => return tree.finish(),
            Ok(event) => tree.take(&event, start, end)?,
            Err(error) => {
                let at = base + offset(reader.error_position());
                return Err(reader_refusal(text, at, &error));
            }
        }
    }
}

/// The tree under construction.
struct Tree<'t, 'n> {
    text: &'t str,
    /// How deep elements may lie inside each other.
    depth: usize,
    /// The names of the root's children whose content is left out.
    left_out: &'n [&'n str],
    /// Whether the innermost elements lie in such a child.
    is_left_out: bool,
    /// The elements whose end tags are still to come, the outermost first, and how many were closed when each began.
    open: Vec<(Element<'t>, usize)>,
    /// The elements whose parents are still open, each parent's behind those of the parents around it; outside of all parents the root.
    /// They go to their parent when it is closed and their number is known.
    closed: Vec<Element<'t>>,
}

impl<'t> Tree<'t, '_> {
    /// Takes an event that covers `start..end` of the text.
    fn take(&mut self, event: &Event<'_>, start: usize, end: usize) -> Result<(), XmlError> {
        let span = Span::new(start, end);
        let raw = self.text.get(start..end).unwrap_or_default();
        match event {
            Event::Start(_) => {
                let element = self.element(raw, ">", span)?;
                let begins =
                    self.open.len() == 1 && self.left_out.iter().any(|name| element.name.eq_ignore_ascii_case(name));
                self.is_left_out |= begins;
                self.open.push((element, self.closed.len()));
            }
            Event::Empty(_) => {
                let element = self.element(raw, "/>", span)?;
                if !self.is_left_out {
                    self.closed.push(element);
                }
            }
            Event::End(_) => self.end_tag(raw, span)?,
            Event::Text(_) if raw.contains(CDATA_END) => {
                return Err(refusal("`]]>` outside of a CDATA section", span));
            }
            Event::Text(_) if self.open.is_empty() && raw.trim_matches(is_white).is_empty() => {}
            Event::Text(_) if self.is_between_children(raw) => {}
            Event::Text(_) => self.append(Cow::Borrowed(raw), span)?,
            Event::CData(_) => {
                let inner = raw.strip_prefix(CDATA_START).and_then(|rest| rest.strip_suffix(CDATA_END));
                let inner = inner.unwrap_or_default();
                let from = start + CDATA_START.len();
                self.append(Cow::Borrowed(inner), Span::new(from, from + inner.len()))?;
            }
            Event::GeneralRef(reference) => self.append(resolve(reference, span)?, span)?,
            Event::DocType(_) => return Err(refusal("a DOCTYPE is not accepted", span)),
            Event::Decl(_) if !matches!(self.text.get(..start), Some("" | BOM)) => {
                return Err(refusal("the XML declaration is not at the start of the text", span));
            }
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::Eof => {}
        }
        Ok(())
    }

    /// The element that the start tag `raw` begins, if there may be one here.
    fn element(&self, raw: &'t str, end: &str, tag_span: Span) -> Result<Element<'t>, XmlError> {
        let content = raw.strip_prefix('<').and_then(|rest| rest.strip_suffix(end)).unwrap_or_default();
        let name = &content[..content.find(is_white).unwrap_or(content.len())];
        if !is_name(name) {
            return Err(refusal(format!("`{name}` is not a name"), tag_span));
        }
        if self.open.is_empty() && !self.closed.is_empty() {
            return Err(refusal("a second root element", tag_span));
        }
        if self.open.len() >= self.depth {
            let message = format!("elements lie more than {} deep inside each other", self.depth);
            return Err(XmlError { too_deep: true, ..refusal(message, tag_span) });
        }
        Ok(Element {
            name: Cow::Borrowed(name),
            span: tag_span,
            tag_span,
            attributes: attributes(content, name.len(), tag_span.start as usize + 1, !self.is_left_out)?,
            children: Vec::new(),
            text: Cow::Borrowed(""),
            text_span: Span { start: tag_span.end, end: tag_span.end },
            numbers: Numbers::default(),
        })
    }

    fn end_tag(&mut self, raw: &str, span: Span) -> Result<(), XmlError> {
        let name = raw.strip_prefix("</").and_then(|rest| rest.strip_suffix('>')).unwrap_or_default();
        let name = name.trim_end_matches(is_white);
        match self.open.pop() {
            // Of what is left out only the outermost is kept.
            Some((element, _)) if element.name == name && self.is_left_out && self.open.len() > 1 => Ok(()),
            Some((mut element, first)) if element.name == name => {
                self.is_left_out = false;
                element.span.end = span.end;
                element.children = self.closed.drain(first..).collect();
                self.closed.push(element);
                Ok(())
            }
            Some((element, _)) => {
                Err(refusal(format!("`</{name}>` stands where `</{}>` is expected", element.name), span))
            }
            None => Err(refusal(format!("`</{name}>` has no start tag"), span)),
        }
    }

    /// Whether a piece of text only indents a further child, as one has done before.
    fn is_between_children(&self, piece: &str) -> bool {
        let is_blank = |text: &str| text.bytes().all(|byte| is_white(byte.into()));
        self.open.last().is_some_and(|(element, first)| {
            self.closed.len() > *first && !element.text.is_empty() && is_blank(piece) && is_blank(&element.text)
        })
    }

    /// Adds a piece to the text of the innermost element.
    fn append(&mut self, piece: Cow<'t, str>, span: Span) -> Result<(), XmlError> {
        let Some((element, _)) = self.open.last_mut() else {
            return Err(refusal("text outside of the root element", span));
        };
        if self.is_left_out {
            return Ok(());
        }
        if element.text.is_empty() {
            if !piece.is_empty() {
                element.text = piece;
                element.text_span = span;
            }
        } else {
            element.text.to_mut().push_str(&piece);
            element.text_span.end = span.end;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Element<'t>, XmlError> {
        if let Some((element, _)) = self.open.last() {
            return Err(refusal(format!("`<{}>` is never closed", element.name), element.tag_span));
        }
        self.closed.pop().ok_or_else(|| refusal("no root element", Span::new(0, 0)))
    }
}

/// The attributes in the content of a start tag, which begins at `base` with a name of `name_len` bytes; none where they are not kept.
fn attributes(content: &str, name_len: usize, base: usize, are_kept: bool) -> Result<Vec<Attribute<'_>>, XmlError> {
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
        if let Some(at) = raw.find('<') {
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

/// The text that a reference in running text stands for.
fn resolve<'t>(reference: &BytesRef<'_>, span: Span) -> Result<Cow<'t, str>, XmlError> {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => Ok(Cow::Owned(character.to_string())),
        Ok(None) => {
            resolve_xml_entity(reference).map(Cow::Borrowed).ok_or_else(|| refusal(unknown_entity(reference), span))
        }
        Err(_) => Err(refusal(format!("`&{};` is not a character", &**reference), span)),
    }
}

fn unknown_entity(name: &str) -> String {
    format!("the entity `&{name};` is not known")
}

fn is_white(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

/// Whether this can name an element or attribute. Beyond ASCII nearly everything can, and nothing more is asked.
fn is_name(name: &str) -> bool {
    let inside =
        |byte: u8| !byte.is_ascii() || byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':' | b'-' | b'.');
    let begins = |byte: u8| !byte.is_ascii_digit() && !matches!(byte, b'-' | b'.');
    name.bytes().next().is_some_and(begins) && name.bytes().all(inside)
}

fn refusal(message: impl Into<String>, span: Span) -> XmlError {
    XmlError { message: message.into(), span, too_deep: false }
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
fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
