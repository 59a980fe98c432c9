//! A connector of an app is named by no formula.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::DataSourceKind;

use super::formulas::state_unnamed;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppUnusedConnection {}

impl Rule for AppUnusedConnection {
    const META: Meta = Meta {
        name: "app-unused-connection",
        summary: "A connector of an app is named by no formula",
        category: Category::Apps,
        severity: Severity::Note,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("app_unused_connection.md"),
    };

    fn reads_controls(&self) -> bool {
        true
    }

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for app in cx.app_formulas() {
            let is_wanted = |kind| matches!(kind, DataSourceKind::Service | DataSourceKind::Connected);
            state_unnamed(cx, report, app, is_wanted, |names| match names {
                [name] => format!("uses data source {name} in no formula, and asks for its connection all the same"),
                names => format!(
                    "uses {} data sources in no formula, and asks for their connections all the same",
                    names.len()
                ),
            });
        }
    }
}
