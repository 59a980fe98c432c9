//! A note names an action that the flow does not have.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::Loc;

use super::mentions::{nearest, subject};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoteNamesNoAction {}

impl Rule for NoteNamesNoAction {
    const META: Meta = Meta {
        name: "note-names-no-action",
        summary: "A note names an action that the flow does not have",
        category: Category::Flows,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("note_names_no_action.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows().filter(|flow| flow.is_whole()) {
            for step in flow.steps() {
                let Some(note) = step.action.definition.get("description") else { continue };
                for word in note.as_str().map(names).into_iter().flatten() {
                    if !flow.named(word).is_empty() {
                        continue;
                    }
                    let names = flow.steps().iter().map(|step| step.action.name.value);
                    // Only what is nearly an action's name is meant as one.
                    let Some(meant) = nearest(word, names) else { continue };
                    let name = step.action.name.value;
                    report
                        .at(
                            cx.at(Loc::new(flow.file(), note.span)),
                            subject(flow),
                            format!(
                                "flow \"{}\": the note of {name} names {word}, which the flow does not have",
                                flow.flow().name
                            ),
                        )
                        .detail(format!("{}: {word}", flow.path(step.id)))
                        .help(format!("the action may have been renamed; did you mean {meant}?"));
                }
            }
        }
    }
}

/// The words of a note that are written like names of actions: with underscores inside.
fn names(note: &str) -> impl Iterator<Item = &str> {
    let words = note.split(|char: char| !(char.is_alphanumeric() || "_-()".contains(char)));
    words.map(|word| word.trim_matches(['(', ')', '-', '_'])).filter(|word| word.contains('_'))
}
