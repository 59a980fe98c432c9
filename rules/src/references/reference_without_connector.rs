//! A declared reference does not say for which connector it is.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReferenceWithoutConnector {}

impl Rule for ReferenceWithoutConnector {
    const META: Meta = Meta {
        name: "reference-without-connector",
        summary: "A declared connection reference does not say for which connector it is",
        category: Category::References,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("reference_without_connector.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for reference in &cx.package.references {
            if reference.custom_connector_id.is_some_and(|id| !id.value.trim().is_empty()) {
                continue;
            }
            let name = reference.logical_name.value;
            let (loc, message, label) = match reference.connector_id {
                Some(id) if is_connector_id(id.value) => continue,
                Some(id) if !id.value.trim().is_empty() => (
                    id.loc,
                    format!("the connectorid of connection reference {name} is not a connector's"),
                    "not /providers/Microsoft.PowerApps/apis/…",
                ),
                Some(_) | None => (
                    reference.logical_name.loc,
                    format!("connection reference {name} has no connector"),
                    "no connectorid",
                ),
            };
            report.at(cx.at(loc), Subject::new(SubjectKind::ConnectionReference, name), message).label(label).help(
                "delete the reference in make.powerapps.com, make it again for the right connector under the same logical name, and \
                 export the solution again",
            );
        }
    }
}

/// `/providers/Microsoft.PowerApps/apis/shared_x`, also with a scope before `apis`.
fn is_connector_id(id: &str) -> bool {
    const START: &str = "/providers/microsoft.powerapps/";
    const APIS: &str = "/apis/";
    let id = id.trim().to_ascii_lowercase();
    id.starts_with(START)
        && id.split_once(APIS).is_some_and(|(_, name)| !name.trim_matches('/').is_empty() && !name.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::is_connector_id;

    #[test]
    fn ids_of_connectors_are_known() {
        for id in [
            "/providers/Microsoft.PowerApps/apis/shared_x",
            "/providers/microsoft.powerapps/apis/shared_x",
            "/providers/Microsoft.PowerApps/scopes/admin/environments/e/apis/shared_x",
        ] {
            assert!(is_connector_id(id), "{id}");
        }
        for id in ["", "shared_x", "/providers/Microsoft.PowerApps/apis/", "/providers/Microsoft.PowerApps/apis//x"] {
            assert!(!is_connector_id(id), "{id}");
        }
    }
}
