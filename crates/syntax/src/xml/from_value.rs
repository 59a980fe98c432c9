//! The YAML source layout: XML turned over.

use std::borrow::Cow;

use super::{Attribute, Element};
use crate::{Kind, Member, Span, Value};

/// The member that holds an element's own text where it has attributes too, as converters of XML to JSON name it.
const TEXT_MEMBER: &str = "#text";

impl<'t> Element<'t> {
    /// Reads a YAML (or JSON) value that is XML turned over, as Dataverse Git integration writes it: `'@name'` members
    /// become attributes, a mapping becomes one child, a sequence becomes several of the same name, a scalar becomes text
    /// (so does the scalar of a `'#text'` member, beside attributes). Spans are those of the YAML text.
    ///
    /// A child's `span` runs from its key to the end of its value and its `tag_span` is the key; an item of a sequence
    /// has no key of its own, so its `tag_span` is its first member.
    #[must_use]
    pub fn from_value(name: Cow<'t, str>, value: &Value<'t>) -> Element<'t> {
        let tag_span = value.members().first().map_or(value.span, whole);
        let mut element = Element::empty(name, value.span, tag_span);
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
        }
    }

    fn fill(&mut self, value: &Value<'t>) {
        match &value.kind {
            Kind::Object(members) => members.iter().for_each(|member| self.add(member)),
            // Only the root and a sequence right inside a sequence come here: their items have no name of their own.
            Kind::Array(items) => {
                let name = self.name.clone();
                self.children.extend(items.iter().map(|item| Element::from_value(name.clone(), item)));
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
            self.children.extend(items.iter().map(|item| Element::from_value(member.key.clone(), item)));
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
