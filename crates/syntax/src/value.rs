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
        let _ = pointer;
        todo!()
    }

    /// The JSON Pointer of the innermost value whose span (or whose key's span) holds `span`; `""` is the root.
    #[must_use]
    pub fn pointer_to(&self, span: Span) -> String {
        let _ = span;
        todo!()
    }
}
