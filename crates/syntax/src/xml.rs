//! A small tree of XML elements that know their places.
//!
//! Entities beyond the five predefined ones and character references are never expanded; a DOCTYPE is refused
//! (none was seen in 595 real packages).

use std::borrow::Cow;

use crate::Span;

mod from_value;
mod parse;
mod path;
mod pieces;
mod tag;
mod tree;

pub use parse::{parse, parse_again, parse_within, parse_without};
use path::ChildPlaces;

/// An element.
#[derive(Debug, Clone, PartialEq)]
pub struct Element<'t> {
    /// The name as it is written, prefix included.
    pub name: Cow<'t, str>,
    /// The whole element, from `<` of its start tag to `>` of its end tag.
    pub span: Span,
    /// The start tag alone.
    pub tag_span: Span,
    /// The attributes, in the order of the text.
    pub attributes: Vec<Attribute<'t>>,
    /// The child elements, in the order of the text.
    pub children: Vec<Element<'t>>,
    /// The element's own text (children's texts left out), entities resolved, not trimmed. Of the white space that indents children only
    /// the first piece is kept where there is nothing else.
    pub text: Cow<'t, str>,
    /// Where that text stands: from the first to the last piece of it; empty at the end of the start tag if there is none.
    pub text_span: Span,
    /// Where the children stand among each other.
    child_places: ChildPlaces,
}

/// An attribute.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute<'t> {
    /// The name as it is written.
    pub name: Cow<'t, str>,
    /// The value, entities resolved.
    pub value: Cow<'t, str>,
    /// The value without its quotes.
    pub value_span: Span,
}

impl<'t> Element<'t> {
    /// The first child of this name (case matters).
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Element<'t>> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The children of this name, in the order of the text.
    pub fn children_named<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element<'t>> + use<'e, 't> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Follows a path of first children.
    #[must_use]
    pub fn at(&self, path: &[&str]) -> Option<&Element<'t>> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The attribute of this name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Attribute<'t>> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The value of the attribute of this name.
    #[must_use]
    pub fn attr(&self, name: &str) -> Option<&str> {
        self.attribute(name).map(|attribute| attribute.value.as_ref())
    }

    /// The trimmed text of the first child of this name; `None` if there is no such child or it is blank.
    #[must_use]
    pub fn child_text(&self, name: &str) -> Option<&str> {
        self.child(name).map(Element::trimmed).filter(|text| !text.is_empty())
    }

    /// The element's own text without surrounding white space.
    #[must_use]
    pub fn trimmed(&self) -> &str {
        self.text.trim()
    }
}

/// A text that is not well-formed XML.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct XmlError {
    /// What is wrong, in words, without the place.
    pub message: String,
    /// Where.
    pub span: Span,
    /// It lies deeper than is read, and may be well-formed.
    pub too_deep: bool,
}
