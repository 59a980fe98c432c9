//! From quick-xml's events to the tree.

use std::borrow::Cow;

use quick_xml::{
    Error,
    errors::IllFormedError,
    escape::resolve_xml_entity,
    events::{BytesRef, Event},
    reader::Reader,
};

use super::{
    Attribute, Element, Numbers, XmlError,
    tag::{attributes, name_at_start},
};
use crate::{Span, count_bytes, json::MAX_DEPTH};

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
    let quick = read(text, Tree { passes_over: true, ..Tree::new(text, depth, left_out) });
    // In a comment or a CDATA section an end tag is none.
    quick.or_else(|_| parse_without(text, depth, left_out))
}

/// Reads a text into a tree.
fn read<'t>(text: &'t str, mut tree: Tree<'t, '_>) -> Result<Element<'t>, XmlError> {
    // quick-xml would skip a mark itself, but then its offsets would not be ours..
    let mut base = text.len() - text.trim_start_matches(BOM).len();
    let mut reader = reader_at(text, base);
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
        if let Some(next) = tree.passed_over(end) {
            base = next;
            reader = reader_at(text, base);
        }
    }
}

fn reader_at(text: &str, base: usize) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text.get(base..).unwrap_or_default());
    let config = reader.config_mut();
    // End tags are matched by the tree's own stack, which knows where the start tag stands.
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    reader
}

/// The tree under construction.
struct Tree<'t, 'n> {
    text: &'t str,
    /// How deep elements may lie inside each other.
    depth: usize,
    /// The names of the root's children whose content is left out.
    left_out: &'n [&'n str],
    /// Whether the innermost elements lie in such a child, and the names of those.
    is_left_out: bool,
    inside: Vec<(&'t str, Span)>,
    /// Whether such a child is passed over to its end tag, as it has been read before.
    passes_over: bool,
    /// The elements whose end tags are still to come, the outermost first.
    open: Vec<Open<'t>>,
    /// The elements whose parents are still open, each parent's behind those of the parents around it; outside of all parents the root.
    /// They go to their parent when it is closed and their number is known.
    closed: Vec<Element<'t>>,
}

/// An element whose end tag is still to come.
struct Open<'t> {
    element: Element<'t>,
    /// How many elements were closed when it began.
    first: usize,
    /// Whether white space between its children was skipped behind what it has for its text.
    skips: bool,
}

impl<'t, 'n> Tree<'t, 'n> {
    fn new(text: &'t str, depth: usize, left_out: &'n [&'n str]) -> Self {
        let depth = depth.min(MAX_DEPTH);
        Self {
            text,
            depth,
            left_out,
            is_left_out: false,
            inside: Vec::new(),
            passes_over: false,
            open: Vec::new(),
            closed: Vec::new(),
        }
    }

    /// Where the end tag of the child stands that has just begun and is passed over.
    fn passed_over(&self, from: usize) -> Option<usize> {
        if !(self.is_left_out && self.passes_over && self.open.len() == 2) {
            return None;
        }
        let end_tag = format!("</{}>", self.open.last()?.element.name);
        memchr::memmem::find(self.text.as_bytes().get(from..)?, end_tag.as_bytes()).map(|at| from + at)
    }

    /// Takes an event that covers `start..end` of the text.
    fn take(&mut self, event: &Event<'_>, start: usize, end: usize) -> Result<(), XmlError> {
        let span = Span::new(start, end);
        let raw = self.text.get(start..end).unwrap_or_default();
        match event {
            Event::Start(_) if self.is_left_out => {
                let (name, _) = self.tag(raw, ">", span)?;
                self.inside.push((name, span));
            }
            Event::Empty(_) if self.is_left_out => {
                self.tag(raw, "/>", span)?;
            }
            Event::Start(_) => {
                let element = self.element(raw, ">", span)?;
                self.is_left_out =
                    self.open.len() == 1 && self.left_out.iter().any(|name| element.name.eq_ignore_ascii_case(name));
                self.open.push(Open { element, first: self.closed.len(), skips: false });
            }
            Event::Empty(_) => {
                let element = self.element(raw, "/>", span)?;
                self.closed.push(element);
            }
            Event::End(_) => self.end_tag(raw, span)?,
            // Hardly any text has such a bracket.
            Event::Text(_) if memchr::memchr(b']', raw.as_bytes()).is_some() && raw.contains(CDATA_END) => {
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
        let (name, attributes) = self.tag(raw, end, tag_span)?;
        Ok(Element {
            name: Cow::Borrowed(name),
            span: tag_span,
            tag_span,
            attributes,
            children: Vec::new(),
            text: Cow::Borrowed(""),
            text_span: Span { start: tag_span.end, end: tag_span.end },
            numbers: Numbers::default(),
        })
    }

    /// The name and the attributes of the start tag `raw`, if there may be one here; no attributes where they are left out.
    fn tag(&self, raw: &'t str, end: &str, span: Span) -> Result<(&'t str, Vec<Attribute<'t>>), XmlError> {
        let content = raw.strip_prefix('<').and_then(|rest| rest.strip_suffix(end)).unwrap_or_default();
        let name = name_at_start(content).ok_or_else(|| {
            let name = content.split(is_white).next().unwrap_or_default();
            refusal(format!("`{name}` is not a name"), span)
        })?;
        if self.open.is_empty() && !self.closed.is_empty() {
            return Err(refusal("a second root element", span));
        }
        if self.open.len() + self.inside.len() >= self.depth {
            let message = format!("elements lie more than {} deep inside each other", self.depth);
            return Err(XmlError { too_deep: true, ..refusal(message, span) });
        }
        let attributes = attributes(content, name.len(), span.start as usize + 1, !self.is_left_out)?;
        Ok((name, attributes))
    }

    fn end_tag(&mut self, raw: &str, span: Span) -> Result<(), XmlError> {
        let name = raw.strip_prefix("</").and_then(|rest| rest.strip_suffix('>')).unwrap_or_default();
        let name = name.trim_end_matches(is_white);
        let unexpected = |open: &str| refusal(format!("`</{name}>` stands where `</{open}>` is expected"), span);
        if let Some((open, _)) = self.inside.pop() {
            return if open == name { Ok(()) } else { Err(unexpected(open)) };
        }
        match self.open.pop() {
            Some(Open { mut element, first, .. }) if element.name == name => {
                self.is_left_out = false;
                element.span.end = span.end;
                element.children = self.closed.drain(first..).collect();
                self.closed.push(element);
                Ok(())
            }
            Some(open) => Err(unexpected(&open.element.name)),
            None => Err(refusal(format!("`</{name}>` has no start tag"), span)),
        }
    }

    /// Whether a piece of text only indents a further child, as one has done before.
    fn is_between_children(&mut self, piece: &str) -> bool {
        let closed = self.closed.len();
        self.open.last_mut().is_some_and(|Open { element, first, skips }| {
            let skipped =
                closed > *first && !element.text.is_empty() && is_blank(piece) && (*skips || is_blank(&element.text));
            *skips |= skipped;
            skipped
        })
    }

    /// Adds a piece to the text of the innermost element.
    fn append(&mut self, piece: Cow<'t, str>, span: Span) -> Result<(), XmlError> {
        let Some(Open { element, skips, .. }) = self.open.last_mut() else {
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
            return Ok(());
        }
        let text = element.text.to_mut();
        if std::mem::take(skips) {
            // It did not only indent children.
            push_own_text(text, Span { start: element.text_span.end, end: span.start }.of(self.text));
        }
        text.push_str(&piece);
        element.text_span.end = span.end;
        Ok(())
    }

    fn finish(mut self) -> Result<Element<'t>, XmlError> {
        let open = self.open.last().map(|open| (&*open.element.name, open.element.tag_span));
        if let Some((name, tag_span)) = self.inside.last().copied().or(open) {
            return Err(refusal(format!("`<{name}>` is never closed"), tag_span));
        }
        self.closed.pop().ok_or_else(|| refusal("no root element", Span::new(0, 0)))
    }
}

/// Adds the text between the children that a piece of an element's content holds. The piece may begin behind the text of a CDATA section,
/// and end before that of another one.
fn push_own_text(out: &mut String, content: &str) {
    let content = content.strip_prefix(CDATA_END).unwrap_or(content);
    let mut reader = reader_at(content, 0);
    let mut depth = 0_usize;
    loop {
        let start = offset(reader.buffer_position());
        match reader.read_event() {
            Ok(Event::Start(_)) => depth += 1,
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Text(_)) if depth == 0 => {
                out.push_str(content.get(start..offset(reader.buffer_position())).unwrap_or_default());
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
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

pub(super) fn unknown_entity(name: &str) -> String {
    format!("the entity `&{name};` is not known")
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| is_white(byte.into()))
}

pub(super) fn is_white(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
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
fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
