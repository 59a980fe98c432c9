//! The YAML source layout: XML turned over.

use std::borrow::Cow;

use super::{Attribute, ChildPlaces, Element};
use crate::{Kind, Member, Span, Value};

/// The member that holds an element's own text where it has attributes too, as converters of XML to JSON name it.
const TEXT_MEMBER: &str = "#text";

impl<'t> Element<'t> {
    /// Reads a YAML (or JSON) value that is XML turned over, as Dataverse Git integration writes it: `'@name'` members
    /// become attributes, a mapping becomes one child, a sequence becomes several of the same name, a scalar becomes text
    /// (so does the scalar of a `'#text'` member, beside attributes). Spans are those of the YAML text.
    ///
    /// A child's `span` runs from its key to the end of its value and its `tag_span` is the key; an item of a sequence
    /// has no key of its own, so its `tag_span` is its first member. An item left out (`- ` and nothing more) has no text
    /// either: it stands at the key of its sequence.
    #[must_use]
    pub fn from_value(name: Cow<'t, str>, value: &Value<'t>) -> Element<'t> {
        Self::item(name, value, value.span)
    }

    /// An element for a value without a key of its own, which stands at `left_out` where the value has no text.
    fn item(name: Cow<'t, str>, value: &Value<'t>, left_out: Span) -> Element<'t> {
        let span = if value.span.is_empty() { left_out } else { value.span };
        let tag_span = value.members().first().map_or(span, whole);
        let mut element = Element::empty(name, span, tag_span);
        element.fill(value);
        element
    }

    /// An element with nothing in it yet.
    fn empty(name: Cow<'t, str>, span: Span, tag_span: Span) -> Self {
        Self {
            name,
            span,
            tag_span,
            attributes: Vec::new(),
            children: Vec::new(),
            text: Cow::Borrowed(""),
            text_span: Span { start: tag_span.end, end: tag_span.end },
            child_places: ChildPlaces::default(),
        }
    }

    fn fill(&mut self, value: &Value<'t>) {
        match &value.kind {
            Kind::Object(members) => members.iter().for_each(|member| self.add(member)),
            // Only the root and a sequence right inside a sequence come here: their items have no name of their own.
            Kind::Array(items) => {
                let name = self.name.clone();
                self.children.extend(items.iter().map(|item| Element::item(name.clone(), item, value.span)));
            }
            _ => {
                if let Some(text) = scalar(value) {
                    self.text = text;
                    self.text_span = value.span;
                }
            }
        }
    }

    fn add(&mut self, member: &Member<'t>) {
        let text = scalar(&member.value);
        match (attribute_name(&member.key), text) {
            (Some(name), Some(value)) => {
                self.attributes.push(Attribute { name, value, value_span: member.value.span });
            }
            (None, Some(text)) if member.key == TEXT_MEMBER => {
                self.text = text;
                self.text_span = member.value.span;
            }
            _ => self.add_children(member),
        }
    }

    fn add_children(&mut self, member: &Member<'t>) {
        if let Kind::Array(items) = &member.value.kind {
            let items = items.iter().map(|item| Element::item(member.key.clone(), item, member.key_span));
            self.children.extend(items);
        } else {
            let mut child = Element::empty(member.key.clone(), whole(member), member.key_span);
            child.fill(&member.value);
            self.children.push(child);
        }
    }
}

/// The name in `'@name'`.
fn attribute_name<'t>(key: &Cow<'t, str>) -> Option<Cow<'t, str>> {
    match key {
        Cow::Borrowed(key) => key.strip_prefix('@').map(Cow::Borrowed),
        Cow::Owned(key) => key.strip_prefix('@').map(|name| Cow::Owned(name.to_owned())),
    }
}

/// The text of a scalar; null is the empty text. `None` for lists and objects.
fn scalar<'t>(value: &Value<'t>) -> Option<Cow<'t, str>> {
    match &value.kind {
        Kind::Null => Some(Cow::Borrowed("")),
        Kind::Bool(value) => Some(Cow::Borrowed(if *value { "true" } else { "false" })),
        Kind::Number(text) | Kind::String(text) => Some(text.clone()),
        Kind::Array(_) | Kind::Object(_) => None,
    }
}

/// From the key to the end of the value.
fn whole(member: &Member<'_>) -> Span {
    let (key, value) = (member.key_span, member.value.span);
    Span { start: key.start.min(value.start), end: key.end.max(value.end) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fmt::Write;

    use crate::{Span, Value, json::MAX_DEPTH, xml::Element, yaml};

    /// The XML that an element would be.
    fn write(element: &Element<'_>, out: &mut String) {
        write!(out, "<{}", element.name).unwrap();
        for attribute in &element.attributes {
            write!(out, " {}='{}'", attribute.name, attribute.value).unwrap();
        }
        write!(out, ">{}", element.text).unwrap();
        element.children.iter().for_each(|child| write(child, out));
        write!(out, "</{}>", element.name).unwrap();
    }

    fn turned_over(text: &str) -> String {
        let value: Value<'_> = yaml::parse(text).unwrap();
        let mut out = String::new();
        write(&Element::from_value("r".into(), &value), &mut out);
        out
    }

    #[test]
    fn mappings_are_children_and_sequences_are_several() {
        let text =
            "RootComponents:\n  RootComponent:\n  - '@type': 1\n    '@behavior': '0'\n  - '@type': '29'\n    Name: x\n";
        assert_eq!(
            turned_over(text),
            "<r><RootComponents><RootComponent type='1' behavior='0'></RootComponent>\
             <RootComponent type='29'><Name>x</Name></RootComponent></RootComponents></r>"
        );
    }

    #[test]
    fn scalars_are_text_and_nothing_is_an_empty_element() {
        let text = "A: yes\nB: 1.0\nC: true\nD:\nE: {}\nF: []\nG: {'@n': null, '#text': t}\nH: [a, b]";
        assert_eq!(
            turned_over(text),
            "<r><A>yes</A><B>1.0</B><C>true</C><D></D><E></E><G n=''>t</G><H>a</H><H>b</H></r>"
        );
    }

    #[test]
    fn a_sequence_right_inside_a_sequence_keeps_its_items() {
        assert_eq!(turned_over("A: [[x, y], z]"), "<r><A><A>x</A><A>y</A></A><A>z</A></r>");
    }

    #[test]
    fn spans_are_those_of_the_yaml_text() {
        let text = "A:\n  B:\n    - '@c': d\n      E: f\n    - '@c': g\n";
        let value = yaml::parse(text).unwrap();
        let root = Element::from_value("r".into(), &value);
        let a = root.child("A").unwrap();
        assert_eq!((a.span.of(text), a.tag_span.of(text)), (text.trim_end(), "A"));
        let item = root.at(&["A", "B"]).unwrap();
        assert_eq!((item.span.of(text), item.tag_span.of(text)), ("'@c': d\n      E: f", "'@c': d"));
        let e = item.child("E").unwrap();
        assert_eq!((e.span.of(text), e.tag_span.of(text), e.text_span.of(text)), ("E: f", "E", "f"));

        let path_of = |mark: &str| {
            let start = text.find(mark).unwrap();
            root.path_to(Span::new(start, start + mark.len()))
        };
        assert_eq!(path_of("f"), "/r/A/B[1]/E");
        assert_eq!(path_of("g"), "/r/A/B[2]/@c");
        assert_eq!(path_of("'@c': d"), "/r/A/B[1]");
    }

    #[test]
    fn an_item_left_out_stands_at_the_key_of_its_sequence() {
        let text = "A:\n  B:\n  -\n  - c\nD: [[,]]\n";
        let text = &text.replace("[[,]]", "\n- -\n");
        let value = yaml::parse(text).unwrap();
        let root = Element::from_value("r".into(), &value);
        let item = root.at(&["A", "B"]).unwrap();
        assert_eq!((item.span.of(text), item.tag_span.of(text), &*item.text), ("B", "B", ""));
        assert_eq!(root.at(&["D", "D"]).unwrap().span.of(text), "-");
    }

    #[test]
    fn the_deepest_value_fits_the_stack() {
        let lists = "- ".repeat(MAX_DEPTH);
        let objects: String = (0..MAX_DEPTH).map(|depth| " ".repeat(depth) + "a:\n").collect();
        for text in [lists, objects] {
            let value = yaml::parse(&text).unwrap();
            let root = Element::from_value("r".into(), &value);
            let end = Span::new(text.trim_end().len(), text.trim_end().len());
            assert!(root.path_to(end).split('/').count() > MAX_DEPTH);
        }
    }
}
