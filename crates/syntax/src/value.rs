//! The tree that JSON and YAML texts become.

use std::borrow::Cow;

use crate::Span;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Value<'t> {
    /// The whole value, quotes and brackets included.
    pub span: Span,
    /// What it is.
    pub kind: Kind<'t>,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind<'t> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number as it was written: powerlint judges numbers, it does not calculate with them.
    Number(Cow<'t, str>),
    /// A string, escapes resolved.
    String(Cow<'t, str>),
    /// A list.
    Array(Vec<Value<'t>>),
    /// Members in the order of the text. A key may occur twice; look-ups take the last, as .NET and serde do.
    Object(Vec<Member<'t>>),
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Member<'t> {
    /// The key, escapes resolved.
    pub key: Cow<'t, str>,
    /// The key with its quotes.
    pub key_span: Span,
    /// The value.
    pub value: Value<'t>,
}

impl<'t> Value<'t> {
    /// The member of this name, if this is an object that has it (the last one, where it occurs twice).
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value<'t>> {
        self.member(key).map(|member| &member.value)
    }

    /// Like [`Value::get`], with the key's own place.
    #[must_use]
    pub fn member(&self, key: &str) -> Option<&Member<'t>> {
        self.members().iter().rev().find(|member| member.key == key)
    }

    /// Like [`Value::get`], without regard to case (Unicode is compared by ASCII case only, as .NET's ordinal does).
    #[must_use]
    pub fn get_ignore_case(&self, key: &str) -> Option<&Value<'t>> {
        self.members().iter().rev().find(|member| member.key.eq_ignore_ascii_case(key)).map(|member| &member.value)
    }

    /// Follows a path of keys.
    #[must_use]
    pub fn at(&self, path: &[&str]) -> Option<&Value<'t>> {
        path.iter().try_fold(self, |value, key| value.get(key))
    }

    /// The string, if this is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The boolean, if this is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self.kind {
            Kind::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The members, in the order of the text; none if this is not an object.
    #[must_use]
    pub fn members(&self) -> &[Member<'t>] {
        match &self.kind {
            Kind::Object(members) => members,
            _ => &[],
        }
    }

    /// The items; none if this is not an array.
    #[must_use]
    pub fn items(&self) -> &[Value<'t>] {
        match &self.kind {
            Kind::Array(items) => items,
            _ => &[],
        }
    }

    /// Whether this is an object, empty or not.
    #[must_use]
    pub fn is_object(&self) -> bool {
        matches!(self.kind, Kind::Object(_))
    }

    /// Follows a JSON Pointer (RFC 6901).
    #[must_use]
    pub fn pointer(&self, pointer: &str) -> Option<&Value<'t>> {
        if pointer.is_empty() {
            return Some(self);
        }
        pointer.strip_prefix('/')?.split('/').try_fold(self, |value, token| match &value.kind {
            Kind::Object(_) => value.get(&unescape(token)?),
            Kind::Array(items) => items.get(index(token)?),
            _ => None,
        })
    }

    /// The JSON Pointer of the innermost value whose span (or whose key's span, or whose key and value together)
    /// holds `span`; `""` is the root. Where a key occurs twice, the pointer of the earlier member leads to the
    /// later one: JSON Pointer cannot tell them apart.
    #[must_use]
    pub fn pointer_to(&self, span: Span) -> String {
        let mut pointer = String::new();
        let mut value = self;
        loop {
            let inner = match &value.kind {
                Kind::Object(members) => holding(members, Member::span, span).map(|(_, member)| {
                    pointer.push('/');
                    escape_onto(&mut pointer, &member.key);
                    &member.value
                }),
                Kind::Array(items) => holding(items, |item| item.span, span).map(|(at, item)| {
                    pointer.push('/');
                    pointer.push_str(&at.to_string());
                    item
                }),
                _ => None,
            };
            match inner {
                Some(inner) => value = inner,
                None => return pointer,
            }
        }
    }
}

impl Member<'_> {
    /// From the key to the end of the value.
    #[must_use]
    pub fn span(&self) -> Span {
        Span { start: self.key_span.start, end: self.value.span.end }
    }
}

/// The one that holds `span`, and its index. They stand in the order of the text and do not overlap (YAML's aliases are
/// refused), so only the last one that begins at or before the span can hold it: there can be tens of thousands.
pub(crate) fn holding<T>(all: &[T], span_of: impl Fn(&T) -> Span, span: Span) -> Option<(usize, &T)> {
    let at = all.partition_point(|one| span_of(one).start <= span.start).checked_sub(1)?;
    all.get(at).filter(|one| span_of(one).contains(span)).map(|one| (at, one))
}

/// A reference token's text with `~1` and `~0` resolved; nothing else may follow a `~`.
fn unescape(token: &str) -> Option<Cow<'_, str>> {
    if !token.contains('~') {
        return Some(Cow::Borrowed(token));
    }
    let mut text = String::with_capacity(token.len());
    let mut characters = token.chars();
    while let Some(character) = characters.next() {
        text.push(match character {
            '~' => match characters.next()? {
                '0' => '~',
                '1' => '/',
                _ => return None,
            },
            other => other,
        });
    }
    Some(Cow::Owned(text))
}

fn escape_onto(pointer: &mut String, key: &str) {
    for character in key.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// An array index: digits without a leading zero.
fn index(token: &str) -> Option<usize> {
    let plain = token == "0" || (!token.starts_with('0') && token.bytes().all(|byte| byte.is_ascii_digit()));
    if plain { token.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn string(start: usize, end: usize) -> Value<'static> {
        Value { span: Span::new(start, end), kind: Kind::String(Cow::Borrowed("x")) }
    }

    fn object(span: Span, members: Vec<(&'static str, Span, Value<'static>)>) -> Value<'static> {
        let member = |(key, key_span, value)| Member { key: Cow::Borrowed(key), key_span, value };
        Value { span, kind: Kind::Object(members.into_iter().map(member).collect()) }
    }

    #[test]
    fn look_ups_take_the_last_of_equal_keys() {
        let (first, last) = (string(4, 5), string(10, 11));
        let root = object(
            Span::new(0, 12),
            vec![("Key", Span::new(1, 3), first.clone()), ("key", Span::new(7, 9), last.clone())],
        );
        assert_eq!(root.get("Key"), Some(&first));
        assert_eq!(root.get_ignore_case("KEY"), Some(&last));
        assert_eq!(root.at(&["key"]), Some(&last));
        assert_eq!(root.at(&["key", "key"]), None);
    }
}
