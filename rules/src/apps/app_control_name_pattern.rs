//! The name of a control does not follow the agreed pattern.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::Control;
use std::collections::BTreeMap;

use super::formulas::state_named;
use crate::{
    pattern::{Pattern, of_type},
    wording,
};

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct AppControlNamePattern {
    /// What every name has to match, as a whole.
    pattern: Option<Pattern>,
    /// What the names of controls of these templates have to match instead.
    types: BTreeMap<String, Pattern>,
}

impl Rule for AppControlNamePattern {
    const META: Meta = Meta {
        name: "app-control-name-pattern",
        summary: "The name of a control does not follow the agreed pattern",
        category: Category::Apps,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("app_control_name_pattern.md"),
    };

    fn reads_controls(&self) -> bool {
        true
    }

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for app in cx.app_formulas() {
            let misses = |control: &&Control| {
                let pattern = of_type(self.pattern.as_ref(), &self.types, Some(&control.template));
                !control.template.eq_ignore_ascii_case("appinfo")
                    && pattern.is_some_and(|pattern| !pattern.is_match(&control.name))
            };
            let names: Vec<&str> =
                app.app.controls().iter().filter(misses).map(|control| control.name.as_str()).collect();
            if !names.is_empty() {
                let what = format!(
                    "has {} not match the agreed pattern",
                    wording::count(names.len(), "control whose name does", "controls whose names do")
                );
                state_named(cx, report, app, &what, &names)
                    .help("rename the controls in the tree view of Power Apps Studio: it changes the formulas too");
            }
        }
    }
}
