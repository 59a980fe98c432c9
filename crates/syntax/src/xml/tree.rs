//! The tree under construction.

use std::borrow::Cow;

use quick_xml::{
    escape::resolve_xml_entity,
    events::{BytesRef, Event},
};

use super::{
    Attribute, ChildPlaces, Element, XmlError,
    parse::{BOM, offset, reader_of, refusal},
    pieces::Piece,
    tag::{attributes, is_white, is_white_byte, name_at_start, unknown_entity},
};
use crate::{Span, json::MAX_DEPTH};

const CDATA_START: &str = "<![CDATA[";
const CDATA_END: &str = "]]>";

/// The tree under construction.
pub(super) struct Tree<'t, 'n> {
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
    pub(super) fn new(text: &'t str, depth: usize, left_out: &'n [&'n str]) -> Self {
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

    /// Passes over what is left out, as it has been read before.
    pub(super) fn passing_over(self) -> Self {
        Self { passes_over: true, ..self }
    }

    /// Where the end tag of the child stands that has just begun and is passed over.
    pub(super) fn passed_over(&self, from: usize) -> Option<usize> {
        if !(self.is_left_out && self.passes_over && self.open.len() == 2) {
            return None;
        }
        let end_tag = format!("</{}>", self.open.last()?.element.name);
        memchr::memmem::find(self.text.as_bytes().get(from..)?, end_tag.as_bytes()).map(|at| from + at)
    }

    /// Takes a piece that covers `span`.
    pub(super) fn take(&mut self, piece: Piece<'t>, span: Span) -> Result<(), XmlError> {
        match piece {
            Piece::Start { name, content } if self.is_left_out => {
                self.attributes(name, content, span)?;
                self.inside.push((name, span));
            }
            Piece::Empty { name, content } if self.is_left_out => {
                self.attributes(name, content, span)?;
            }
            Piece::Start { name, content } => {
                let element = self.element(name, content, span)?;
                self.is_left_out =
                    self.open.len() == 1 && self.left_out.iter().any(|name| element.name.eq_ignore_ascii_case(name));
                self.open.push(Open { element, first: self.closed.len(), skips: false });
            }
            Piece::Empty { name, content } => {
                let element = self.element(name, content, span)?;
                self.closed.push(element);
            }
            Piece::End { content } => self.end_tag(content.trim_end_matches(is_white), span)?,
            Piece::Text { text, has_bracket: true } if text.contains(CDATA_END) => {
                return Err(refusal("`]]>` outside of a CDATA section", span));
            }
            Piece::Text { .. } if self.is_left_out => {}
            Piece::Text { text, .. } if self.open.is_empty() && is_blank(text) => {}
            Piece::Text { text, .. } if self.is_between_children(text) => {}
            Piece::Text { text, .. } => self.append(Cow::Borrowed(text), span)?,
        }
        Ok(())
    }

    /// Takes what quick-xml has read and what covers `span`.
    pub(super) fn take_event(&mut self, event: &Event<'_>, span: Span) -> Result<(), XmlError> {
        let raw = span.of(self.text);
        match event {
            Event::Start(_) => {
                let content = between("<", raw, ">");
                self.take(Piece::Start { name: named(content, span)?, content }, span)
            }
            Event::Empty(_) => {
                let content = between("<", raw, "/>");
                self.take(Piece::Empty { name: named(content, span)?, content }, span)
            }
            Event::End(_) => self.take(Piece::End { content: between("</", raw, ">") }, span),
            Event::Text(_) => self.take(Piece::Text { text: raw, has_bracket: true }, span),
            Event::CData(_) => {
                let inner = between(CDATA_START, raw, CDATA_END);
                let from = span.start as usize + CDATA_START.len();
                self.append(Cow::Borrowed(inner), Span::new(from, from + inner.len()))
            }
            Event::GeneralRef(reference) => self.append(resolve(reference, span)?, span),
            Event::DocType(_) => Err(refusal("a DOCTYPE is not accepted", span)),
            Event::Decl(_) if !matches!(self.text.get(..span.start as usize), Some("" | BOM)) => {
                Err(refusal("the XML declaration is not at the start of the text", span))
            }
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::Eof => Ok(()),
        }
    }

    /// The element that a start tag begins, if there may be one here.
    fn element(&self, name: &'t str, content: &'t str, tag_span: Span) -> Result<Element<'t>, XmlError> {
        Ok(Element {
            name: Cow::Borrowed(name),
            span: tag_span,
            tag_span,
            attributes: self.attributes(name, content, tag_span)?,
            children: Vec::new(),
            text: Cow::Borrowed(""),
            text_span: Span { start: tag_span.end, end: tag_span.end },
            child_places: ChildPlaces::default(),
        })
    }

    /// The attributes of a start tag, if there may be one here; none where they are left out.
    fn attributes(&self, name: &str, content: &'t str, span: Span) -> Result<Vec<Attribute<'t>>, XmlError> {
        if self.open.is_empty() && !self.closed.is_empty() {
            return Err(refusal("a second root element", span));
        }
        if self.open.len() + self.inside.len() >= self.depth {
            let message = format!("elements lie more than {} deep inside each other", self.depth);
            return Err(XmlError { too_deep: true, ..refusal(message, span) });
        }
        attributes(content, name.len(), span.start as usize + 1, !self.is_left_out)
    }

    fn end_tag(&mut self, name: &str, span: Span) -> Result<(), XmlError> {
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

    pub(super) fn finish(mut self) -> Result<Element<'t>, XmlError> {
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
    let mut reader = reader_of(content);
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

/// What stands between a beginning and an end.
fn between<'t>(start: &str, raw: &'t str, end: &str) -> &'t str {
    raw.strip_prefix(start).and_then(|rest| rest.strip_suffix(end)).unwrap_or_default()
}

/// The name at the start of a tag's content.
fn named(content: &str, span: Span) -> Result<&str, XmlError> {
    name_at_start(content).ok_or_else(|| {
        let name = content.split(is_white).next().unwrap_or_default();
        refusal(format!("`{name}` is not a name"), span)
    })
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

fn is_blank(text: &str) -> bool {
    text.bytes().all(is_white_byte)
}
