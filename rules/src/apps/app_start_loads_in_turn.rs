//! An app loads one thing after the other when it starts.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::DataSourceKind;
use std::{borrow::Cow, collections::HashSet};
use syntax::powerfx::Formula;

use super::formulas::{sources_of, state_places};

/// Options.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct AppStartLoadsInTurn {
    /// How many loads may follow each other. Below that little is gained.
    most: usize,
}

impl Default for AppStartLoadsInTurn {
    fn default() -> Self {
        Self { most: 3 }
    }
}

impl Rule for AppStartLoadsInTurn {
    const META: Meta = Meta {
        name: "app-start-loads-in-turn",
        summary: "An app loads one thing after the other when it starts",
        category: Category::Apps,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("app_start_loads_in_turn.md"),
    };

    fn reads_controls(&self) -> bool {
        true
    }

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for app in cx.app_formulas() {
            let sources = sources_of(app, |kind| {
                matches!(kind, DataSourceKind::Table | DataSourceKind::Connected | DataSourceKind::Service)
            });
            let starts = app.formulas.iter().filter(|one| matches!(one.property, "OnStart" | "OnVisible"));
            let places: Vec<String> = starts
                .filter(|one| loads_in_turn(one.formula(), &sources) > self.most)
                .map(|one| format!("{}.{}", one.control.name, one.property))
                .collect();
            if !places.is_empty() {
                state_places(cx, report, app, &format!("loads more than {} things one after the other", self.most), &places)
                    .help("put the loads that do not need each other into Concurrent(…), and load what a screen needs when it is shown");
            }
        }
    }
}

/// How many loads of a formula stand outside of `Concurrent`.
fn loads_in_turn(formula: &Formula<'_>, sources: &HashSet<Cow<'_, str>>) -> usize {
    let names: Vec<usize> =
        formula.names().filter(|(_, name)| sources.contains(name.as_ref())).map(|(place, _)| place).collect();
    let together: Vec<_> = formula.calls_of("Concurrent").map(|call| call.name..call.end).collect();
    let loads =
        formula.calls().iter().filter(|call| matches!(formula.function(call), "ClearCollect" | "Collect" | "Set"));
    loads
        .filter(|call| !together.iter().any(|range| range.contains(&call.name)))
        .filter(|call| {
            // The first argument is what is filled.
            let read = call.arguments.get(1).map_or(call.end..call.end, |first| first.start..call.end);
            let first = names.partition_point(|&place| place < read.start);
            names.get(first).is_some_and(|place| read.contains(place))
        })
        .count()
}
