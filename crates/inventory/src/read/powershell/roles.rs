//! `Get-AdminPowerAppConnectionRoleAssignment` and `Get-PowerAppConnectionRoleAssignment`.

use indexmap::IndexMap;

use super::note_environment;
use crate::read::Read;
use crate::read::powerapps::kind;
use crate::read::record::{Record, fold_id, segment_after};
use crate::read::source::{SourceKind, rows};
use crate::{InputKind, PermissionList, Role, Share, Who};

/// Who connections are shared with. The cmdlets make objects of users, groups and tenants alone and drop everybody else: such a list
/// shows that somebody has a role, and never that a service principal has none.
pub(in crate::read) static ROLE_ASSIGNMENTS: SourceKind = SourceKind {
    name: "of Get-AdminPowerAppConnectionRoleAssignment",
    recognises: |document| {
        document.rows_have(&["RoleType"])
            && !document.rows_have(&["FlowName"])
            && (document.rows_have(&["PrincipalType"]) || document.rows_have(&["PrincipalObjectId"]))
            && (document.rows_have(&["ConnectionName"]) || document.rows_have(&["ConnectorName"]))
    },
    read: |document| {
        let mut lists: IndexMap<String, PermissionList> = IndexMap::new();
        let mut content = rows(document, InputKind::PowershellRoleAssignments, &[], |row, facts| {
            note_environment(row, &["RoleId"], facts);
            assignment(row, &mut lists)
        });
        if let Read::Facts(facts) = &mut content.read {
            facts.permissions.extend(lists.into_values());
        }
        Ok(content)
    },
};

fn assignment(row: Record<'_>, lists: &mut IndexMap<String, PermissionList>) -> bool {
    // Of groups the cmdlet leaves the column empty; the path has it all the same.
    let in_path = row.text(&["RoleId"]).and_then(|path| segment_after(path, "connections"));
    let Some(connection) = in_path.or_else(|| row.text(&["ConnectionName"])) else { return false };
    let who = principal(row);
    if who.object_id.is_none() && who.upn.is_none() && who.display_name.is_none() {
        return false;
    }
    let list = lists.entry(fold_id(connection)).or_insert_with(|| PermissionList {
        connection: connection.into(),
        shares: Vec::new(),
        whole: false,
        tells_owner: false,
        leaves_out_service_principals: true,
        source: row.source(),
    });
    // `RoleName` is the id of the assignment.
    let role = row.text(&["RoleType"]).and_then(Role::parse);
    list.tells_owner |= role == Some(Role::Owner);
    list.shares.push(Share { who, role, source: row.source() });
    true
}

/// Whom a row is about. Of a tenant the id is the tenant's.
pub(super) fn principal(row: Record<'_>) -> Who {
    Who {
        object_id: row.id(&["PrincipalObjectId"]).map(Into::into),
        upn: row.text(&["PrincipalEmail"]).map(Into::into),
        display_name: row.text(&["PrincipalDisplayName"]).map(Into::into),
        kind: row.text(&["PrincipalType"]).and_then(kind),
        ..Who::default()
    }
}
