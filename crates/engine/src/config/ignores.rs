//! `[[ignore]]`: what the user has decided not to hear of.

use globset::GlobBuilder;
use syntax::Span;

use super::{
    Ignore,
    reader::{Errors, Reader, span_of, wrong_type},
    rules,
};
use crate::{Date, RuleEntry, date};

/// Reads one entry.
pub(super) fn ignore(mut table: Reader<'_, '_, '_>, entries: &[RuleEntry]) -> Option<Ignore> {
    let rule = table.string("rule").and_then(|(name, span)| {
        let entry = rules::find(&name, entries);
        if entry.is_none() {
            rules::unknown(&name, span, entries, table.errors);
        }
        entry.map(|entry| entry.meta.name.to_owned())
    });
    let mut pattern = |key| table.string(key).and_then(|pattern| glob(pattern, table.errors));
    let solution = pattern("solution");
    let subject = pattern("subject");
    let pointer = table.text("pointer");
    let until = until(&mut table);
    let reason = table.text("reason");
    if reason.is_none() {
        let help = "say why in `reason`: whoever reads it next will want to know".to_owned();
        let span = Some(table.span());
        table.errors.add(span, "an [[ignore]] must have a reason", Some(help));
    }
    if !["rule", "solution", "subject", "pointer"].iter().any(|key| table.has(key)) {
        let help = "name a `rule`, a `solution`, a `subject` or a `pointer`".to_owned();
        let span = Some(table.span());
        table.errors.add(span, "an [[ignore]] must say what it ignores", Some(help));
    }
    let span = table.finish();
    Some(Ignore { rule, solution, subject, pointer, until, reason: reason?, span })
}

/// A pattern that is one.
pub(super) fn glob((pattern, span): (String, Span), errors: &mut Errors<'_>) -> Option<String> {
    if let Err(error) = GlobBuilder::new(&pattern).backslash_escape(true).build() {
        errors.add(Some(span), format!("`{pattern}` is not a pattern: {}", error.kind()), None);
        return None;
    }
    Some(pattern)
}

/// A day: a date of TOML, or a string with one. A time of day would say more than is meant.
fn until(table: &mut Reader<'_, '_, '_>) -> Option<Date> {
    let value = table.take("until")?;
    let day = match (value.get_ref().as_datetime(), value.get_ref().as_str()) {
        (Some(written), _) if written.time.is_none() => written.date.and_then(|date| {
            let (year, month, day) = (i16::try_from(date.year), i8::try_from(date.month), i8::try_from(date.day));
            Date::new(year.ok()?, month.ok()?, day.ok()?).ok()
        }),
        (None, Some(text)) => date::day(text),
        _ => None,
    };
    if day.is_none() {
        match value.get_ref().as_str() {
            Some(text) => {
                let help = "the last day on which it holds, such as 2027-03-31".to_owned();
                table.errors.add(Some(span_of(value)), format!("`{text}` is not a day"), Some(help));
            }
            None => wrong_type(value, "until", "a day, such as 2027-03-31", table.errors),
        }
    }
    day
}
