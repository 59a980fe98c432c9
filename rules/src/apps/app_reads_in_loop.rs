//! An app queries a data source for each row of a table.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::DataSourceKind;

use super::formulas::{places_of, sources_of, state_places};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppReadsInLoop {}

impl Rule for AppReadsInLoop {
    const META: Meta = Meta {
        name: "app-reads-in-loop",
        summary: "An app queries a data source for each row of a table",
        category: Category::Apps,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("app_reads_in_loop.md"),
    };

    fn reads_controls(&self) -> bool {
        true
    }

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for app in cx.app_formulas() {
            let sources = sources_of(app, |kind| matches!(kind, DataSourceKind::Table | DataSourceKind::Connected));
            let places = places_of(app, |formula| {
                formula.calls().iter().filter(|outer| matches!(formula.function(outer), "ForAll" | "AddColumns")).any(
                    |outer| {
                        // What stands in the first argument is asked once.
                        let Some(rows) = outer.arguments.first() else { return false };
                        let inside =
                            formula.calls().iter().filter(|call| call.name >= rows.end && call.end < outer.end);
                        inside.into_iter().any(|call| {
                            matches!(
                                formula.function(call),
                                "LookUp" | "Filter" | "Search" | "First" | "CountRows" | "CountIf" | "Sum"
                            ) && formula.name_in(call, 0).is_some_and(|name| sources.contains(name.as_ref()))
                        })
                    },
                )
            });
            if !places.is_empty() {
                state_places(cx, report, app, "queries a data source for each row, in ForAll or AddColumns", &places)
                    .help("read what is needed into a collection before, or use the columns of the related table (ThisItem.Account.Name)");
            }
        }
    }
}
