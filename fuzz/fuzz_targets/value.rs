//! What holds of every tree of values.

use powerlint_syntax::{Span, Value};

pub fn fits(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} does not fit");
}

pub fn check(text: &str, root: &Value<'_>) {
    let mut open = vec![root];
    while let Some(value) = open.pop() {
        fits(text, value.span);
        open.extend(value.items());
        for member in value.members() {
            fits(text, member.key_span);
            assert!(value.span.contains(member.key_span) && value.span.contains(member.value.span));
            open.push(&member.value);
        }
    }
}
