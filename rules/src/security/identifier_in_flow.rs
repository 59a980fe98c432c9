//! A flow names a tenant, an environment or a telephone number.

use super::texts;
use crate::flows::mentions::{holder, subject};
use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use solution::flow_index::{FlowText, Letters};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IdentifierInFlow {}

impl Rule for IdentifierInFlow {
    const META: Meta = Meta {
        name: "identifier-in-flow",
        summary: "A flow names a tenant, an environment or a telephone number",
        category: Category::Security,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("identifier_in_flow.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let mut seen: IndexMap<String, Vec<&FlowText<'_>>> = IndexMap::new();
            for text in texts::without_notes(flow) {
                if !text.letters.may_hold_one_of(&LETTERS) {
                    continue;
                }
                let Some(what) = identifier(text.text) else { continue };
                seen.entry(what).or_default().push(text);
            }
            for (what, texts) in seen {
                let Some((first, others)) = texts.split_first() else { continue };
                let mut stated = report
                    .at(
                        cx.at(first.loc),
                        subject(flow),
                        format!("flow \"{}\": {} names {what}", flow.flow().name, holder(flow, first.owner)),
                    )
                    .label("the same in every environment")
                    .detail(what)
                    .help("keep it in an environment variable");
                for other in others.iter().take(5) {
                    stated = stated.note(cx.at(other.loc), format!("{} too", holder(flow, other.owner)));
                }
            }
        }
    }
}

/// Few texts are addresses with an id, or have a number with its plus.
const LETTERS: [Letters; 5] = [
    Letters::in_any_case("login.microsoftonline.com/-"),
    Letters::in_any_case("login.windows.net/-"),
    Letters::in_any_case("/tenants/-"),
    Letters::in_any_case("/environments/-"),
    Letters::of("+8"),
];

/// What a text names, in words. A GUID alone does not say what it is; in an address it does.
fn identifier(text: &str) -> Option<String> {
    if !text.contains("://") && !text.contains("nvironments/") && !text.contains("enants/") {
        return telephone(text).map(|number| format!("the telephone number {number}"));
    }
    let lower = text.to_ascii_lowercase();
    for (before, what) in [
        ("login.microsoftonline.com/", "the tenant"),
        ("login.windows.net/", "the tenant"),
        ("/tenants/", "the tenant"),
        ("/environments/default-", "the default environment of tenant"),
        ("/environments/", "the environment"),
    ] {
        for (at, _) in lower.match_indices(before) {
            let id = lower.get(at + before.len()..at + before.len() + 36).filter(|id| is_guid(id));
            if let Some(id) = id {
                return Some(format!("{what} {id}"));
            }
        }
    }
    telephone(text).map(|number| format!("the telephone number {number}"))
}

fn is_guid(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, byte)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    })
}

/// A telephone number in its international form: a plus and eight to fifteen digits, with single spaces, hyphens or brackets.
fn telephone(text: &str) -> Option<&str> {
    for (at, _) in text.match_indices('+') {
        let alone = text.get(..at)?.chars().next_back().is_none_or(|before| !before.is_alphanumeric() && before != '%');
        let rest = text.get(at + 1..)?;
        if !alone || !rest.starts_with(|char: char| char.is_ascii_digit() && char != '0') {
            continue;
        }
        let end = rest.find(|char: char| !(char.is_ascii_digit() || " -()".contains(char))).unwrap_or(rest.len());
        let number = rest.get(..end)?.trim_end_matches([' ', '-', '(']);
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        let behind = rest.get(number.len()..)?.chars().next().is_none_or(|char| !char.is_alphanumeric() && char != ':');
        if (8..=15).contains(&digits) && behind && !number.contains("  ") {
            return text.get(at..at + 1 + number.len());
        }
    }
    None
}
