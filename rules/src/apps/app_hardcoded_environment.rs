//! An app names the address of an environment or site.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::powerfx::Token;

use super::formulas::state_about;
use crate::{
    hosts::{host, may_name_host},
    wording,
};

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct AppHardcodedEnvironment {
    /// Hosts that are the same for every environment.
    allowed: Vec<String>,
}

impl Rule for AppHardcodedEnvironment {
    const META: Meta = Meta {
        name: "app-hardcoded-environment",
        summary: "An app names the address of an environment or site",
        category: Category::Apps,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("app_hardcoded_environment.md"),
    };

    fn reads_controls(&self) -> bool {
        true
    }

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for app in cx.app_formulas() {
            let mut hosts: IndexMap<String, Vec<String>> = IndexMap::new();
            for one in app.formulas.iter().filter(|one| may_name_host(one.text)) {
                for text in one.formula().tokens.iter().filter_map(Token::text_value) {
                    let Some(host) = host(&text)
                        .filter(|host| !self.allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(host)))
                    else {
                        continue;
                    };
                    let places = hosts.entry(host).or_default();
                    let place = format!("{}.{}", one.control.name, one.property);
                    if !places.contains(&place) {
                        places.push(place);
                    }
                }
            }
            for (host, places) in hosts {
                state_about(cx, report, app.app, &format!("{host} is named by {}", wording::list(&places)))
                    .detail(host)
                    .help("keep the address in an environment variable, and read it from Environment Variable Values");
            }
        }
    }
}
