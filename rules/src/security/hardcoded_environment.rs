//! A flow names the address of an environment or site.

use super::texts;
use crate::flows::mentions::subject;
use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use indexmap::IndexMap;
use serde::Deserialize;

/// Options.
#[derive(Debug, Default, Deserialize)]
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
            for text in texts::of(flow).filter(|text| text.key != "description") {
                let Some(host) = host(text.text).filter(|host| !self.is_allowed(host)) else { continue };
                seen.entry(host).or_insert_with(Vec::new).push(text);
            }
            for (host, texts) in seen {
                let Some((first, others)) = texts.split_first() else { continue };
                let mut stated = report
                    .at(
                        cx.at(first.loc),
                        subject(flow),
                        format!("flow \"{}\": {} names {host}", flow.flow().name, first.holder(flow)),
                    )
                    .label("the same in every environment")
                    .detail(host.clone())
                    .help("keep the address in an environment variable, and give it a value for each environment");
                for other in others.iter().take(5) {
                    stated = stated.note(cx.at(other.loc), format!("{} too", other.holder(flow)));
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

/// The host of an environment or of a site that a text names, in lower case; `None` where a part of it is computed.
fn host(text: &str) -> Option<String> {
    const ENDS: [&str; 2] = [".dynamics.com", ".sharepoint.com"];
    let lower = text.to_ascii_lowercase();
    let mut rest = lower.as_str();
    while let Some(at) = rest.find("https://") {
        rest = rest.get(at + "https://".len()..)?;
        let end = rest.find(|char: char| !(char.is_ascii_alphanumeric() || "-.".contains(char))).unwrap_or(rest.len());
        let host = rest.get(..end)?;
        // Of Dataverse only an organisation's own address: `contoso.crm4.dynamics.com`, `contoso.api.crm4.dynamics.com`.
        let own = !host.ends_with(".dynamics.com") || host.split('.').skip(1).any(|part| part.starts_with("crm"));
        let named = host.split('.').next().is_some_and(|first| !first.is_empty());
        if named && own && ENDS.iter().any(|ending| host.ends_with(ending)) {
            return Some(host.to_owned());
        }
    }
    None
}
