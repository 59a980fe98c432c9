//! A secure parameter of a flow has a default value.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::Loc;
use syntax::{Kind, Value};

use crate::flows::mentions::subject;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SecretParameterDefault {}

impl Rule for SecretParameterDefault {
    const META: Meta = Meta {
        name: "secret-parameter-default",
        summary: "A secure parameter of a flow has a default value",
        category: Category::Security,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("secret_parameter_default.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for parameter in &flow.flow().parameters {
                let secure = parameter.kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("secure"));
                let Some(value) = parameter.default_value.filter(|value| secure && !is_blank(value)) else { continue };
                let name = parameter.name.value;
                report
                    .at(
                        cx.at(Loc::new(flow.file(), value.span)),
                        subject(flow),
                        format!("flow \"{}\": secure parameter {name} has a default value", flow.flow().name),
                    )
                    .label("stands in the package as plain text")
                    .detail(name)
                    .help("leave the default empty, read the value from a Key Vault, and renew the secret");
            }
        }
    }
}

/// Whether nothing is given: `{}` is what the platform writes for `$authentication`.
fn is_blank(value: &Value<'_>) -> bool {
    match &value.kind {
        Kind::Null => true,
        Kind::String(text) => text.trim().is_empty(),
        Kind::Array(items) => items.is_empty(),
        Kind::Object(members) => members.is_empty(),
        Kind::Bool(_) | Kind::Number(_) => false,
    }
}
