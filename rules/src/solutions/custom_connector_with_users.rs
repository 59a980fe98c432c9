//! A custom connector travels with what uses it.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{
    Loc,
    model::{CustomConnector, Membership},
};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CustomConnectorWithUsers {}

impl Rule for CustomConnectorWithUsers {
    const META: Meta = Meta {
        name: "custom-connector-with-users",
        summary: "A custom connector travels in one solution with the references and flows that use it",
        category: Category::Solutions,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("custom_connector_with_users.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for connector in &cx.package.connectors {
            let users = users(cx, connector);
            let Some((_, first)) = users.first() else { continue };
            let name = connector.display_name.unwrap_or(connector.name).value;
            let mut stated = report
                .at(
                    cx.at(connector.name.loc),
                    Subject::new(SubjectKind::Connector, connector.name.value),
                    format!("custom connector \"{name}\" travels in one solution with {first}, which needs a connection of it"),
                )
                .label("the connector");
            for (loc, what) in &users {
                stated = stated.note(cx.at(*loc), what.clone());
            }
            stated.help(
                "put the connector into a solution of its own and import that first; then make the connection in the target, and import this \
                 solution with the connection's id in the deployment settings",
            );
        }
    }
}

/// The connection references of a connector, and the flows that name it where no reference of the package does.
fn users(cx: &SolutionContext<'_, '_>, connector: &CustomConnector<'_>) -> Vec<(Loc, String)> {
    let is_id = |id: &str| {
        let id = id.trim().trim_start_matches('{').trim_end_matches('}');
        connector.id.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(id))
    };
    let references = cx
        .package
        .references
        .iter()
        .filter(|reference| reference.custom_connector_id.is_some_and(|id| is_id(id.value)));
    let mut users: Vec<(Loc, String)> = references
        .map(|reference| (reference.loc, format!("connection reference {}", reference.logical_name.value)))
        .collect();
    for flow in cx.package.flows.iter().filter(|flow| flow.membership != Membership::Stale) {
        let named = flow.connections.iter().find(|connection| {
            connection.connector_logical_name.is_some_and(|name| name.value.eq_ignore_ascii_case(connector.name.value))
        });
        users.extend(named.map(|connection| (connection.loc, format!("flow \"{}\"", flow.name))));
    }
    users
}
