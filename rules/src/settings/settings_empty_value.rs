//! An entry of the settings gives nothing.

use engine::{Category, Meta, Place, Preset, Report, Rule, Severity, Subject, SubjectKind, WorkspaceContext};
use inventory::{Filling, SettingsReference, SettingsVariable};
use schemars::JsonSchema;
use serde::Deserialize;

use super::packages::{self, Name, Packages};

/// Options: none. `placeholders` of the configuration names more styles of tokens.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettingsEmptyValue {}

impl Rule for SettingsEmptyValue {
    const META: Meta = Meta {
        name: "settings-empty-value",
        summary: "An entry of the deployment settings is empty, or a placeholder that nothing fills in",
        category: Category::Settings,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "settings",
        page: include_str!("settings_empty_value.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        let Some((files, known)) = packages::with_files(cx) else { return };
        for settings in files {
            for entry in &settings.references {
                reference(&known, entry, report);
            }
            for entry in &settings.variables {
                variable(&known, entry, report);
            }
        }
    }
}

fn reference(known: &Packages<'_, '_>, entry: &SettingsReference, report: &mut Report) {
    let name = &entry.logical_name.value;
    let empty = entry.filling == Filling::Empty;
    if empty && !known.met(&Name::reference(name)) {
        report.unknown(name, packages::missing_package());
        return;
    }
    report.judged();
    let message = match entry.filling {
        Filling::Empty if known.said_unbound(name) => return,
        Filling::Empty => format!("the deployment settings give connection reference {name} no ConnectionId"),
        Filling::Template => {
            format!("the ConnectionId of connection reference {name} is a placeholder that nothing fills in")
        }
        Filling::Token | Filling::Literal => return,
    };
    let subject = Subject::new(SubjectKind::ConnectionReference, name);
    let mut stated =
        report.at(Place::Input(entry.connection_at), subject, message).detail(known.file_name(entry.connection_at));
    let give = "give the id of a connection in the target environment (pac connection list), or a token that the pipeline replaces";
    let otherwise = if let Some(reference) = known.bound(name).filter(|_| empty) {
        stated = stated
            .at_most(Severity::Note)
            .note(Place::Input(reference.source), "the environment has it bound to a connection already");
        "a new environment would have it without a connection"
    } else {
        "until then an import leaves the reference without a connection, and its flows off"
    };
    stated.help(format!("{give}; {otherwise}"));
}

fn variable(known: &Packages<'_, '_>, entry: &SettingsVariable, report: &mut Report) {
    let name = &entry.schema_name.value;
    let folded = Name::variable(name);
    let empty = entry.filling == Filling::Empty;
    if empty && known.definition(&folded).is_none() {
        report.unknown(name, packages::missing_package());
        return;
    }
    report.judged();
    let message = match entry.filling {
        // Its default, or the value that travels with the package, holds.
        Filling::Empty if known.has_value(&folded) => return,
        Filling::Empty => format!("the deployment settings give environment variable {name} no value"),
        Filling::Template => format!("the value of environment variable {name} is a placeholder that nothing fills in"),
        Filling::Token | Filling::Literal => return,
    };
    let subject = Subject::new(SubjectKind::EnvironmentVariable, name);
    let mut stated = report.at(Place::Input(entry.value_at), subject, message).detail(known.file_name(entry.value_at));
    if empty {
        if !known.is_required(&folded) {
            stated = stated.at_most(Severity::Note);
        }
        stated = stated.remark("the packages given have neither a default nor a current value for it");
    }
    stated.help("give its value in the target environment, or a token that the pipeline replaces");
}
