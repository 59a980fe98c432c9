//! Several values of JSON one after the other: an object a line, or one answer after another, as a loop over `curl` appends them.

use syntax::json::{self, JsonError};
use syntax::{Kind, Span, Value};

use super::record::wrapped;

/// The values of a text as one list, of which each was parsed alone, and lists are taken apart. `None` where it is not two or more, or
/// only some of them are wrappers of rows.
pub(super) fn parse(text: &str) -> Option<Result<Value<'_>, JsonError>> {
    let mut items = Vec::new();
    for part in split(text)? {
        match one(text, part) {
            Ok(Value { kind: Kind::Array(rows), .. }) => items.extend(rows),
            Ok(value) => items.push(value),
            Err(error) => return Some(Err(error)),
        }
    }
    let wrappers = items.iter().filter(|item| wrapped(item).is_some()).count();
    let span = Span::new(0, text.len());
    (wrappers == 0 || wrappers == items.len()).then_some(Ok(Value { span, kind: Kind::Array(items) }))
}

fn one(text: &str, part: Span) -> Result<Value<'_>, JsonError> {
    let by = part.start;
    match json::parse(part.of(text)) {
        Ok(document) => {
            let mut root = document.root;
            shift(&mut root, by);
            Ok(root)
        }
        Err(error) => Err(JsonError { span: moved(error.span, by), ..error }),
    }
}

/// The places of the objects and lists of a text, where there are two or more and nothing stands between them.
fn split(text: &str) -> Option<Vec<Span>> {
    let mut parts = Vec::new();
    let (mut depth, mut start, mut quoted, mut escaped) = (0_usize, 0, false, false);
    for (at, byte) in text.bytes().enumerate() {
        if quoted {
            quoted = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            continue;
        }
        match byte {
            b'{' | b'[' => {
                if depth == 0 {
                    start = at;
                }
                depth += 1;
            }
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    parts.push(Span::new(start, at + 1));
                }
            }
            b'"' if depth > 0 => quoted = true,
            _ if depth == 0 && !byte.is_ascii_whitespace() => return None,
            _ => {}
        }
    }
    (depth == 0 && parts.len() > 1).then_some(parts)
}

/// Moves a value and all that lies in it, without recursion: it may be nested as deep as the parser allows.
fn shift(root: &mut Value<'_>, by: u32) {
    let mut open = vec![root];
    while let Some(value) = open.pop() {
        value.span = moved(value.span, by);
        match &mut value.kind {
            Kind::Array(items) => open.extend(items),
            Kind::Object(members) => {
                for member in members {
                    member.key_span = moved(member.key_span, by);
                    open.push(&mut member.value);
                }
            }
            _ => {}
        }
    }
}

fn moved(span: Span, by: u32) -> Span {
    Span { start: span.start.saturating_add(by), end: span.end.saturating_add(by) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn values_keep_their_places() {
        let text = "{\"id\":\"}{\"}{\"values\":[]}\r\n[ {\"id\":\"\\\"é\"} ]\n";
        let root = parse(text).unwrap().unwrap();
        assert_eq!(root.items().len(), 3);
        let second = &root.items()[2];
        assert_eq!(second.span.of(text), "{\"id\":\"\\\"é\"}");
        assert_eq!(second.member("id").unwrap().key_span.of(text), "\"id\"");
    }

    #[test]
    fn one_value_or_words_are_no_sequence() {
        for text in ["{}", "[{}] x", "{} }", "{}{", "{}{\"", "x {}{}", "{\"value\":[]}{}", ""] {
            assert!(parse(text).is_none(), "{text}");
        }
        assert!(parse("{} {x}").unwrap().is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[\\[\\]{}\"\\\\:,a é\n]{0,40}") {
            if let Some(Ok(root)) = parse(&text) {
                prop_assert!(root.items().iter().all(|value| text.get(value.span.range()).is_some()));
            }
        }
    }
}
