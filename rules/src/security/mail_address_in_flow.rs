//! A flow names a mail address.

use super::texts;
use crate::flows::mentions::{holder, subject};
use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use solution::flow_index::{FlowText, Letters};

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct MailAddressInFlow {
    /// Addresses and domains that may stand in flows.
    allowed: Vec<String>,
}

impl Rule for MailAddressInFlow {
    const META: Meta = Meta {
        name: "mail-address-in-flow",
        summary: "A flow names a mail address",
        category: Category::Security,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("mail_address_in_flow.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let mut seen: IndexMap<String, Vec<&FlowText<'_>>> = IndexMap::new();
            for text in texts::without_notes(flow) {
                if !text.letters.may_hold(LETTERS) {
                    continue;
                }
                if let Some(address) = address(text.text).filter(|address| !self.is_allowed(address)) {
                    seen.entry(address.to_lowercase()).or_default().push(text);
                }
            }
            for (address, texts) in seen {
                let Some((first, others)) = texts.split_first() else { continue };
                let mut stated = report
                    .at(
                        cx.at(first.loc),
                        subject(flow),
                        format!("flow \"{}\": {} names {address}", flow.flow().name, holder(flow, first.owner)),
                    )
                    .label("the same in every environment")
                    .detail(address)
                    .help("keep the address in an environment variable, so that a test does not write to real people");
                for other in others.iter().take(5) {
                    stated = stated.note(cx.at(other.loc), format!("{} too", holder(flow, other.owner)));
                }
            }
        }
    }
}

impl MailAddressInFlow {
    fn is_allowed(&self, address: &str) -> bool {
        let domain = address.rsplit('@').next().unwrap_or_default();
        self.allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(address) || allowed.eq_ignore_ascii_case(domain))
    }
}

/// What every address has.
const LETTERS: Letters = Letters::of("@.");

/// The first mail address in a text. Addresses of the platform's own connectors and schemas are none of anybody.
fn address(text: &str) -> Option<&str> {
    let part = |char: char| char.is_alphanumeric() || "._%+-".contains(char);
    for (at, _) in text.match_indices('@') {
        let (before, after) = (text.get(..at)?, text.get(at + 1..)?);
        // Nearly every one begins an expression.
        if before.as_bytes().last().is_none_or(|last| last.is_ascii() && !part(char::from(*last))) {
            continue;
        }
        let start = before
            .rfind(|char: char| !part(char))
            .map_or(0, |last| last + before.get(last..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
        let end = after.find(|char: char| !(char.is_alphanumeric() || ".-".contains(char))).unwrap_or(after.len());
        let (user, host) = (before.get(start..)?, after.get(..end)?.trim_end_matches('.'));
        let top = host.rsplit('.').next().unwrap_or_default();
        // `https://name:password@host`: who signs in there, and where.
        let signs_in = before.rfind("://").is_some_and(|scheme| {
            !before
                .get(scheme + 3..)
                .unwrap_or_default()
                .contains(|char: char| char.is_whitespace() || "/?#".contains(char))
        });
        let real = !signs_in
            && !user.is_empty()
            && host.contains('.')
            && top.len() >= 2
            && top.chars().all(char::is_alphabetic);
        // `@odata.type` and its kin stand behind a slash or at the beginning.
        if real && !host.to_ascii_lowercase().starts_with("odata.") {
            return text.get(start..at + 1 + host.len());
        }
    }
    None
}
