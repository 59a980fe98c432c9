//! An app writes rows one by one in a loop.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::DataSourceKind;

use super::formulas::{places_of, sources_of, state_places};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppWritesInLoop {}

impl Rule for AppWritesInLoop {
    const META: Meta = Meta {
        name: "app-writes-in-loop",
        summary: "An app writes rows one by one in a loop",
        category: Category::Apps,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("app_writes_in_loop.md"),
    };

    fn reads_controls(&self) -> bool {
        true
    }

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for app in cx.app_formulas() {
            let sources = sources_of(app, |kind| matches!(kind, DataSourceKind::Table | DataSourceKind::Connected));
            let places = places_of(app, |formula| {
                formula.calls_of("ForAll").any(|outer| {
                    let inside = formula.calls().iter().filter(|call| call.name > outer.name && call.end < outer.end);
                    inside.into_iter().any(|call| {
                        matches!(formula.function(call), "Patch" | "Collect" | "Remove" | "RemoveIf" | "UpdateIf")
                            && formula.name_in(call, 0).is_some_and(|name| sources.contains(name.as_ref()))
                    })
                })
            });
            if !places.is_empty() {
                state_places(cx, report, app, "writes to a data source in ForAll, a request for each row", &places)
                    .help("build the table of changes with ForAll, and give it to one Patch or Collect: Patch(Orders, ForAll(…, {…}))");
            }
        }
    }
}
