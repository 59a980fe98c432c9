//! Two entries of a settings file have one name.

use std::collections::HashMap;

use engine::{Category, Meta, Place, Preset, Report, Rule, Severity, Subject, WorkspaceContext};
use inventory::{Fact, Repeat};
use schemars::JsonSchema;
use serde::Deserialize;

use super::packages::{self, Entry};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettingsDuplicateEntry {}

impl Rule for SettingsDuplicateEntry {
    const META: Meta = Meta {
        name: "settings-duplicate-entry",
        summary: "The deployment settings have two entries for one connection reference or environment variable",
        category: Category::Settings,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("settings_duplicate_entry.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        for settings in packages::files(cx) {
            let references = settings.references.iter();
            let references = references.map(|entry| (Entry::Reference, &entry.logical_name, entry.repeats));
            let variables = settings.variables.iter();
            let variables = variables.map(|entry| (Entry::Variable, &entry.schema_name, entry.repeats));
            let mut times = HashMap::new();
            for (kind, name, repeats) in references.chain(variables) {
                let Some(repeat) = repeats else { continue };
                let time = times.entry((kind, name.value.to_lowercase())).or_insert(1);
                *time += 1;
                let detail = format!("{} {time}", packages::file_name(cx, name.source));
                finding(kind, name, repeat, detail, report);
            }
        }
    }
}

fn finding(kind: Entry, name: &Fact<String>, repeat: Repeat, detail: String, report: &mut Report) {
    let what = kind.word();
    let message = if repeat.same {
        format!("the deployment settings have {what} {} twice", name.value)
    } else {
        format!("the deployment settings have {what} {} twice, and say different things of it", name.value)
    };
    let stated = report
        .at(Place::Input(name.source), Subject::new(kind.subject(), &name.value), message)
        .detail(detail)
        .note(Place::Input(repeat.first), "the first entry is here")
        .help("keep one entry of each name");
    if repeat.same {
        stated.at_most(Severity::Warning);
    }
}
