//! The definition of a custom connector is no `OpenAPI` 2.0.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::{Kind, Value};

use super::definition::{is_method, name, subject};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConnectorDefinitionInvalid {}

impl Rule for ConnectorDefinitionInvalid {
    const META: Meta = Meta {
        name: "connector-definition-invalid",
        summary: "The definition of a custom connector is no OpenAPI 2.0",
        category: Category::Connectors,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("connector_definition_invalid.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for connector in &cx.package.connectors {
            let Some(definition) = connector.definition else { continue };
            for (value, what) in wrong(definition.root) {
                report
                    .at(
                        cx.at(definition.loc(value)),
                        subject(connector),
                        format!("connector \"{}\": {what}", name(connector)),
                    )
                    .detail(what)
                    .help("mend the definition in the Swagger editor of the connector, where it is checked, and export it again");
            }
        }
    }
}

/// What is wrong, each with its place.
fn wrong<'v, 't>(root: &'v Value<'t>) -> Vec<(&'v Value<'t>, String)> {
    if !root.is_object() {
        return vec![(root, "its definition is no object".to_owned())];
    }
    let mut found = Vec::new();
    if let Some(version) = root.get("openapi") {
        found.push((version, "its definition is OpenAPI 3, and connectors take 2.0".to_owned()));
        return found;
    }
    match root.get("swagger") {
        None => found.push((root, "its definition does not say `\"swagger\": \"2.0\"`".to_owned())),
        Some(version) if version.as_str() != Some("2.0") => {
            found.push((version, "the version in `swagger` is not \"2.0\"".to_owned()));
        }
        Some(_) => {}
    }
    for key in ["info", "paths"] {
        match root.get(key) {
            None => found.push((root, format!("its definition has no `{key}`"))),
            Some(value) if !value.is_object() => found.push((value, format!("`{key}` is no object"))),
            Some(_) => {}
        }
    }
    match root.get("host") {
        None => found.push((root, "its definition has no `host`, so that it calls nobody".to_owned())),
        Some(host) if host.as_str().is_none_or(|host| host.trim().is_empty()) => {
            found.push((host, "`host` names no host".to_owned()));
        }
        Some(host) if host.as_str().is_some_and(|host| host.contains("://")) => {
            found.push((host, "`host` begins with a scheme, which belongs into `schemes`".to_owned()));
        }
        Some(_) => {}
    }
    if let Some(schemes) = root.get("schemes").filter(|schemes| !is_list_of_strings(schemes)) {
        found.push((schemes, "`schemes` is no list of words".to_owned()));
    }
    for path in root.get("paths").map(Value::members).unwrap_or_default() {
        if !path.key.starts_with('/') && !path.key.starts_with("x-") {
            found.push((&path.value, format!("the path `{}` does not begin with a slash", path.key)));
        }
        for method in path.value.members().iter().filter(|member| is_method(&member.key)) {
            if !method.value.is_object() {
                found.push((&method.value, format!("the operation {} {} is no object", method.key, path.key)));
            }
        }
    }
    found
}

fn is_list_of_strings(value: &Value<'_>) -> bool {
    matches!(&value.kind, Kind::Array(items) if items.iter().all(|item| item.as_str().is_some()))
}
