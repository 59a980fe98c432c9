//! The name of a variable of an app does not follow the agreed pattern.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::DataSourceKind;
use std::collections::BTreeSet;

use super::formulas::{Made, named_in, sources_of, state_named};
use crate::{pattern::Pattern, wording};

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct AppVariableNamePattern {
    /// What names of global variables have to match, as a whole.
    global: Option<Pattern>,
    /// What names of context variables have to match.
    context: Option<Pattern>,
    /// What names of collections have to match.
    collection: Option<Pattern>,
}

impl Rule for AppVariableNamePattern {
    const META: Meta = Meta {
        name: "app-variable-name-pattern",
        summary: "The name of a variable of an app does not follow the agreed pattern",
        category: Category::Apps,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("app_variable_name_pattern.md"),
    };

    fn reads_controls(&self) -> bool {
        true
    }

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for app in cx.app_formulas() {
            // Collect also adds rows to what is there already.
            let sources = sources_of(app, |kind| kind != DataSourceKind::Collection);
            let mut names: BTreeSet<String> = BTreeSet::new();
            for one in &app.formulas {
                for (kind, name) in named_in(one.formula()) {
                    let own = match kind {
                        Made::Global => &self.global,
                        Made::Context => &self.context,
                        Made::Collection => &self.collection,
                    };
                    if own.as_ref().is_some_and(|pattern| !pattern.is_match(&name)) && !sources.contains(&name) {
                        names.insert(name.into_owned());
                    }
                }
            }
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            if !names.is_empty() {
                let what = format!(
                    "has {} not match the agreed pattern",
                    wording::count(names.len(), "variable whose name does", "variables whose names do")
                );
                state_named(cx, report, app, &what, &names)
                    .help("rename them in every formula (Ctrl+H in the formula bar's find and replace)");
            }
        }
    }
}
