//! Rows of Dataverse tables, as its Web API and the tools built on it print them.

mod instances;
mod references;
mod solutions;
mod users;
mod workflows;

pub(super) use self::instances::CONNECTION_INSTANCES;
pub(super) use self::references::CONNECTION_REFERENCES;
pub(super) use self::solutions::{SOLUTION_COMPONENTS, SOLUTIONS};
pub(super) use self::users::SYSTEM_USERS;
pub(super) use self::workflows::{WORKFLOWS, direct_connection};
use super::record::{Record, bare_id, connector_name, fold_id, segment_after};
use crate::{Fact, PrincipalKind, Who};

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
        system_user_id: Some(id.into()),
        display_name: name.map(Into::into),
        kind: team.then_some(PrincipalKind::Team),
        ..Who::default()
    };
    Some(Fact { value: who, source: row.at(value.span) })
}

/// Whether an account's name has the form of a user's: `ada@contoso.com`. Application users are named by a GUID.
pub(crate) fn is_user_account(account: &str) -> bool {
    account.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty() && domain.contains('.') && !account.contains(char::is_whitespace) && !is_guid(name)
    })
}

/// Whether it has the form of a GUID, with or without braces.
pub(crate) fn is_guid(text: &str) -> bool {
    let text = bare_id(text);
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// The environment's id in a path of the Power Apps service.
pub(super) fn environment_in(path: &str) -> Option<String> {
    segment_after(path, "environments").map(fold_id)
}
