//! Users and application users.

use syntax::Kind;

use super::is_user_account;
use crate::read::record::Record;
use crate::read::source::{SourceKind, rows};
use crate::{Fact, Facts, InputKind, Principal, PrincipalKind, Table, Who};

/// Rows of `systemusers`.
pub(in crate::read) static SYSTEM_USERS: SourceKind = SourceKind {
    name: "systemusers",
    recognises: |document| {
        document.is_empty_list_of("systemusers")
            || document.rows_have(&["systemuserid"]) && !document.rows_have(&["workflowid"])
    },
    read: |document| Ok(rows(document, InputKind::DataverseSystemUsers, &[Table::Principals], system_user)),
};

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
            system_user_id: Some(id.into()),
            object_id: row.id(&["azureactivedirectoryobjectid"]).map(Into::into),
            application_id: application_id.map(Into::into),
            upn: upn.map(Into::into),
            display_name: row.text(&["fullname"]).map(Into::into),
            key: None,
            kind,
        },
        disabled,
        deleted: deleted(row),
        by_hand: false,
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
