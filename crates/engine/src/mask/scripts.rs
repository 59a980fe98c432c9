//! Scripts of desktop flows in the element that describes them: no line of them belongs into an excerpt. They hold passwords in a
//! language of their own, whose secrets cannot be told by their surroundings.

use solution::Tree;
use syntax::{Kind, Span, Value, xml::Element};

/// The element, or key of the YAML layout, that holds a script.
const DEFINITION: &str = "Definition";

/// The places of scripts in a text.
pub(crate) fn scripts(text: &str, tree: &Tree<'_>) -> Vec<Span> {
    // Hardly any text has one.
    if !text.contains(DEFINITION) {
        return Vec::new();
    }
    match tree {
        Tree::Xml(root) => in_elements(root),
        Tree::Yaml(root) => in_values(root),
        Tree::Json(_) => Vec::new(),
    }
}

fn in_elements(root: &Element<'_>) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open = vec![root];
    while let Some(element) = open.pop() {
        if element.name == "Workflow" {
            found.extend(element.children_named(DEFINITION).map(|definition| definition.span));
        } else {
            open.extend(&element.children);
        }
    }
    found
}

fn in_values(root: &Value<'_>) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open = vec![root];
    while let Some(value) = open.pop() {
        match &value.kind {
            Kind::Object(members) => {
                found.extend(members.iter().filter(|member| member.key == DEFINITION).map(|member| member.value.span));
                open.extend(members.iter().map(|member| &member.value));
            }
            Kind::Array(items) => open.extend(items),
            _ => {}
        }
    }
    found
}
