//! A formula of an app is very long.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::AppFormula;

use super::formulas::state_places;
use crate::wording;

/// Options.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct AppLongFormula {
    /// How many words a formula may have.
    most: usize,
}

impl Default for AppLongFormula {
    fn default() -> Self {
        Self { most: 500 }
    }
}

impl Rule for AppLongFormula {
    const META: Meta = Meta {
        name: "app-long-formula",
        summary: "A formula of an app is very long",
        category: Category::Apps,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("app_long_formula.md"),
    };

    fn reads_controls(&self) -> bool {
        true
    }

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for app in cx.app_formulas() {
            let is_long = |one: &&AppFormula<'_>| one.formula().tokens.len() > self.most;
            let places: Vec<String> = app
                .formulas
                .iter()
                .filter(is_long)
                .map(|one| format!("{}.{}", one.control.name, one.property))
                .collect();
            if !places.is_empty() {
                state_places(
                    cx,
                    report,
                    app,
                    &format!(
                        "has {} of more than {} words",
                        wording::count(places.len(), "formula", "formulas"),
                        self.most
                    ),
                    &places,
                )
                .help("divide it: named formulas and user-defined functions (App.Formulas), components, With(…)");
            }
        }
    }
}
