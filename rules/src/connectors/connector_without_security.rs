//! A custom connector signs nobody in.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::Loc;

use super::definition::{is_empty, name, subject};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConnectorWithoutSecurity {}

impl Rule for ConnectorWithoutSecurity {
    const META: Meta = Meta {
        name: "connector-without-security",
        summary: "A custom connector signs nobody in",
        category: Category::Connectors,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("connector_without_security.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for connector in &cx.package.connectors {
            // What was not read may well ask for a key.
            let (Some(definition), Some(parameters)) = (connector.definition, connector.parameters) else { continue };
            let open = |key: &str| definition.root.get(key).is_none_or(is_empty);
            if !definition.root.is_object() || !is_empty(parameters.root) || !open("securityDefinitions") {
                continue;
            }
            let policies = connector.policies.map(|part| part.root);
            if policies.is_some_and(|policies| !is_empty(policies)) {
                continue;
            }
            report
                .at(
                    cx.at(Loc::file(definition.file)),
                    subject(connector),
                    format!("connector \"{}\" calls its service without signing in", name(connector)),
                )
                .help("choose how the connector signs in on its page \"Security\", unless the service is open to everybody");
        }
    }
}
