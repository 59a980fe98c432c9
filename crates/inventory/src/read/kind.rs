//! Telling what kind of file it is by the shape of its first record.

use syntax::Value;

use super::record::List;
use crate::InputKind;

/// What a file was recognised as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// One that is read.
    Known(InputKind),
    /// One that is not read (what it is, what to give instead).
    Other(&'static str, &'static str),
}

const RAW_CONNECTIONS: &str = "give the answer of the Power Apps service itself: \
    GET …/scopes/admin/environments/<id>/connections?api-version=2016-11-01";
const RAW_PERMISSIONS: &str = "give the answers of the Power Apps service itself, which name service principals too: \
    GET …/apis/<connector>/connections/<id>/permissions?api-version=2017-06-01";
const WORKFLOWS: &str = "give the rows of the Dataverse table workflows (GET …/api/data/v9.2/workflows)";
const REFERENCES: &str =
    "give the rows of the Dataverse table connectionreferences (GET …/api/data/v9.2/connectionreferences)";
const NOT_NEEDED: &str = "leave it out; the solutions themselves tell this";

/// The kind of a JSON file; `None` where nothing in it tells.
pub(super) fn of_json(root: &Value<'_>, list: &List<'_>) -> Option<Shape> {
    of_root(root).or_else(|| match list.rows.iter().find(|row| row.is_object()) {
        Some(row) => of_row(row),
        None => list.context.and_then(of_context),
    })
}

fn of_root(root: &Value<'_>) -> Option<Shape> {
    let has = |key: &str| root.get_ignore_case(key).is_some();
    if root.get("schema").and_then(Value::as_str).is_some_and(|tag| tag.starts_with("pp-inventory/")) {
        return Some(Shape::Known(InputKind::Native));
    }
    if has("ActivateFlowConfiguration") || has("SolutionComponentOwnershipConfiguration") {
        let what = "the custom deployment settings of the ALM Accelerator (they say what is activated and assigned, not who \
                    a connection belongs to)";
        return Some(Shape::Other(what, "give the deployment settings beside it"));
    }
    if has("ConnectionReferences") || has("EnvironmentVariables") {
        return Some(Shape::Known(InputKind::Settings));
    }
    if root.at(&["values", "root_module"]).is_some() || root.get("planned_values").is_some() {
        return Some(Shape::Other("a Terraform state or plan", RAW_PERMISSIONS));
    }
    if root.get("success").is_some() && root.get("data").is_some() {
        let row = root.get("data").and_then(|data| data.items().first());
        let references = row.is_some_and(|row| row.get("logicalName").is_some());
        let instead = if references { REFERENCES } else { RAW_CONNECTIONS };
        return Some(Shape::Other("a list of the Power Platform Developer Suite (ppds)", instead));
    }
    None
}

fn of_row(row: &Value<'_>) -> Option<Shape> {
    let has = |key: &str| row.get(key).is_some();
    let known = |kind| Some(Shape::Known(kind));
    let id = row.get("id").and_then(Value::as_str).unwrap_or_default();
    if id.contains("/connections/") {
        if id.contains("/permissions/") && row.at(&["properties", "principal"]).is_some() {
            return known(InputKind::Permissions);
        }
        if row.at(&["properties", "apiId"]).is_some() {
            return known(InputKind::Connections);
        }
    }
    if has("connectioninternalid") || has("connectioninstanceid") {
        return Some(Shape::Other("rows of the Dataverse table connectioninstances", RAW_CONNECTIONS));
    }
    if has("connectionreferencelogicalname") {
        return known(InputKind::DataverseConnectionReferences);
    }
    if has("workflowid") && (has("category") || has("clientdata")) {
        return known(InputKind::DataverseWorkflows);
    }
    if has("systemuserid") && !has("workflowid") {
        return known(InputKind::DataverseSystemUsers);
    }
    let other = |what, instead| Some(Shape::Other(what, instead));
    if has("componenttype") && has("objectid") {
        return other("rows of the Dataverse table solutioncomponents", NOT_NEEDED);
    }
    if has("uniquename") && has("solutionid") {
        return other("rows of the Dataverse table solutions", NOT_NEEDED);
    }
    if has("ConnectionName") && has("FullConnectorName") {
        return other("the output of Get-AdminPowerAppConnection", RAW_CONNECTIONS);
    }
    if has("RoleType") && has("PrincipalType") {
        return if has("FlowName") {
            other("the output of Get-AdminFlowOwnerRole", WORKFLOWS)
        } else {
            other(
                "the output of Get-AdminPowerAppConnectionRoleAssignment (it leaves service principals out)",
                RAW_PERMISSIONS,
            )
        };
    }
    if has("FlowName") && has("Enabled") {
        return other("the output of Get-AdminFlow", WORKFLOWS);
    }
    if has("ConnectorName") && has("CreatorUPN") {
        return other(
            "a list of connection identities of the CoE Starter Kit (they have no connection ids)",
            RAW_CONNECTIONS,
        );
    }
    None
}

/// The kind of an empty list, by what it is a list of.
fn of_context(context: &str) -> Option<Shape> {
    let table = context.split_once("$metadata#")?.1.split('(').next()?;
    match table {
        "connectionreferences" => Some(Shape::Known(InputKind::DataverseConnectionReferences)),
        "workflows" => Some(Shape::Known(InputKind::DataverseWorkflows)),
        "systemusers" => Some(Shape::Known(InputKind::DataverseSystemUsers)),
        _ => None,
    }
}

/// The kind of a text that is neither JSON nor TOML.
pub(super) fn of_text(text: &str) -> Option<Shape> {
    let other = |what, instead| Some(Shape::Other(what, instead));
    let first = text.lines().find(|line| !line.trim().is_empty())?;
    if first.trim_start().starts_with('<') {
        return other("XML", "give the inventory as JSON or TOML");
    }
    let mut lines = text.lines().take(20);
    let header = lines.find(|line| !line.starts_with("#TYPE ") && !line.trim().is_empty()).unwrap_or_default();
    let columns: Vec<&str> = header.split([',', ';', '\t']).map(|column| column.trim().trim_matches('"')).collect();
    let has = |column: &str| columns.contains(&column);
    if has("ConnectionName") && has("RoleType") {
        return other("the output of Get-AdminPowerAppConnectionRoleAssignment as CSV", RAW_PERMISSIONS);
    }
    if has("ConnectionName") {
        return other("the output of Get-AdminPowerAppConnection as CSV", RAW_CONNECTIONS);
    }
    if has("FlowName") {
        return other("the output of Get-AdminFlow as CSV", WORKFLOWS);
    }
    if has("admin_accountname") {
        return other("a table of the CoE Starter Kit as CSV (they have no connection ids)", RAW_CONNECTIONS);
    }
    if text.lines().take(20).any(|line| line.starts_with("Id ") && line.contains("API Id") && line.contains("Status")) {
        return other("the output of pac connection list", RAW_CONNECTIONS);
    }
    None
}
