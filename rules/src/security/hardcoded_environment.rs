//! A flow names the address of an environment or site.

use super::texts;
use crate::{
    flows::mentions::{holder, subject},
    hosts::{LETTERS, host},
};
use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct HardcodedEnvironment {
    /// Hosts that are the same for every environment.
    allowed: Vec<String>,
}

impl Rule for HardcodedEnvironment {
    const META: Meta = Meta {
        name: "hardcoded-environment",
        summary: "A flow names the address of an environment or site",
        category: Category::Security,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("hardcoded_environment.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let mut seen = IndexMap::new();
            for text in texts::without_notes(flow) {
                if !text.letters.may_hold_one_of(&LETTERS) {
                    continue;
                }
                let Some(host) = host(text.text).filter(|host| !self.is_allowed(host)) else { continue };
                seen.entry(host).or_insert_with(Vec::new).push(text);
            }
            for (host, texts) in seen {
                let Some((first, others)) = texts.split_first() else { continue };
                let mut stated = report
                    .at(
                        cx.at(first.loc),
                        subject(flow),
                        format!("flow \"{}\": {} names {host}", flow.flow().name, holder(flow, first.owner)),
                    )
                    .label("the same in every environment")
                    .detail(host.clone())
                    .help("keep the address in an environment variable, and give it a value for each environment");
                for other in others.iter().take(5) {
                    stated = stated.note(cx.at(other.loc), format!("{} too", holder(flow, other.owner)));
                }
            }
        }
    }
}

impl HardcodedEnvironment {
    fn is_allowed(&self, host: &str) -> bool {
        self.allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(host))
    }
}
