//! A text that was to be replaced is still there.

use std::collections::HashMap;

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{
    Loc,
    flow_index::{FlowText, Letters, Owner},
};
use syntax::{
    Kind, Span, Value,
    expr::{Part, Template, parse},
};

use crate::flows::mentions::subject;

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct PlaceholderText {
    /// Further words that stand for something else, without regard to case.
    words: Vec<String>,
}

impl Rule for PlaceholderText {
    const META: Meta = Meta {
        name: "placeholder-text",
        summary: "A flow holds text that was to be replaced",
        category: Category::Naming,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("placeholder_text.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let mut seen = Seen::default();
        for flow in cx.flows() {
            // Hardly any trigger or action has a text that is worth a closer look.
            let mut owners: Vec<Owner> = flow
                .texts()
                .iter()
                .filter(|text| self.is_worth_a_look(text, &mut seen))
                .map(|text| text.owner)
                .collect();
            owners.dedup();
            for owner in owners {
                let (step, kind, name, inputs) = match owner {
                    Owner::Trigger(number) => {
                        let Some(trigger) = flow.flow().triggers.get(number) else { continue };
                        (None, "trigger", trigger.name.value, trigger.definition.get("inputs"))
                    }
                    Owner::Step(id) => {
                        let action = flow.step(id).action;
                        (Some(id), "action", action.name.value, action.inputs)
                    }
                };
                let Some(inputs) = inputs else { continue };
                for (token, span) in self.tokens(inputs) {
                    let path = step.map_or_else(|| name.to_owned(), |step| flow.path(step));
                    report
                        .at(
                            cx.at(Loc::new(flow.file(), span)),
                            subject(flow),
                            format!("flow \"{}\": {kind} {name} still holds {token}", flow.flow().name),
                        )
                        .label("was to be replaced")
                        .detail(format!("{path}: {token}"))
                        .help("put the real value in its place, or an environment variable if it differs between environments");
                }
            }
        }
    }
}

/// Members of inputs that hold no values: the connector, schemas, and what people write for people.
const NO_VALUES: [&str; 5] = ["host", "schema", "description", "metadata", "authentication"];

/// The words that count as they are written here.
const AS_WRITTEN: [(&str, Letters); 4] = {
    const fn word(word: &'static str) -> (&'static str, Letters) {
        (word, Letters::of(word))
    }
    [word("XXX"), word("TODO"), word("FIXME"), word("PLACEHOLDER")]
};

/// The one that is written in any case, and what all others begin with: an underscore stands behind it.
const CHANGE_ME: &str = "changeme";
/// How far from the one letter in it that is seldom the word ends.
const BEHIND_G: usize = "geme".len();
const BEFORE_UNDERSCORE: [&str; 5] = ["insert", "your", "enter", "replace", "change"];

/// What a placeholder of the built-in words has: hardly any text has all of one.
const SIGNS: [Letters; 6] = [
    AS_WRITTEN[0].1,
    AS_WRITTEN[1].1,
    AS_WRITTEN[2].1,
    AS_WRITTEN[3].1,
    Letters::in_any_case(CHANGE_ME),
    Letters::of("_"),
];

/// The texts that were searched already, and whether they may hold a placeholder: flows repeat themselves.
type Seen<'a> = HashMap<&'a str, bool, foldhash::fast::RandomState>;

/// Whether a text, which has these characters, may hold a placeholder of the built-in words: hardly any does.
fn is_signed(text: &str, letters: Letters) -> bool {
    const UNDERSCORE: Letters = Letters::of("_");
    let is_at = |end: usize, word: &str| {
        let start = end.checked_sub(word.len());
        let there = start.and_then(|start| text.as_bytes().get(start..end));
        there.is_some_and(|there| there.eq_ignore_ascii_case(word.as_bytes()))
    };
    AS_WRITTEN.iter().any(|(word, of)| letters.may_hold(*of) && text.contains(word))
        || (letters.may_hold(UNDERSCORE)
            && memchr::memchr_iter(b'_', text.as_bytes()).any(|at| {
                // What the words end with.
                matches!(text.as_bytes().get(..at), Some([.., b't' | b'T' | b'r' | b'R' | b'e' | b'E']))
                    && BEFORE_UNDERSCORE.iter().any(|word| is_at(at, word))
            }))
        || (letters.may_hold(const { Letters::in_any_case(CHANGE_ME) })
            && memchr::memchr2_iter(b'g', b'G', text.as_bytes()).any(|at| is_at(at + BEHIND_G, CHANGE_ME)))
}

/// Whether the run time reads a string as one expression to its end: placeholders stand in text.
fn is_expression(text: &str) -> bool {
    text.strip_prefix('@').is_some_and(|rest| !rest.starts_with(['@', '{']))
}

impl PlaceholderText {
    /// As [`Self::may_hold`], each text looked at once.
    fn is_worth_a_look<'a>(&self, text: &FlowText<'a>, seen: &mut Seen<'a>) -> bool {
        let known =
            |seen: &mut Seen<'a>| *seen.entry(text.text).or_insert_with(|| self.may_hold(text.text, text.letters));
        !self.words.is_empty() || (text.letters.may_hold_one_of(&SIGNS) && !is_expression(text.text) && known(seen))
    }

    /// Whether a text may hold a placeholder.
    fn may_hold(&self, text: &str, letters: Letters) -> bool {
        !self.words.is_empty() || (!is_expression(text) && is_signed(text, letters))
    }

    /// Each string of these inputs that holds a placeholder: the first one, and the string's place.
    fn tokens<'a>(&self, inputs: &'a Value<'_>) -> Vec<(&'a str, Span)> {
        let mut found = Vec::new();
        let mut open = vec![inputs];
        while let Some(value) = open.pop() {
            match &value.kind {
                Kind::String(text) => found.extend(self.token(text).map(|token| (token, value.span))),
                Kind::Array(items) => open.extend(items.iter().rev()),
                Kind::Object(members) => {
                    let values = members.iter().rev().filter(|member| !NO_VALUES.contains(&member.key.as_ref()));
                    open.extend(values.map(|member| &member.value));
                }
                Kind::Null | Kind::Bool(_) | Kind::Number(_) => {}
            }
        }
        found
    }

    /// The first placeholder in the text between expressions.
    fn token<'a>(&self, text: &'a str) -> Option<&'a str> {
        if !self.may_hold(text, Letters::of(text)) {
            return None;
        }
        if !text.contains('@') {
            return self.in_text(text);
        }
        match parse(text).ok()? {
            Template::Text(_) => self.in_text(text),
            Template::Expression(_) => None,
            // The same words in the original text, which outlives the tree.
            Template::Interpolated(parts) => parts.iter().find_map(|part| match part {
                Part::Text(_, span) => self.in_text(text.get(span.start as usize..span.end as usize)?),
                Part::Expression(_) => None,
            }),
        }
    }

    fn in_text<'a>(&self, text: &'a str) -> Option<&'a str> {
        if matches!(text.trim(), "XXX" | "TODO" | "FIXME") {
            return Some(text.trim());
        }
        let is_word = |char: char| char.is_alphanumeric() || char == '_';
        let mut from = 0;
        // Every word with its place: what stands beside it tells `TODO:` and `<INSERT_…>`.
        while let Some(start) = text.get(from..)?.find(is_word).map(|at| at + from) {
            let end = text.get(start..)?.find(|char| !is_word(char)).map_or(text.len(), |at| at + start);
            let word = text.get(start..end)?;
            let before = text.get(..start)?.chars().next_back();
            let after = text.get(end..)?.chars().next();
            if self.is_placeholder(word, before, after) {
                return Some(word);
            }
            from = end;
        }
        None
    }

    fn is_placeholder(&self, word: &str, before: Option<char>, after: Option<char>) -> bool {
        if self.words.iter().any(|own| own.eq_ignore_ascii_case(word)) {
            return true;
        }
        if matches!(word, "TODO" | "FIXME") {
            return after == Some(':');
        }
        // The others are made of several words.
        if !word.contains('_') {
            return word == "PLACEHOLDER" || word.eq_ignore_ascii_case("changeme");
        }
        let lower = word.to_ascii_lowercase();
        let asks = ["insert_", "your_", "enter_"].iter().any(|start| lower.starts_with(start));
        matches!(lower.as_str(), "replace_me" | "change_me")
            || lower.starts_with("replace_with_")
            || (asks && (lower.ends_with("_here") || (before == Some('<') && after == Some('>'))))
    }
}
