//! A screen of an app is never navigated to.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use std::{borrow::Cow, collections::HashSet};

use super::formulas::{is_screen, screen_of, state_named};
use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppUnreachableScreen {}

impl Rule for AppUnreachableScreen {
    const META: Meta = Meta {
        name: "app-unreachable-screen",
        summary: "A screen of an app is never navigated to",
        category: Category::Apps,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("app_unreachable_screen.md"),
    };

    fn reads_controls(&self) -> bool {
        true
    }

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for app in cx.app_formulas().iter().filter(|app| app.is_whole) {
            let screens: Vec<usize> = app
                .app
                .controls()
                .iter()
                .enumerate()
                .filter(|(_, control)| is_screen(control))
                .map(|(place, _)| place)
                .collect();
            // The app opens with its StartScreen, or else with the first screen of the tree view, which the files do not tell.
            let has_start =
                app.formulas.iter().any(|one| one.property == "StartScreen" && !one.formula().tokens.is_empty());
            let named: HashSet<Cow<'_, str>> = app
                .formulas
                .iter()
                .flat_map(|one| one.formula().names().map(move |(_, name)| (one, name)))
                .filter(|(one, name)| {
                    let own = screen_of(app.app, one.place).and_then(|own| app.app.controls().get(own));
                    own.is_none_or(|own| own.name != name.as_ref())
                })
                .map(|(_, name)| name)
                .collect();
            let controls = app.app.controls();
            let unnamed: Vec<&str> = screens
                .iter()
                .filter_map(|&place| controls.get(place))
                .map(|screen| screen.name.as_str())
                .filter(|name| !named.contains(*name))
                .collect();
            if unnamed.is_empty() || (!has_start && unnamed.len() == 1) {
                continue;
            }
            let what = if has_start {
                format!(
                    "has {} that no formula of another screen names",
                    wording::count(unnamed.len(), "screen", "screens")
                )
            } else {
                format!(
                    "has {} that no formula of another screen names, of which it can open with one",
                    wording::count(unnamed.len(), "screen", "screens")
                )
            };
            state_named(cx, report, app, &what, &unnamed).help("delete them, or let something navigate to them");
        }
    }
}
