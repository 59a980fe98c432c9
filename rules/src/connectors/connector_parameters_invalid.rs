//! The connection parameters of a custom connector have not their shape.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::{Kind, Value};

use super::definition::{is_empty, name, subject};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConnectorParametersInvalid {}

impl Rule for ConnectorParametersInvalid {
    const META: Meta = Meta {
        name: "connector-parameters-invalid",
        summary: "The connection parameters of a custom connector have not their shape",
        category: Category::Connectors,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("connector_parameters_invalid.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for connector in &cx.package.connectors {
            let Some(parameters) = connector.parameters else { continue };
            for (value, detail, what) in wrong(parameters.root) {
                report
                    .at(
                        cx.at(parameters.loc(value)),
                        subject(connector),
                        format!("connector \"{}\": {what}", name(connector)),
                    )
                    .detail(detail)
                    .help("choose the security again on the page \"Security\" of the connector, and export it again");
            }
        }
    }
}

/// What is wrong, each with its place and the name of the parameter.
fn wrong<'v, 't>(root: &'v Value<'t>) -> Vec<(&'v Value<'t>, String, String)> {
    if !root.is_object() {
        // No parameters are written as nothing, `null` or an empty list as well.
        let wrong = (root, String::new(), "its connection parameters are no object".to_owned());
        return if is_empty(root) { Vec::new() } else { vec![wrong] };
    }
    let mut found = Vec::new();
    for member in root.members() {
        let (key, value) = (&member.key, &member.value);
        let mut say = |value, what: String| found.push((value, key.clone().into_owned(), what));
        let Some(kind) = value.get("type") else {
            say(value, format!("its connection parameter {key} has no `type`"));
            continue;
        };
        let Some(text) = kind.as_str().filter(|text| !text.trim().is_empty()) else {
            say(kind, format!("the `type` of its connection parameter {key} is no word"));
            continue;
        };
        if !text.eq_ignore_ascii_case("oauthSetting") {
            continue;
        }
        match value.get("oAuthSettings") {
            None => {
                say(
                    value,
                    format!("its connection parameter {key} is of type oauthSetting and has no `oAuthSettings`"),
                );
            }
            Some(settings) => {
                let provider = settings.get("identityProvider");
                if provider
                    .is_none_or(|provider| !matches!(&provider.kind, Kind::String(text) if !text.trim().is_empty()))
                {
                    let what =
                        format!("the `oAuthSettings` of its connection parameter {key} name no `identityProvider`");
                    say(provider.unwrap_or(settings), what);
                }
            }
        }
    }
    found
}
