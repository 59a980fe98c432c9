//! A formula of an app reads a control of another screen.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::AppFile;
use std::collections::HashMap;

use super::formulas::state_places;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppControlOfOtherScreen {}

impl Rule for AppControlOfOtherScreen {
    const META: Meta = Meta {
        name: "app-control-of-other-screen",
        summary: "A formula of an app reads a control of another screen",
        category: Category::Apps,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("app_control_of_other_screen.md"),
    };

    fn reads_controls(&self) -> bool {
        true
    }

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for app in cx.app_formulas() {
            let controls = app.app.controls();
            let tops: Vec<usize> = (0..controls.len()).map(|place| top(app.app, place)).collect();
            let mut by_name: HashMap<&str, usize> = HashMap::new();
            for (place, control) in
                controls.iter().enumerate().filter(|(_, control)| control.parent.is_some() && !control.in_component)
            {
                by_name.insert(&control.name, tops.get(place).copied().unwrap_or(place));
            }
            let mut places: Vec<String> = Vec::new();
            for one in app.formulas.iter().filter(|one| !one.control.in_component) {
                let own = tops.get(one.place).copied();
                // App.OnStart and the like stand on no screen.
                let on_screen = own
                    .and_then(|own| controls.get(own))
                    .is_some_and(|own| own.template.eq_ignore_ascii_case("screen"));
                // A name alone can be a column, too.
                let has_property =
                    |place: usize| one.formula().tokens.get(place + 1).is_some_and(|next| next.text == ".");
                let reads = || {
                    let mut names = one.formula().names().filter(|(place, _)| has_property(*place));
                    names.any(|(_, name)| by_name.get(name.as_ref()).is_some_and(|other| Some(*other) != own))
                };
                if on_screen && reads() {
                    places.push(format!("{}.{}", one.control.name, one.property));
                }
            }
            if !places.is_empty() {
                state_places(cx, report, app, "reads controls of other screens", &places)
                    .help("put what both screens need into a variable, or pass it with Navigate: screens that read each other are all loaded at once");
            }
        }
    }
}

/// The place of the control at the top, in which one stands.
fn top(app: &AppFile, place: usize) -> usize {
    let controls = app.controls();
    let mut place = place;
    while let Some(parent) = controls.get(place).and_then(|control| control.parent) {
        place = parent;
    }
    place
}
