//! `[[house-rule]]`: rules that users write.

use std::sync::Arc;

use syntax::Span;

use super::{
    ignores::glob,
    reader::{Errors, Reader},
    rules,
    sections::word_of,
};
use crate::{
    RuleEntry, Severity,
    house::{Fault, HouseRule, Kind, Stated},
};

const SEVERITIES: [(&str, Severity); 3] =
    [("note", Severity::Note), ("warning", Severity::Warning), ("error", Severity::Error)];

/// Reads one entry. `entries` are the rules there are already.
pub(super) fn house_rule(mut table: Reader<'_, '_, '_>, text: &str, entries: &[RuleEntry]) -> Option<RuleEntry> {
    let name = name(&mut table, entries);
    let look_at = table.string("look-at").and_then(|(word, span)| {
        let kinds: Vec<(&str, Kind)> =
            Kind::ALL.into_iter().filter(|kind| kind.is_looked_at()).map(|kind| (kind.word(), kind)).collect();
        word_of(&word, span, "look-at", &kinds, table.errors)
    });
    let condition = table.string("condition");
    let message = table.string("message");
    let severity = match table.string("severity") {
        Some((word, span)) => word_of(&word, span, "severity", &SEVERITIES, table.errors),
        None => Some(Severity::Warning),
    };
    let help = table.text("help");
    let solutions = table.strings("solutions");
    let solutions = solutions.into_iter().filter_map(|pattern| glob(pattern, table.errors)).collect();
    for key in ["name", "look-at", "condition", "message"] {
        if !table.has(key) {
            let help = format!("`{key}` is one of the four keys that it needs: name, look-at, condition, message");
            let span = Some(table.span());
            table.errors.add(span, format!("a [[house-rule]] must have a `{key}`"), Some(help));
        }
    }
    let ((condition, condition_span), (message, message_span)) = (condition?, message?);
    let (name, look_at, severity) = (name?, look_at?, severity?);
    let stated = Stated {
        name: &name,
        look_at,
        condition: &condition,
        condition_span,
        message: &message,
        severity,
        help,
        solutions,
    };
    let made = match HouseRule::new(stated) {
        Ok(rule) => Some(RuleEntry::house(Arc::new(rule))),
        Err(faults) => {
            tell(&faults.condition, &condition, condition_span, text, table.errors);
            tell(&faults.message, &message, message_span, text, table.errors);
            None
        }
    };
    table.finish();
    made
}

/// A name in kebab case that no other rule has.
fn name(table: &mut Reader<'_, '_, '_>, entries: &[RuleEntry]) -> Option<String> {
    let (name, span) = table.string("name")?;
    let word =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if !name.split('-').all(word) {
        let help = "small letters and digits, with `-` between words, such as flow-without-team".to_owned();
        table.errors.add(Some(span), format!("`{name}` is no name of a rule"), Some(help));
        return None;
    }
    if let Some(entry) = rules::find(&name, entries) {
        let (message, help) = if entry.is_house() {
            (format!("there are two house rules named `{name}`"), "give one of them another name".to_owned())
        } else {
            (format!("`{name}` is a rule of powerlint"), "give the house rule another name".to_owned())
        };
        table.errors.add(Some(span), message, Some(help));
        return None;
    }
    Some(name)
}

/// States faults of a value at their places in the configuration.
fn tell(faults: &[Fault], value: &str, span: Span, text: &str, errors: &mut Errors<'_>) {
    // A value with escapes does not stand in the text as it is; then the whole of it is marked.
    let (from, to) = (span.start as usize, span.end as usize);
    let start = text.get(from..to).and_then(|written| written.find(value)).map(|at| from + at);
    for fault in faults {
        let span = match start {
            Some(start) if !fault.at.is_empty() => Span::new(start + fault.at.start, start + fault.at.end),
            _ => span,
        };
        errors.add(Some(span), fault.message.clone(), fault.help.clone());
    }
}
