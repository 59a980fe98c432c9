//! A long formula of an app stands in several places.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::HashMap;

use super::formulas::state_places;

/// Options.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct AppDuplicateFormula {
    /// From how many characters on a formula counts.
    length: usize,
    /// From how many places on it is told.
    times: usize,
}

impl Default for AppDuplicateFormula {
    fn default() -> Self {
        Self { length: 200, times: 3 }
    }
}

impl Rule for AppDuplicateFormula {
    const META: Meta = Meta {
        name: "app-duplicate-formula",
        summary: "A long formula of an app stands in several places",
        category: Category::Apps,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("app_duplicate_formula.md"),
    };

    fn reads_controls(&self) -> bool {
        true
    }

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for app in cx.app_formulas() {
            let mut same: HashMap<String, Vec<String>> = HashMap::new();
            for one in app.formulas.iter().filter(|one| one.text.len() >= self.length) {
                let key: Vec<&str> = one.formula().tokens.iter().map(|token| token.text).collect();
                same.entry(key.join(" ")).or_default().push(format!("{}.{}", one.control.name, one.property));
            }
            let mut groups: Vec<Vec<String>> = same.into_values().filter(|places| places.len() >= self.times).collect();
            groups.sort();
            for places in groups {
                let what = format!("has a formula of {} characters or more in {} places", self.length, places.len());
                let first = places.first().cloned().unwrap_or_default();
                state_places(cx, report, app, &what, &places)
                    .detail(first)
                    .help("make it a named formula (App.Formulas), a component, or one button that the others Select");
            }
        }
    }
}
