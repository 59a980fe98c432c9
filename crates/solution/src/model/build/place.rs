//! Values with their places, taken out of trees.

use std::collections::HashSet;

use syntax::{Kind, Member, Span, Value, xml::Element};

use crate::{At, FileId, Loc};

/// An element's text without surrounding space; `None` where it is blank.
pub(super) fn text_at<'t>(file: FileId, element: &'t Element<'t>) -> Option<At<&'t str>> {
    let text: &str = &element.text;
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return None;
    }
    let mut span = element.text_span;
    // The place can be narrowed only where the text stands in the file as it is, without entities.
    if span.range().len() == text.len() {
        let before = text.len() - text.trim_start().len();
        let start = span.range().start + before;
        span = Span::new(start, start + trimmed.len());
    }
    Some(At::new(trimmed, Loc::new(file, span)))
}

/// The text of the first child of this name that has one, without regard to the name's case.
pub(super) fn child_at<'t>(file: FileId, element: &'t Element<'t>, name: &str) -> Option<At<&'t str>> {
    let mut children = element.children.iter().filter(|child| child.name.eq_ignore_ascii_case(name));
    children.find_map(|child| text_at(file, child))
}

/// The value of an attribute, without regard to the name's case; `None` where it is blank.
pub(super) fn attribute_at<'t>(file: FileId, element: &'t Element<'t>, name: &str) -> Option<At<&'t str>> {
    let attribute = element.attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))?;
    let value = attribute.value.trim();
    (!value.is_empty()).then(|| At::new(value, Loc::new(file, attribute.value_span)))
}

/// An attribute, or else the child element of that name: the YAML layout writes some as the one, some as the other.
pub(super) fn attribute_or_child<'t>(file: FileId, element: &'t Element<'t>, name: &str) -> Option<At<&'t str>> {
    attribute_at(file, element, name).or_else(|| child_at(file, element, name))
}

/// The first child of this name, without regard to case.
pub(super) fn child<'t>(element: &'t Element<'t>, name: &str) -> Option<&'t Element<'t>> {
    element.children.iter().find(|child| child.name.eq_ignore_ascii_case(name))
}

/// Follows a path of first children, without regard to case.
pub(super) fn descend<'t>(element: &'t Element<'t>, path: &[&str]) -> Option<&'t Element<'t>> {
    path.iter().try_fold(element, |element, name| child(element, name))
}

/// All elements of this name below `element` (itself included, not those inside a match), in the order of the text.
pub(super) fn all_named<'t>(element: &'t Element<'t>, name: &str) -> Vec<&'t Element<'t>> {
    let mut found = Vec::new();
    let mut stack = vec![element];
    while let Some(element) = stack.pop() {
        if element.name.eq_ignore_ascii_case(name) {
            found.push(element);
        } else {
            stack.extend(element.children.iter().rev());
        }
    }
    found
}

/// Like [`all_named`], or else the root itself where it has `key`: the YAML layout may leave out the outermost name.
pub(super) fn all_named_or_root<'t>(root: &'t Element<'t>, name: &str, key: &str) -> Vec<&'t Element<'t>> {
    let found = all_named(root, name);
    let has = |name: &str| name.eq_ignore_ascii_case(key);
    let bare = root.attributes.iter().any(|attribute| has(&attribute.name)) || child(root, key).is_some();
    if found.is_empty() && bare { vec![root] } else { found }
}

/// A string that is not blank.
pub(super) fn string_at<'t>(file: FileId, value: &'t Value<'t>) -> Option<At<&'t str>> {
    let text = value.as_str()?;
    (!text.trim().is_empty()).then(|| At::new(text, Loc::new(file, value.span)))
}

/// The string of a member, without regard to the key's case; `None` where it is blank.
pub(super) fn member_at<'t>(file: FileId, value: &'t Value<'t>, key: &str) -> Option<At<&'t str>> {
    value.get_ignore_case(key).and_then(|value| string_at(file, value))
}

/// A scalar as it is written: strings, numbers, booleans.
pub(super) fn scalar_at<'t>(file: FileId, value: &'t Value<'t>) -> Option<At<&'t str>> {
    let text = match &value.kind {
        Kind::String(text) | Kind::Number(text) => text.as_ref(),
        Kind::Bool(true) => "true",
        Kind::Bool(false) => "false",
        Kind::Null | Kind::Array(_) | Kind::Object(_) => return None,
    };
    Some(At::new(text, Loc::new(file, value.span)))
}

/// The members of an object; of those with the same key only the last, which is the one that counts.
pub(super) fn members<'t>(value: &'t Value<'t>) -> Vec<&'t Member<'t>> {
    /// Among so few, comparing each with those behind it is quicker than remembering them.
    const FEW: usize = 16;
    let all = value.members();
    if all.len() <= FEW {
        let behind = |at: usize| all.get(at + 1..).unwrap_or_default();
        let last = |(at, member): &(usize, &Member<'_>)| behind(*at).iter().all(|other| other.key != member.key);
        return all.iter().enumerate().filter(last).map(|(_, member)| member).collect();
    }
    let mut seen: HashSet<&str, foldhash::fast::RandomState> = HashSet::default();
    let mut members: Vec<_> = all.iter().rev().filter(|member| seen.insert(member.key.as_ref())).collect();
    members.reverse();
    members
}

/// The key of a member with its place.
pub(super) fn key_at<'t>(file: FileId, member: &'t Member<'t>) -> At<&'t str> {
    At::new(member.key.as_ref(), Loc::new(file, member.key_span))
}
