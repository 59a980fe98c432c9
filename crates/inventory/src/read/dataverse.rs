//! Rows of Dataverse tables, as its Web API and the tools built on it print them.

use syntax::{Kind, Value};

use super::record::{Record, connector_name, fold_id, segment_after};
use super::source::{SourceKind, rows};
use crate::{Fact, Facts, FlowFact, InputKind, Lookup, Principal, PrincipalKind, ReferenceFact, Table, Who};

/// Rows of `connectionreferences`.
pub(super) static CONNECTION_REFERENCES: SourceKind = SourceKind {
    name: "rows of the Dataverse tables connectionreferences",
    recognises: |document| {
        document.is_empty_list_of("connectionreferences")
            || document.rows_have(&["connectionreferencelogicalname"])
                && !document.rows_have(&["connectioninternalid"])
                && !document.rows_have(&["connectioninstanceid"])
    },
    read: |document| Ok(rows(document, InputKind::DataverseConnectionReferences, &[Table::References], reference)),
};

/// Rows of `workflows`.
pub(super) static WORKFLOWS: SourceKind = SourceKind {
    name: "workflows",
    recognises: |document| {
        document.is_empty_list_of("workflows")
            || document.rows_have(&["workflowid"])
                && (document.rows_have(&["category"]) || document.rows_have(&["clientdata"]))
    },
    read: |document| Ok(rows(document, InputKind::DataverseWorkflows, &[Table::Flows], workflow)),
};

/// Rows of `systemusers`.
pub(super) static SYSTEM_USERS: SourceKind = SourceKind {
    name: "systemusers",
    recognises: |document| {
        document.is_empty_list_of("systemusers")
            || document.rows_have(&["systemuserid"]) && !document.rows_have(&["workflowid"])
    },
    read: |document| Ok(rows(document, InputKind::DataverseSystemUsers, &[Table::Principals], system_user)),
};

/// A row of `connectionreferences`.
fn reference(row: Record<'_>, facts: &mut Facts) -> bool {
    let Some(logical_name) = row.text(&["connectionreferencelogicalname"]) else { return false };
    // A column that is left out tells nothing; one that is null says that nothing is bound.
    let connection = match row.value.get("connectionid").map(|value| (value, &value.kind)) {
        None => Lookup::Unknown,
        Some((_, Kind::Null)) => Lookup::Absent,
        Some((value, _)) => row.fact_of(value).map_or(Lookup::Absent, Lookup::Known),
    };
    facts.references.push(ReferenceFact {
        id: row.id(&["connectionreferenceid"]),
        logical_name: logical_name.to_owned(),
        connector: connector(row, &["connectorid"]),
        connection,
        owner: owner(row),
        solutions: None,
        source: row.source(),
    });
    true
}

/// The connector at a path, by its name.
pub(super) fn connector(row: Record<'_>, path: &[&str]) -> Option<Fact<String>> {
    let fact = row.fact(path)?;
    let name = connector_name(&fact.value)?.to_owned();
    Some(Fact { value: name, source: fact.source })
}

/// Who owns a row: a user or a team.
fn owner(row: Record<'_>) -> Option<Fact<Who>> {
    let (key, value) = ["_ownerid_value", "_owninguser_value", "_owningteam_value"]
        .iter()
        .find_map(|key| Some((*key, row.value.get(key).filter(|value| value.as_str().is_some())?)))?;
    let id = fold_id(value.as_str()?);
    if id.is_empty() {
        return None;
    }
    let table = row.text(&["_ownerid_value@Microsoft.Dynamics.CRM.lookuplogicalname"]);
    let is = |key: &str| row.id(&[key]).is_some_and(|other| other == id);
    let team = key == "_owningteam_value" || is("_owningteam_value") || table == Some("team");
    let name = ["_ownerid_value", key]
        .iter()
        .find_map(|key| row.text(&[&format!("{key}@OData.Community.Display.V1.FormattedValue")]));
    let who = Who {
        system_user_id: Some(id),
        display_name: name.map(str::to_owned),
        kind: team.then_some(PrincipalKind::Team),
        ..Who::default()
    };
    Some(Fact { value: who, source: row.at(value.span) })
}

/// A row of `workflows`. Only cloud flows are kept; a row that leaves its category out is taken for one if its client data is a flow's.
fn workflow(row: Record<'_>, facts: &mut Facts) -> bool {
    const CLOUD_FLOW: &str = "5";
    let Some(id) = row.id(&["workflowid"]) else { return false };
    match row.value.get("category").map(|value| &value.kind) {
        Some(Kind::Number(category)) if category != CLOUD_FLOW => return false,
        _ => {}
    }
    facts.flows.push(FlowFact {
        id,
        name: row.text(&["name"]).map(str::to_owned),
        resource_id: row.id(&["resourceid"]),
        owner: owner(row),
        co_owners: Vec::new(),
        connections: Vec::new(),
        references: row.text(&["clientdata"]).and_then(references_of),
        source: row.source(),
    });
    true
}

/// The connection references that a flow's client data names; `None` where it cannot be read. An entry that names a
/// connection directly (`connectionName`) uses no reference.
fn references_of(client_data: &str) -> Option<Vec<String>> {
    let document = syntax::json::parse(client_data).ok()?;
    let properties = document.root.get("properties").filter(|properties| properties.is_object())?;
    let Some(entries) = properties.get("connectionReferences") else { return Some(Vec::new()) };
    let entries: Vec<&Value<'_>> = match &entries.kind {
        Kind::Object(members) => members.iter().map(|member| &member.value).collect(),
        Kind::Array(items) => items.iter().collect(),
        Kind::Null => Vec::new(),
        _ => return None,
    };
    let mut names: Vec<String> = Vec::new();
    for entry in entries {
        let name = entry
            .at(&["connection", "connectionReferenceLogicalName"])
            .or_else(|| entry.get("connectionReferenceLogicalName"))
            .and_then(Value::as_str);
        if let Some(name) = name.filter(|name| !names.iter().any(|known| known.eq_ignore_ascii_case(name))) {
            names.push(name.to_owned());
        }
    }
    Some(names)
}

/// A row of `systemusers`. Whether it is a service principal is told by `applicationid` alone: a row that leaves the
/// column out is of no known kind. The form of the names of application users is not relied on.
fn system_user(row: Record<'_>, facts: &mut Facts) -> bool {
    let Some(id) = row.id(&["systemuserid"]) else { return false };
    let application_id = row.id(&["applicationid"]);
    let domain_name = row.text(&["domainname"]);
    let kind = if application_id.is_some() {
        Some(PrincipalKind::ServicePrincipal)
    } else {
        // The platform's own users (SYSTEM …) have no account.
        (row.has("applicationid") && domain_name.is_some_and(is_user_account)).then_some(PrincipalKind::Person)
    };
    let disabled = row
        .value
        .get("isdisabled")
        .and_then(|value| Some(Fact { value: value.as_bool()?, source: row.at(value.span) }));
    let upn = domain_name.or_else(|| row.text(&["internalemailaddress"]));
    facts.principals.push(Principal {
        who: Who {
            system_user_id: Some(id),
            object_id: row.id(&["azureactivedirectoryobjectid"]),
            application_id,
            upn: upn.map(str::to_owned),
            display_name: row.text(&["fullname"]).map(str::to_owned),
            key: None,
            kind,
        },
        disabled,
        deleted: deleted(row),
        source: row.source(),
    });
    true
}

/// Whether the account was deleted from Microsoft Entra: `azurestate` is 1 (soft deleted) or 2 (not found, or hard deleted).
/// The row itself stays, so that a user who has no row was left out of the list.
fn deleted(row: Record<'_>) -> bool {
    const DELETED: [&str; 2] = ["1", "2"];
    matches!(row.value.get("azurestate").map(|value| &value.kind), Some(Kind::Number(state)) if DELETED.contains(&state.as_ref()))
}

/// Whether an account's name has the form of a user's: `ada@contoso.com`. Application users are named by a GUID.
pub(crate) fn is_user_account(account: &str) -> bool {
    account.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty() && domain.contains('.') && !account.contains(char::is_whitespace) && !is_guid(name)
    })
}

/// Whether it has the form of a GUID, with or without braces.
pub(crate) fn is_guid(text: &str) -> bool {
    let text = fold_id(text);
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The environment's id in a path of the Power Apps service.
pub(super) fn environment_in(path: &str) -> Option<String> {
    segment_after(path, "environments").map(fold_id)
}
