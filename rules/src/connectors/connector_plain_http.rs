//! A custom connector calls its service without encryption.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::Value;

use super::definition::{has_gateway, host, is_private, name, subject};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConnectorPlainHttp {}

impl Rule for ConnectorPlainHttp {
    const META: Meta = Meta {
        name: "connector-plain-http",
        summary: "A custom connector calls its service without encryption",
        category: Category::Connectors,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("connector_plain_http.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for connector in &cx.package.connectors {
            let Some(definition) = connector.definition else { continue };
            let Some(schemes) = definition.root.get("schemes") else { continue };
            let all: Vec<&str> = schemes.items().iter().filter_map(Value::as_str).collect();
            let plain = !all.is_empty() && all.iter().all(|scheme| scheme.eq_ignore_ascii_case("http"));
            let Some((host, _)) = host(definition).filter(|_| plain) else { continue };
            // What comes through the gateway is encrypted on the way to it.
            if has_gateway(connector) || is_private(&host) {
                continue;
            }
            report
                .at(
                    cx.at(definition.loc(schemes)),
                    subject(connector),
                    format!("connector \"{}\" calls {host} without encryption", name(connector)),
                )
                .label("only http")
                .help(
                    "choose HTTPS as the scheme of the connector; what is sent, keys included, can be read on the way",
                );
        }
    }
}
