//! A flow or app uses a connector that the team does not want.

use engine::{Category, Meta, Preset, Report, Rule, Severity, Subject, WorkspaceContext};
use schemars::JsonSchema;
use serde::Deserialize;

use super::users;

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct BannedConnector {
    /// The connectors, by their names (`shared_twitter`, `Http`) or their names for people.
    connectors: Vec<String>,
}

impl Rule for BannedConnector {
    const META: Meta = Meta {
        name: "banned-connector",
        summary: "A flow, canvas app or agent uses a connector that the configuration bans",
        category: Category::Policies,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("banned_connector.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        if self.connectors.is_empty() {
            return;
        }
        for user in users::users(cx) {
            for used in &user.connectors {
                let is_meant = |banned: &String| {
                    let banned = banned.trim();
                    let bare = used.name.get("shared_".len()..).filter(|_| used.name.starts_with("shared_"));
                    [Some(used.name), bare, Some(used.label)]
                        .into_iter()
                        .flatten()
                        .any(|name| name.eq_ignore_ascii_case(banned))
                };
                if self.connectors.iter().any(is_meant) {
                    let message = format!("{} uses {}, which is banned", user.words(), used.label);
                    report
                        .at(used.place, Subject::new(user.kind, user.name), message)
                        .detail(used.name.to_lowercase())
                        .help("use another connector, or take it from connectors in [rules.banned-connector]");
                }
            }
        }
    }
}
