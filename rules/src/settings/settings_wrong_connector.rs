//! An entry of the settings names another connector than the reference's.

use engine::{
    Category, Meta, Missing, Place, Preset, Reason, Report, Rule, Severity, Subject, SubjectKind, WorkspaceContext,
};
use inventory::SettingsReference;
use schemars::JsonSchema;
use serde::Deserialize;

use super::packages::{self, Packages};
use crate::connector_names::looks_custom;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettingsWrongConnector {}

impl Rule for SettingsWrongConnector {
    const META: Meta = Meta {
        name: "settings-wrong-connector",
        summary: "The deployment settings name another connector for a connection reference than its solution does",
        category: Category::Settings,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "connection references",
        page: include_str!("settings_wrong_connector.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        let Some((files, known)) = packages::with_files(cx) else { return };
        for settings in files {
            for entry in &settings.references {
                one_entry(cx, &known, entry, report);
            }
        }
    }
}

fn one_entry(cx: &WorkspaceContext<'_>, known: &Packages<'_, '_>, entry: &SettingsReference, report: &mut Report) {
    let name = &entry.logical_name.value;
    // Without a connector, or with a token for one, the entry says nothing that could be wrong.
    let Some(connector) = &entry.connector else { return };
    let declared = known.references(name);
    let Some((_, first)) = declared.first() else {
        report.unknown(name, packages::missing_package());
        return;
    };
    let Some((package, meant, meant_connector)) =
        declared.iter().find_map(|(package, one)| Some((*package, *one, one.connector.as_deref()?)))
    else {
        let what = "its declaration names no connector";
        report.unknown(&first.logical_name, Missing::new(Reason::Incomplete, what, "a package that names it"));
        return;
    };
    let connectors = declared.iter().filter_map(|(_, one)| one.connector.as_deref());
    if connectors.into_iter().any(|one| one.eq_ignore_ascii_case(&connector.value)) {
        report.judged();
        return;
    }
    let custom = declared.iter().any(|(_, one)| one.custom);
    if custom || looks_custom(&connector.value) || looks_custom(meant_connector) {
        let what = "a custom connector is named anew in each environment";
        report.unknown(name, Missing::new(Reason::Incomplete, what, "the connector's name in the target environment"));
        return;
    }
    report.judged();
    let table = cx.environment.connectors();
    report
        .at(
            Place::Input(connector.source),
            Subject::new(SubjectKind::ConnectionReference, name),
            format!(
                "the deployment settings name connector {} for connection reference {name}, which is for {}",
                table.label(&connector.value),
                table.label(meant_connector)
            ),
        )
        .detail(known.file_name(connector.source))
        .note(Place::Package(package, Some(meant.loc)), format!("declared for {meant_connector} here"))
        .help(format!(
            "give ConnectorId \"/providers/Microsoft.PowerApps/apis/{meant_connector}\", and the id of a connection of that connector"
        ));
}
