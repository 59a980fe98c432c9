//! A Dataverse table of an app is named by no formula.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::DataSourceKind;

use super::formulas::state_unnamed;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppUnusedTable {}

impl Rule for AppUnusedTable {
    const META: Meta = Meta {
        name: "app-unused-table",
        summary: "A Dataverse table of an app is named by no formula",
        category: Category::Apps,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("app_unused_table.md"),
    };

    fn reads_controls(&self) -> bool {
        true
    }

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for app in cx.app_formulas() {
            state_unnamed(
                cx,
                report,
                app,
                |kind| kind == DataSourceKind::Table,
                |names| match names {
                    [name] => format!("names table {name} in no formula"),
                    names => format!("names {} tables in no formula", names.len()),
                },
            );
        }
    }
}
