//! A query of an app runs at each key stroke.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{Control, DataSourceKind};
use std::collections::{BTreeSet, HashSet};

use super::formulas::{sources_of, state_named};
use crate::wording;

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct AppTextInputWithoutDelay {
    /// The names of controls that may be so.
    except: Vec<String>,
}

impl Rule for AppTextInputWithoutDelay {
    const META: Meta = Meta {
        name: "app-text-input-without-delay",
        summary: "A query of an app runs at each key stroke",
        category: Category::Apps,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("app_text_input_without_delay.md"),
    };

    fn reads_controls(&self) -> bool {
        true
    }

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for app in cx.app_formulas() {
            let sources = sources_of(app, |kind| matches!(kind, DataSourceKind::Table | DataSourceKind::Connected));
            let hasty: HashSet<&str> = app
                .app
                .controls()
                .iter()
                .filter(|control| is_immediate(control) && !self.except.contains(&control.name))
                .map(|control| control.name.as_str())
                .collect();
            let mut found: BTreeSet<&str> = BTreeSet::new();
            // What an event does, it does once.
            for one in app.formulas.iter().filter(|one| !one.property.starts_with("On")) {
                for call in one.formula().calls() {
                    let asks = matches!(one.formula().function(call), "Filter" | "Search" | "LookUp")
                        && one.formula().name_in(call, 0).is_some_and(|name| sources.contains(&name));
                    if asks {
                        let read = one.formula().names().filter(|(place, _)| (call.name..call.end).contains(place));
                        found.extend(read.filter_map(|(_, name)| hasty.get(name.as_ref()).copied()));
                    }
                }
            }
            let names: Vec<&str> = found.into_iter().collect();
            if !names.is_empty() {
                let what = format!(
                    "asks a data source at each key stroke in {}",
                    wording::count(names.len(), "text input", "text inputs")
                );
                state_named(cx, report, app, &what, &names).help(
                    "set DelayOutput of the text input to true: the formula then waits for half a second of rest",
                );
            }
        }
    }
}

/// Whether it is a text input that says that it does not delay; a formula may come out either way.
fn is_immediate(control: &Control) -> bool {
    let is_false = |formula: &str| formula.trim().eq_ignore_ascii_case("false");
    control.template.eq_ignore_ascii_case("text") && control.formula("DelayOutput").is_some_and(is_false)
}
