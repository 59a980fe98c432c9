//! The definition of a custom connector requires a security scheme that it does not define.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::HashSet;
use syntax::Value;

use super::definition::{name, operations, subject};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UndefinedSecurityScheme {}

impl Rule for UndefinedSecurityScheme {
    const META: Meta = Meta {
        name: "undefined-security-scheme",
        summary: "The definition of a custom connector requires a security scheme that it does not define",
        category: Category::Connectors,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("undefined_security_scheme.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for connector in &cx.package.connectors {
            let Some(definition) = connector.definition else { continue };
            let defined = definition.root.get("securityDefinitions");
            let mut told = HashSet::new();
            let holders = operations(definition).into_iter().map(|operation| operation.value);
            for holder in std::iter::once(definition.root).chain(holders) {
                let required = holder.get("security").map(Value::items).unwrap_or_default();
                for scheme in required.iter().flat_map(Value::members) {
                    let known = defined.is_some_and(|defined| defined.get_ignore_case(&scheme.key).is_some());
                    if known || !told.insert(scheme.key.as_ref()) {
                        continue;
                    }
                    report
                        .at(
                            cx.at(solution::Loc::new(definition.file, scheme.key_span)),
                            subject(connector),
                            format!(
                                "the definition of connector \"{}\" requires the security scheme \"{}\", which its \
                                 securityDefinitions do not have",
                                name(connector),
                                scheme.key
                            ),
                        )
                        .detail(scheme.key.as_ref())
                        .help("set the authentication anew on the page \"Security\" of the connector, or correct the name in its Swagger editor");
                }
            }
        }
    }
}
