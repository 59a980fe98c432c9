//! Writing a piece of a long line out over several lines.
//!
//! First [`plan`] decides which containers are opened and which of their children are shown, then
//! `write` writes them and remembers which piece of the source went where, so that every mark is found again.

mod plan;
mod write;

#[cfg(test)]
mod tests;

use crate::value::holding;
use crate::{Kind, Member, Span, Value};

/// A piece of a text written out over several lines, for people: exported flows are often one line of 75 KB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reflowed {
    /// The pretty-printed piece. What is far from the marks may be shortened to `…`.
    pub text: String,
    /// Where the asked-for spans stand in it, in the order they were asked for.
    pub marks: Vec<Span>,
}

/// Pretty-prints the object (or array) that encloses all of `spans`, keeping at most about `max_lines` lines.
///
/// `root` is the tree of `text`; a span may be that of a value, a key or a member, or a part of a string.
/// What holds a mark is always shown, so many marks far apart may take more lines. Gives `None` where a span
/// is not inside the root.
#[must_use]
pub fn reflow(text: &str, root: &Value<'_>, spans: &[Span], max_lines: usize) -> Option<Reflowed> {
    if !spans.iter().all(|&span| root.span.contains(span)) {
        return None;
    }
    let value = with_context(root, spans);
    let plan = plan::Plan::new(text, value, spans, max_lines);
    Some(write::write(text, value, &plan, spans))
}

/// Fewer lines than this say too little about where one is: the reader wants the parent too.
const MIN_LINES: usize = 4;

/// The smallest container around all of `spans` that has [`MIN_LINES`] lines, or else the root.
fn with_context<'v, 't>(root: &'v Value<'t>, spans: &[Span]) -> &'v Value<'t> {
    let start = spans.iter().map(|span| span.start).min();
    let end = spans.iter().map(|span| span.end).max();
    let (Some(start), Some(end)) = (start, end) else {
        return root;
    };
    let hull = Span { start, end };
    // From the root inwards: the containers around the spans, without one that is itself marked, because
    // the key that says what it is stands outside it.
    let mut around = vec![root];
    let mut innermost = root;
    while let Some(inner) = value_holding(innermost, hull).filter(|value| value.span != hull && count(value) > 0) {
        around.push(inner);
        innermost = inner;
    }
    let mut lines = 0_usize;
    let enough = around.iter().rev().find(|container| {
        // Brackets take two lines; where a container is opened, its first line is its parent's line for it.
        lines = 2 + count(container) + lines.saturating_sub(1);
        lines >= MIN_LINES
    });
    enough.copied().unwrap_or(root)
}

/// The item's or member's value that holds `span`.
fn value_holding<'v, 't>(value: &'v Value<'t>, span: Span) -> Option<&'v Value<'t>> {
    let item = holding(value.items(), |item| item.span, span).map(|(_, item)| item);
    item.or_else(|| holding(value.members(), |member| member.value.span, span).map(|(_, member)| &member.value))
}

/// An item of an array or a member of an object.
#[derive(Clone, Copy)]
enum Child<'v, 't> {
    Item(&'v Value<'t>),
    Member(&'v Member<'t>),
}

impl<'v, 't> Child<'v, 't> {
    fn value(self) -> &'v Value<'t> {
        match self {
            Self::Item(value) => value,
            Self::Member(member) => &member.value,
        }
    }

    fn key_span(self) -> Option<Span> {
        match self {
            Self::Item(_) => None,
            Self::Member(member) => Some(member.key_span),
        }
    }

    fn span(self) -> Span {
        match self {
            Self::Item(value) => value.span,
            Self::Member(member) => member.span(),
        }
    }
}

/// The items or members; none for a value that is no container.
fn children<'v, 't>(value: &'v Value<'t>) -> impl Iterator<Item = Child<'v, 't>> {
    value.items().iter().map(Child::Item).chain(value.members().iter().map(Child::Member))
}

/// How many items or members there are.
fn count(value: &Value<'_>) -> usize {
    // It has one of the two at most.
    value.items().len() + value.members().len()
}

/// The item or member at an index.
fn child<'v, 't>(value: &'v Value<'t>, at: usize) -> Option<Child<'v, 't>> {
    value.items().get(at).map(Child::Item).or_else(|| value.members().get(at).map(Child::Member))
}

/// How many of the items or members come before the first that `is_before` does not hold for; they are sorted by it.
fn count_before(value: &Value<'_>, is_before: impl Fn(Span) -> bool) -> usize {
    value.items().partition_point(|item| is_before(item.span))
        + value.members().partition_point(|member| is_before(member.span()))
}

/// The brackets of a container.
fn brackets(value: &Value<'_>) -> Option<[char; 2]> {
    match value.kind {
        Kind::Object(_) => Some(['{', '}']),
        Kind::Array(_) => Some(['[', ']']),
        _ => None,
    }
}

/// Whether the two share a character, or one is an empty place in the other.
fn touches(mark: Span, span: Span) -> bool {
    span.contains(mark) || (mark.start < span.end && span.start < mark.end)
}
