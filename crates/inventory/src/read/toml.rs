//! TOML as the tree that JSON becomes, so that both forms of the native inventory have one reader.

use std::borrow::Cow;

use syntax::{Kind, Member, Span, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Parses TOML. The place of a table that has a header is its header.
pub(super) fn parse(text: &str) -> Result<Value<'_>, (String, Option<Span>)> {
    let table = DeTable::parse(text).map_err(|error| {
        let span = error.span().map(|span| Span::new(span.start, span.end));
        (error.message().to_owned(), span)
    })?;
    let span = span_of(&table);
    Ok(Value { span, kind: table_kind(table.into_inner()) })
}

fn span_of<T>(spanned: &Spanned<T>) -> Span {
    Span::new(spanned.span().start, spanned.span().end)
}

fn table_kind(table: DeTable<'_>) -> Kind<'_> {
    let mut members: Vec<Member<'_>> = table
        .into_iter()
        .map(|(key, member)| {
            let key_span = span_of(&key);
            Member { key: key.into_inner(), key_span, value: value(member) }
        })
        .collect();
    members.sort_by_key(|member| member.key_span);
    Kind::Object(members)
}

/// The parser bounds how deep values lie inside each other.
fn value(spanned: Spanned<DeValue<'_>>) -> Value<'_> {
    let span = span_of(&spanned);
    let kind = match spanned.into_inner() {
        DeValue::String(text) => Kind::String(text),
        DeValue::Integer(number) => Kind::Number(Cow::Owned(number.to_string())),
        DeValue::Float(number) => Kind::Number(Cow::Owned(number.to_string())),
        DeValue::Boolean(value) => Kind::Bool(value),
        DeValue::Datetime(date) => Kind::String(Cow::Owned(date.to_string())),
        DeValue::Array(items) => Kind::Array(items.into_iter().map(value).collect()),
        DeValue::Table(table) => table_kind(table),
    };
    Value { span, kind }
}
