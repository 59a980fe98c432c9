//! From saphyr's events to the tree.

use std::{borrow::Cow, ops::Range};

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};

use super::{YamlError, schema};
use crate::{Kind, Member, Span, Value, json::MAX_DEPTH};

const BOM: &str = "\u{feff}";

/// Stands in for `@` while saphyr reads; YAML allows it nowhere.
const MASK: &str = "\u{1}";

/// Parses the first document of a YAML text. Plain scalars follow the YAML 1.2 core schema.
///
/// The span of a scalar is its text, quotes or `|` included, without tag and anchor; that of a block collection runs from
/// its first key or item to the end of its last; that of a value left out is empty, where the value would stand.
///
/// # Errors
/// When the text is not YAML, is empty, nests deeper than [`crate::json::MAX_DEPTH`] or uses an alias.
pub fn parse(text: &str) -> Result<Value<'_>, YamlError> {
    parse_within(text, MAX_DEPTH)
}

/// As [`parse`], with values at most `depth` deep inside each other, and never deeper than [`crate::json::MAX_DEPTH`].
///
/// # Errors
/// As [`parse`], or when values lie deeper.
pub fn parse_within(text: &str, depth: usize) -> Result<Value<'_>, YamlError> {
    // saphyr takes NUL for the end of the text: what follows would be lost in silence.
    if let Some(at) = text.find('\0') {
        return Err(refusal("a NUL character", Span::new(at, at + 1)));
    }
    let places = Places::new(text);
    let source = mask_at_signs(text.get(places.base..).unwrap_or_default());
    let mut parser = Parser::new_from_str(&source);
    let masked = matches!(source, Cow::Owned(_));
    let mut tree =
        Tree { text, depth: depth.min(MAX_DEPTH), masked, open: Vec::new(), root: None, last_end: places.base };
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| {
            let at = places.byte(*error.marker());
            refusal(error.info(), Span::of_character(text, at))
        })?;
        tree.take(event, places.byte(span.start)..places.byte(span.end))?;
        if let Some(root) = tree.root {
            return Ok(root);
        }
    }
    Err(refusal("no YAML document", Span::new(0, 0)))
}

/// Hides each `@` that begins a line's content. Copilot Studio writes names of properties without quotes that YAML
/// wants quoted, such as `@odata.nextLink:` in the schema of what a connector gives back (seen in 1 of 224 exported
/// components), and reads them back.
fn mask_at_signs(text: &str) -> Cow<'_, str> {
    let begins_with_at = |line: &str| line.trim_start_matches([' ', '-']).starts_with('@');
    if text.contains(MASK) || !text.lines().any(begins_with_at) {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        match line.split_once('@') {
            Some((before, after)) if begins_with_at(line) => masked.extend([before, MASK, after]),
            _ => masked.push_str(line),
        }
    }
    Cow::Owned(masked)
}

/// From saphyr's places, which count characters, to bytes.
struct Places<'t> {
    text: &'t str,
    /// Where the text begins, after a byte order mark.
    base: usize,
    /// Where each character begins, in bytes; empty where all are one byte long.
    starts: Vec<usize>,
}

impl<'t> Places<'t> {
    fn new(text: &'t str) -> Self {
        let base = if text.starts_with(BOM) { BOM.len() } else { 0 };
        let rest = text.get(base..).unwrap_or_default();
        let starts = if rest.is_ascii() { Vec::new() } else { rest.char_indices().map(|(at, _)| base + at).collect() };
        Self { text, base, starts }
    }

    fn byte(&self, marker: Marker) -> usize {
        let index = marker.index();
        let byte = if self.starts.is_empty() { Some(self.base + index) } else { self.starts.get(index).copied() };
        byte.unwrap_or(self.text.len()).min(self.text.len())
    }
}

/// A collection whose end is still to come.
struct Open<'t> {
    /// Where it begins.
    start: usize,
    /// Whether it stands in brackets.
    flow: bool,
    what: Collection<'t>,
}

enum Collection<'t> {
    Sequence(Vec<Value<'t>>),
    /// The members and the key whose value is still to come.
    Mapping(Vec<Member<'t>>, Option<(Cow<'t, str>, Span)>),
}

/// The tree under construction.
struct Tree<'t> {
    text: &'t str,
    /// How deep values may lie inside each other.
    depth: usize,
    /// Whether saphyr reads a text with [`MASK`]s.
    masked: bool,
    /// The collections around the next value, the outermost first.
    open: Vec<Open<'t>>,
    root: Option<Value<'t>>,
    /// Where the last thing ended that was read.
    last_end: usize,
}

impl<'t> Tree<'t> {
    fn take(&mut self, event: Event<'_>, place: Range<usize>) -> Result<(), YamlError> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let place = self.scalar_place(place, style, anchor > 0 || tag.is_some(), text.is_empty());
                let span = Span::new(place.start, place.end);
                let text = self.own(text, place.clone());
                self.last_end = place.end;
                if self.expects_key() {
                    self.put_key(text, span);
                } else {
                    self.put(Value { span, kind: scalar(text, style, tag.as_deref()) });
                }
            }
            Event::SequenceStart(anchor, tag) => {
                self.begin(place, anchor > 0 || tag.is_some(), Collection::Sequence(Vec::new()))?;
            }
            Event::MappingStart(anchor, tag) => {
                self.begin(place, anchor > 0 || tag.is_some(), Collection::Mapping(Vec::new(), None))?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(&place),
            Event::Alias(_) => {
                return Err(refusal("an alias: aliases are not followed", Span::new(place.start, place.end)));
            }
            Event::DocumentStart(_) => self.last_end = place.end,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        Ok(())
    }

    /// The text of a scalar, lent by the whole text where it stands there as it is.
    fn own(&self, text: Cow<'_, str>, place: Range<usize>) -> Cow<'t, str> {
        let text = if self.masked && text.contains(MASK) { text.replace(MASK, "@").into() } else { text };
        match self.text.get(place) {
            Some(raw) if raw == text => Cow::Borrowed(raw),
            _ => Cow::Owned(text.into_owned()),
        }
    }

    fn begin(&mut self, place: Range<usize>, properties: bool, what: Collection<'t>) -> Result<(), YamlError> {
        if self.open.len() >= self.depth {
            let message = format!("values lie more than {} deep inside each other", self.depth);
            return Err(YamlError { too_deep: true, ..refusal(message, Span::new(place.start, place.end)) });
        }
        let flow = self.text.get(place.clone()).is_some_and(|raw| raw.ends_with(['{', '[']));
        let mut start = place.start;
        if matches!(what, Collection::Sequence(_)) && !flow && !properties && self.value_of_key_is_next() {
            // A sequence that is not indented below its key begins, for saphyr, after its first `-`.
            start = self.find(place.end, &['-']).unwrap_or(start);
        }
        self.last_end = if flow { place.end } else { start };
        self.open.push(Open { start, flow, what });
        Ok(())
    }

    fn end(&mut self, place: &Range<usize>) {
        // saphyr ends no collection that it has not begun.
        let Some(open) = self.open.pop() else { return };
        let (start, end) = if open.flow { (open.start, place.end) } else { (open.start, self.last_end) };
        self.last_end = end.max(start);
        let kind = match open.what {
            Collection::Sequence(items) => Kind::Array(items),
            Collection::Mapping(members, _) => Kind::Object(members),
        };
        let span = Span::new(start, self.last_end);
        if self.expects_key() {
            self.put_key(Cow::Borrowed(span.of(self.text)), span);
        } else {
            self.put(Value { span, kind });
        }
    }

    fn expects_key(&self) -> bool {
        self.open.last().is_some_and(|open| matches!(open.what, Collection::Mapping(_, None)))
    }

    fn value_of_key_is_next(&self) -> bool {
        self.open.last().is_some_and(|open| matches!(open.what, Collection::Mapping(_, Some(_))))
    }

    fn put_key(&mut self, key: Cow<'t, str>, span: Span) {
        if let Some(Open { what: Collection::Mapping(_, pending), .. }) = self.open.last_mut() {
            *pending = Some((key, span));
        }
    }

    fn put(&mut self, value: Value<'t>) {
        match self.open.last_mut().map(|open| &mut open.what) {
            None => self.root = Some(value),
            Some(Collection::Sequence(items)) => items.push(value),
            Some(Collection::Mapping(members, pending)) => {
                let (key, key_span) = pending.take().unwrap_or_default();
                members.push(Member { key, key_span, value });
            }
        }
    }

    /// Where the text of a scalar stands, given the place saphyr names.
    fn scalar_place(&self, place: Range<usize>, style: ScalarStyle, properties: bool, empty: bool) -> Range<usize> {
        if style == ScalarStyle::Plain && empty {
            let at = self.place_left_out(&place);
            return at..at;
        }
        let mut place = place;
        if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            // saphyr's place begins with the content, not with the `|` or `>` before it.
            place.start = self.find(place.start, &['|', '>']).unwrap_or(place.start);
        }
        let raw = self.text.get(place.clone()).unwrap_or_default();
        let mut rest = raw;
        while properties && rest.starts_with(['!', '&']) {
            rest = rest.trim_start_matches(|c: char| !c.is_whitespace()).trim_start();
        }
        let start = place.start + (raw.len() - rest.len());
        start..start + rest.trim_end().len()
    }

    /// Where a value would stand that is left out: right after its `:` or `-`.
    fn place_left_out(&self, place: &Range<usize>) -> usize {
        let mark = match self.open.last().map(|open| &open.what) {
            Some(Collection::Mapping(_, Some(_))) => ':',
            Some(Collection::Sequence(_)) => '-',
            _ => return place.start.max(self.last_end),
        };
        // saphyr names the next token instead, which may be many lines further down. In brackets there may be no mark at all: the
        // next one would be that of another value.
        let flow = self.open.last().is_some_and(|open| open.flow);
        let until = if flow { self.find(place.end, &[mark, ',', '}', ']']) } else { self.find(place.end, &[mark]) };
        let at = until.filter(|&at| self.text.get(at..).is_some_and(|rest| rest.starts_with(mark)));
        at.map_or(self.last_end, |at| at + mark.len_utf8())
    }

    /// The first of these indicators after what was read last and up to `until`, comments left out.
    fn find(&self, until: usize, indicators: &[char]) -> Option<usize> {
        let mut in_comment = false;
        let following =
            self.text.get(self.last_end..)?.char_indices().map(|(at, character)| (self.last_end + at, character));
        let mut following = following.take_while(|&(at, _)| at <= until);
        following.find_map(|(at, character)| {
            in_comment = if in_comment { !matches!(character, '\n' | '\r') } else { character == '#' };
            (!in_comment && indicators.contains(&character) && !self.begins_a_scalar(at, character)).then_some(at)
        })
    }

    /// Whether the `:` or `-` at this place is no indicator, as in the key `:b`: nothing separates it from what follows.
    fn begins_a_scalar(&self, at: usize, character: char) -> bool {
        let following = self.text.get(at + character.len_utf8()..).and_then(|rest| rest.chars().next());
        let separates = |next| matches!(next, ' ' | '\t' | '\n' | '\r' | ',' | ']' | '}');
        matches!(character, ':' | '-') && !following.is_none_or(separates)
    }
}

/// What a scalar of this style and tag is.
fn scalar<'t>(text: Cow<'t, str>, style: ScalarStyle, tag: Option<&Tag>) -> Kind<'t> {
    let by_schema = match tag {
        None => style == ScalarStyle::Plain,
        Some(tag) => tag.is_yaml_core_schema() && matches!(tag.suffix.as_str(), "null" | "bool" | "int" | "float"),
    };
    if by_schema { schema::resolve(text) } else { Kind::String(text) }
}

fn refusal(message: impl Into<String>, span: Span) -> YamlError {
    YamlError { message: message.into(), span, too_deep: false }
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
