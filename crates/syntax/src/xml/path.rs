//! Paths that name an element for people.

use std::{collections::HashMap, sync::OnceLock};

use super::Element;
use crate::Span;

impl Element<'_> {
    /// The path of the innermost element that holds `span`: `/ImportExportXml/connectionreferences/connectionreference[2]`,
    /// with a number (from 1) where siblings share the name, and `/@name` where the span lies in an attribute's value.
    #[must_use]
    pub fn path_to(&self, span: Span) -> String {
        let mut path = format!("/{}", self.name);
        let mut element = self;
        while let Some((child, number)) = element.child_holding(span) {
            path.push('/');
            path.push_str(&child.name);
            if number > 0 {
                path.push('[');
                path.push_str(&number.to_string());
                path.push(']');
            }
            element = child;
        }
        if let Some(attribute) = element.attributes.iter().find(|attribute| attribute.value_span.contains(span)) {
            path.push_str("/@");
            path.push_str(&attribute.name);
        }
        path
    }

    /// The child that holds `span`, and which one of those of its name it is, from 1, or 0 where it is the only one. Children stand in the
    /// order of the text and do not overlap, so only the last one that begins at or before the span can hold it.
    fn child_holding(&self, span: Span) -> Option<(&Self, u32)> {
        let places = self.child_places.0.get_or_init(|| self.place_children());
        let at = places.partition_point(|place| place.start <= span.start).checked_sub(1)?;
        let child = self.children.get(at).filter(|child| child.span.contains(span))?;
        Some((child, places.get(at)?.number))
    }

    fn place_children(&self) -> Box<[ChildPlace]> {
        let mut counts: HashMap<&str, u32, foldhash::fast::RandomState> = HashMap::default();
        let counted = self.children.iter().map(|child| {
            let count = counts.entry(&child.name).or_default();
            *count += 1;
            ChildPlace { start: child.span.start, number: *count }
        });
        let mut places: Box<[ChildPlace]> = counted.collect();
        for (child, place) in self.children.iter().zip(&mut places) {
            if counts.get(&*child.name) == Some(&1) {
                place.number = 0;
            }
        }
        places
    }
}

/// What is asked of each child of an element to find one among many of them, close together.
#[derive(Debug, Clone, Copy)]
struct ChildPlace {
    /// Where it begins.
    start: u32,
    /// Which one of those of its name it is, from 1; 0 for one that is alone.
    number: u32,
}

/// The places of an element's children, found for all of them when the first is asked for: most elements are never asked, and a file
/// can hold tens of thousands of siblings, and a place in each.
#[derive(Debug, Clone, Default)]
pub(super) struct ChildPlaces(OnceLock<Box<[ChildPlace]>>);

/// Whether somebody has asked yet makes no difference.
impl PartialEq for ChildPlaces {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use crate::{Span, xml::parse};

    fn path_of(text: &str, mark: &str) -> String {
        let start = text.find(mark).unwrap();
        parse(text).unwrap().path_to(Span::new(start, start + mark.len()))
    }

    const SAMPLE: &str = r#"<root a="in root"><refs><ref n="one">1</ref><other/><ref n='two'>2<deep>here</deep></ref></refs> tail</root>"#;

    #[test]
    fn numbers_only_where_siblings_share_the_name() {
        assert_eq!(path_of(SAMPLE, "here"), "/root/refs/ref[2]/deep");
        assert_eq!(path_of(SAMPLE, "1<"), "/root/refs/ref[1]");
        assert_eq!(path_of(SAMPLE, "<other/>"), "/root/refs/other");
    }

    #[test]
    fn names_the_attribute_whose_value_holds_the_span() {
        assert_eq!(path_of(SAMPLE, "two"), "/root/refs/ref[2]/@n");
        assert_eq!(path_of(SAMPLE, "root\""), "/root");
        assert_eq!(path_of(SAMPLE, "in root"), "/root/@a");
    }

    #[test]
    fn falls_back_to_what_encloses_all_of_the_span() {
        assert_eq!(path_of(SAMPLE, "</ref><other/>"), "/root/refs");
        assert_eq!(path_of(SAMPLE, "tail"), "/root");
        assert_eq!(parse(SAMPLE).unwrap().path_to(Span::new(9000, 9001)), "/root");
    }
}
