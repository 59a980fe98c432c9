//! A screen of an app has very many controls.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

use super::formulas::state_about;

/// Options.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct AppManyControls {
    /// How many controls a screen may have.
    most: usize,
}

impl Default for AppManyControls {
    fn default() -> Self {
        Self { most: 300 }
    }
}

impl Rule for AppManyControls {
    const META: Meta = Meta {
        name: "app-many-controls",
        summary: "A screen of an app has very many controls",
        category: Category::Apps,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("app_many_controls.md"),
    };

    fn reads_controls(&self) -> bool {
        true
    }

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for app in cx.app_formulas() {
            let controls = app.app.controls();
            let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
            for (place, control) in
                controls.iter().enumerate().filter(|(_, control)| !control.in_component && control.parent.is_some())
            {
                let mut top = place;
                let mut above = control.parent;
                while let Some(parent) = above {
                    top = parent;
                    above = controls.get(parent).and_then(|control| control.parent);
                }
                *counts.entry(top).or_default() += 1;
            }
            for (place, count) in counts.into_iter().filter(|(_, count)| *count > self.most) {
                let Some(screen) = controls.get(place) else { continue };
                state_about(cx, report, app.app, &format!("screen {} has {count} controls", screen.name))
                    .detail(screen.name.clone())
                    .help("divide the screen, use galleries and components for what repeats, and show what is needed");
            }
        }
    }
}
