//! A global variable of an app is used on one screen alone.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::AppFormulas;
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use super::formulas::{Made, is_screen, named_in, screen_of, state_named};
use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppGlobalOnOneScreen {}

impl Rule for AppGlobalOnOneScreen {
    const META: Meta = Meta {
        name: "app-global-on-one-screen",
        summary: "A global variable of an app is used on one screen alone",
        category: Category::Apps,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("app_global_on_one_screen.md"),
    };

    fn reads_controls(&self) -> bool {
        true
    }

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        // On the only screen of an app there is no other one.
        let is_wanted = |app: &&AppFormulas<'_>| {
            app.is_whole && app.app.controls().iter().filter(|control| is_screen(control)).count() > 1
        };
        for app in cx.app_formulas().iter().filter(is_wanted) {
            let mut used: BTreeMap<Cow<'_, str>, BTreeSet<Option<usize>>> = BTreeMap::new();
            for one in &app.formulas {
                for (kind, name) in named_in(one.formula()) {
                    if kind == Made::Global {
                        used.entry(name).or_default();
                    }
                }
            }
            for one in &app.formulas {
                let screen = screen_of(app.app, one.place);
                for (_, name) in one.formula().names() {
                    if let Some(screens) = used.get_mut(&name) {
                        screens.insert(screen);
                    }
                }
            }
            // What is set by the app itself, or in a component, is global for a reason.
            let lonely: Vec<&str> = used
                .iter()
                .filter(|(_, screens)| screens.len() == 1 && screens.iter().all(Option::is_some))
                .map(|(name, _)| name.as_ref())
                .collect();
            if !lonely.is_empty() {
                let what = format!(
                    "has {} on one screen alone",
                    wording::count(lonely.len(), "global variable that is used", "global variables that are used")
                );
                state_named(cx, report, app, &what, &lonely)
                    .help("make it a variable of the screen with UpdateContext: it then cannot be changed from elsewhere, and is gone with the screen");
            }
        }
    }
}
