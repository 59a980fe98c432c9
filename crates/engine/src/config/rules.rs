//! Which rules run, how loud, and with what options.

use syntax::Span;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    ActiveRule, Level, Override,
    reader::{Errors, nearest, span_of, string, suggestion, wrong_type},
};
use crate::{Meta, Preset, RuleEntry, Severity};

/// The words for levels; `on` is the rule's own severity.
const LEVELS: [&str; 5] = ["off", "note", "warning", "error", "on"];

/// The rules of a preset, at their own severity.
pub(super) fn of_preset(preset: Preset, entries: &[RuleEntry]) -> Vec<ActiveRule> {
    let on = entries.iter().filter(|entry| preset.holds(entry.meta.preset));
    // Options that are left out are a rule's defaults; a rule that has none would not run at all.
    on.filter_map(|entry| {
        let rule = entry.build(toml::Table::new()).ok()?;
        Some(ActiveRule { rule, severity: entry.meta.severity, only_overridden: false })
    })
    .collect()
}

/// The rule of this name, or that once had it.
pub(super) fn find<'e>(name: &str, entries: &'e [RuleEntry]) -> Option<&'e RuleEntry> {
    entries.iter().find(|entry| entry.meta.name == name || entry.meta.aliases.contains(&name))
}

/// Says that there is no such rule.
pub(super) fn unknown(name: &str, span: Span, entries: &[RuleEntry], errors: &mut Errors<'_>) {
    let help = unknown_help(name, entries.iter().map(|entry| entry.meta));
    errors.add(Some(span), format!("there is no rule `{name}`"), Some(help));
}

/// The rule that was probably meant, or where to find one.
pub(super) fn unknown_help(name: &str, known: impl IntoIterator<Item = &'static Meta>) -> String {
    match nearest(name, known.into_iter().map(|meta| meta.name)) {
        Some(known) => format!("did you mean `{known}`?"),
        None => "`powerlint rules` lists them".to_owned(),
    }
}

/// What the user says of one rule.
struct Wish {
    /// The rule's place in the list.
    rule: usize,
    level: Option<Level>,
    options: toml::Table,
    span: Span,
}

/// Reads `[rules]`. `stage` is that of the chosen environment; `preset` decides of the rules that are not named,
/// and `overrides` of those that run although they are off.
pub(super) fn read<'t>(
    value: Option<&Spanned<DeValue<'t>>>,
    text: &str,
    stage: Option<&str>,
    preset: Preset,
    overrides: &[Override],
    entries: &[RuleEntry],
    errors: &mut Errors<'t>,
) -> Vec<ActiveRule> {
    let wishes = value.map(|value| wishes(value, text, stage, entries, errors)).unwrap_or_default();
    let mut active = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let wish = wishes.iter().find(|wish| wish.rule == index);
        let default = if preset.holds(entry.meta.preset) { Level::On(entry.meta.severity) } else { Level::Off };
        let level = wish.and_then(|wish| wish.level).unwrap_or(default);
        let options = wish.map(|wish| wish.options.clone()).unwrap_or_default();
        // Options are judged even where the rule is off: it may be on in another stage.
        let wanted = || overrides.iter().any(|one| matches!(one.level(entry.meta.name), Some(Level::On(_))));
        match (entry.build(options), level) {
            (Ok(rule), Level::On(severity)) => active.push(ActiveRule { rule, severity, only_overridden: false }),
            (Ok(rule), Level::Off) if wanted() => {
                active.push(ActiveRule { rule, severity: entry.meta.severity, only_overridden: true });
            }
            (Ok(_), Level::Off) => {}
            (Err(message), _) => {
                let message = format!("the options of `{}` are wrong: {}", entry.meta.name, message.trim_end());
                let help = format!("`powerlint explain {}` names its options", entry.meta.name);
                errors.add(wish.map(|wish| wish.span), message, Some(help));
            }
        }
    }
    active
}

fn wishes<'t>(
    value: &Spanned<DeValue<'t>>,
    text: &str,
    stage: Option<&str>,
    entries: &[RuleEntry],
    errors: &mut Errors<'t>,
) -> Vec<Wish> {
    let Some(table) = value.get_ref().as_table() else {
        wrong_type(value, "rules", "a table", errors);
        return Vec::new();
    };
    // The same text once more without places: rules take their options from there.
    let plain = text.parse::<toml::Table>().unwrap_or_default();
    let plain = plain.get("rules").and_then(toml::Value::as_table);
    let mut wishes: Vec<Wish> = Vec::new();
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let Some((rule, own)) = position(name, entries) else {
            unknown(name, span_of(key), entries, errors);
            continue;
        };
        if wishes.iter().any(|wish| wish.rule == rule) {
            errors.add(
                Some(span_of(key)),
                format!("`{name}` is a rule's former name, and its present one stands here too"),
                None,
            );
        }
        // A word is the level. A table holds the level, the levels of stages, and the rule's options.
        let Some(settings) = value.get_ref().as_table() else {
            let level = level(value, name, own, errors);
            wishes.push(Wish { rule, level, options: toml::Table::new(), span: span_of(key) });
            continue;
        };
        let level = table_level(settings, stage, own, errors);
        let mut options = plain.and_then(|rules| rules.get(name)?.as_table().cloned()).unwrap_or_default();
        options.remove("level");
        options.remove("stage");
        wishes.push(Wish { rule, level, options, span: span_of(key) });
    }
    wishes
}

/// A rule's place in the list, and its own severity.
fn position(name: &str, entries: &[RuleEntry]) -> Option<(usize, Severity)> {
    let found = find(name, entries)?;
    let place = entries.iter().position(|entry| entry.meta.name == found.meta.name)?;
    Some((place, found.meta.severity))
}

/// The level in a rule's table: that for the stage, else `level`.
fn table_level<'t>(
    settings: &DeTable<'t>,
    stage: Option<&str>,
    own: Severity,
    errors: &mut Errors<'t>,
) -> Option<Level> {
    let mut found = settings.get("level").and_then(|value| level(value, "level", own, errors));
    let Some(value) = settings.get("stage") else { return found };
    let Some(stages) = value.get_ref().as_table() else {
        wrong_type(value, "stage", "a table of stages and levels", errors);
        return found;
    };
    for (name, value) in stages {
        let level = level(value, name.get_ref(), own, errors);
        if stage.is_some_and(|stage| stage.eq_ignore_ascii_case(name.get_ref())) {
            found = level.or(found);
        }
    }
    found
}

pub(super) fn level<'t>(
    value: &Spanned<DeValue<'t>>,
    key: &str,
    own: Severity,
    errors: &mut Errors<'t>,
) -> Option<Level> {
    let (word, span) = string(value, key, errors)?;
    let level = match word.as_str() {
        "off" => Level::Off,
        "note" => Level::On(Severity::Note),
        "warning" => Level::On(Severity::Warning),
        "error" => Level::On(Severity::Error),
        "on" => Level::On(own),
        _ => {
            errors.add(Some(span), format!("`{word}` is not a level"), Some(suggestion(&word, &LEVELS)));
            return None;
        }
    };
    Some(level)
}
