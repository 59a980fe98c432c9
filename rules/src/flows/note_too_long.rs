//! An action's note is longer than the platform allows.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

use solution::Loc;

use super::limits::{Limit, Near};

/// Options: how near the limit to speak.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct NoteTooLong(Near);

impl Rule for NoteTooLong {
    const META: Meta = Meta {
        name: "note-too-long",
        summary: "An action's note is longer than the platform allows",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("note_too_long.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        const NOTE: Limit =
            Limit { most: 256, says: "has an action whose note has {} characters", help: "shorten the note" };
        let near = Near::only_beyond(&self.0);
        for flow in cx.flows() {
            for step in flow.steps() {
                let Some(note) = step.action.definition.get("description") else { continue };
                let length = note.as_str().map_or(0, |text| text.chars().count());
                let place = (cx.at(Loc::new(flow.file(), note.span)), flow.path(step.id));
                NOTE.judge(&near, length, flow, place, report);
            }
        }
    }
}
