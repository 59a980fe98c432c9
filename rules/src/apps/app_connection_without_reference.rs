//! A canvas app shares a connection and names no connection reference for it.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppConnectionWithoutReference {}

impl Rule for AppConnectionWithoutReference {
    const META: Meta = Meta {
        name: "app-connection-without-reference",
        summary: "An app shares a connection without a connection reference",
        category: Category::Apps,
        severity: Severity::Warning,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("app_connection_without_reference.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for app in &cx.package.apps {
            let shared =
                app.connections.iter().filter(|entry| entry.shared_connection.is_some() && entry.reference.is_none());
            let mut names: Vec<&str> = Vec::new();
            let mut first = None;
            for entry in shared {
                let name = entry.connector.as_deref().unwrap_or("a connector");
                first = first.or(Some(entry.loc));
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            let Some(loc) = first else { continue };
            let people = app.display_name.unwrap_or(app.name).value;
            report
                .at(
                    cx.at(loc),
                    Subject::new(SubjectKind::App, app.name.value),
                    format!(
                        "app \"{people}\" shares its maker's connection with its users and names no connection reference: {}",
                        wording::list(&names)
                    ),
                )
                .help("remove the connection from the app and add it again inside the solution, so that the app uses a reference");
        }
    }
}
