//! Connections and their permissions, as the Power Apps service lists them. Of parameters only the name of their set
//! and `token:grantType` are read.

use std::slice;

use indexmap::IndexMap;
use syntax::Value;

use super::Read;
use super::dataverse::{connector, environment_in};
use super::psobject;
use super::record::{Record, fold_id, segment_after};
use super::source::{SourceKind, rows};
use crate::{
    AuthClass, ConnectionFact, ConnectorTable, Fact, Facts, InputKind, PermissionList, PrincipalKind, Role, Share,
    Status, Table, Who,
};

/// The connections of an environment.
pub(super) static CONNECTIONS: SourceKind = SourceKind {
    name: "connections as the Power Apps service lists them",
    recognises: |document| document.first().is_some_and(is_connection),
    read: |document| {
        let mut expanded = Permissions::default();
        let mut content = rows(document, InputKind::Connections, &[Table::Connections], |row, facts| {
            // A maker's list has only the maker's own connections.
            facts.partial |= !in_admin_scope(row);
            environments(row).for_each(|environment| facts.speaks_of(environment));
            let Some(id) = connection(row, facts) else { return false };
            if let Some(fact) = facts.connections.last_mut() {
                doubt_account(fact, row.value.get("properties"), document.text);
            }
            for permission in row.value.at(&["properties", "permissions"]).map(Value::items).unwrap_or_default() {
                expanded.add_to(id, row.inner(permission));
            }
            true
        });
        if let Read::Facts(facts) = &mut content.read {
            // Whom a connection is shared with stands in it as far as it concerns whoever asked.
            expanded.finish(facts, false);
        }
        Ok(content)
    },
};

/// The permissions of connections.
pub(super) static PERMISSIONS: SourceKind = SourceKind {
    name: "permissions of connections, likewise",
    recognises: |document| {
        document
            .first()
            .is_some_and(|row| is_below(row, "/permissions/") && row.at(&["properties", "principal"]).is_some())
    },
    read: |document| {
        let mut permissions = Permissions::default();
        let mut content = rows(document, InputKind::Permissions, &[], |row, facts| {
            environments(row).for_each(|environment| facts.speaks_of(environment));
            permissions.add(row)
        });
        if let Read::Facts(facts) = &mut content.read {
            permissions.finish(facts, true);
        }
        Ok(content)
    },
};

/// Whether the id of a row leads below a connection, and below this.
fn is_below(row: &Value<'_>, what: &str) -> bool {
    let id = row.get("id").and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
    id.contains("/connections/") && id.contains(what)
}

/// Whether a row is a connection, by its id or its type: `Microsoft.PowerApps/apis/connections`, for an administrator
/// `Microsoft.PowerApps/scopes/apis/connections`.
fn is_connection(row: &Value<'_>) -> bool {
    let kind = row.get("type").and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
    let named = is_below(row, "/connections/") && !is_below(row, "/permissions/");
    (named || kind.starts_with("microsoft.powerapps/") && kind.ends_with("/connections"))
        && row.at(&["properties", "apiId"]).is_some()
}

/// Reads a connection, and gives its id back.
pub(super) fn connection<'v>(row: Record<'v>, facts: &mut Facts) -> Option<&'v str> {
    let path = row.text(&["id"]).unwrap_or_default();
    let id = segment_after(path, "connections").or_else(|| row.text(&["name"]))?;
    facts.connections.push(connection_of(row, id));
    Some(id)
}

/// What a record says of the connection of this id.
pub(super) fn connection_of(row: Record<'_>, id: &str) -> ConnectionFact {
    let property = |name: &str| row.fact(&["properties", name]);
    let set = ["properties", "connectionParametersSet"];
    let grant_type = row
        .value
        .at(&[set[0], set[1], "values", "token:grantType"])
        .and_then(|value| row.fact_of(value.get("value").unwrap_or(value)))
        .or_else(|| row.fact(&["properties", "connectionParameters", "token:grantType"]));
    ConnectionFact {
        id: id.into(),
        connector: connector(row, &["properties", "apiId"]),
        display_name: property("displayName"),
        account: property("accountName").or_else(|| row.fact(&["properties", "authenticatedUser", "name"])),
        parameter_set: row.fact(&[set[0], set[1], "name"]).map(Box::new),
        grant_type: grant_type.map(Box::new),
        auth: None,
        owner: row.value.at(&["properties", "createdBy"]).and_then(|creator| {
            let who = principal(row.inner(creator))?;
            Some(Fact { value: who, source: row.at(creator.span) })
        }),
        status: row.value.at(&["properties", "statuses"]).and_then(|statuses| status(row, statuses)).map(Box::new),
        source: row.source(),
    }
}

/// Forgets the account of a connection whose parameters the service named and `ConvertTo-Json` cut off: whether a user signed in with
/// it, or it is but a name beside a key, they would tell. Where nobody but users can sign in, it is the user's.
pub(super) fn doubt_account(connection: &mut ConnectionFact, properties: Option<&Value<'_>>, text: &str) {
    let Some(properties) = properties else { return };
    let lost = |name| psobject::has_lost(properties, name, text);
    if connection.parameter_set.is_some()
        || connection.grant_type.is_some()
        || !(lost("connectionParametersSet") || lost("connectionParameters"))
    {
        return;
    }
    let connectors = ConnectorTable::built_in();
    let row = connection.connector.as_ref().and_then(|connector| connectors.get(&connector.value));
    if row.is_none_or(|row| row.class != AuthClass::PersonOnly) {
        connection.account = None;
    }
}

/// The status: the first that is not `Connected`, else that. PowerShell may have made one out of a list of one.
pub(super) fn status(row: Record<'_>, statuses: &Value<'_>) -> Option<Fact<Status>> {
    let statuses = if statuses.is_object() { slice::from_ref(statuses) } else { statuses.items() };
    let word = |status: &Value<'_>| status.get("status").and_then(Value::as_str).map(str::to_owned);
    let bad = statuses.iter().find(|status| word(status).is_some_and(|word| !word.eq_ignore_ascii_case("Connected")));
    let status = bad.or_else(|| statuses.first())?;
    let code = status.at(&["error", "code"]).and_then(Value::as_str).map(str::to_owned);
    Some(Fact { value: Status { word: word(status)?, code }, source: row.at(status.span) })
}

/// A status of which only a word is told, by a source whose words are not documented: it is taken if the service itself uses it.
pub(super) fn known_status(row: Record<'_>, key: &str) -> Option<Fact<Status>> {
    const WORDS: [&str; 2] = ["Connected", "Error"];
    let fact = row.fact(&[key])?;
    let word = *WORDS.iter().find(|word| word.eq_ignore_ascii_case(&fact.value))?;
    Some(Fact { value: Status { word: word.to_owned(), code: None }, source: fact.source })
}

/// A creator or principal; `None` where it has no key at all.
pub(super) fn principal(row: Record<'_>) -> Option<Who> {
    let kind = row.text(&["type"]).and_then(kind);
    let who = Who {
        object_id: row.id(&["id"]).map(Into::into),
        upn: row.text(&["userPrincipalName"]).or_else(|| row.text(&["email"])).map(Into::into),
        display_name: row.text(&["displayName"]).map(Into::into),
        kind,
        ..Who::default()
    };
    (who.object_id.is_some() || who.upn.is_some() || who.display_name.is_some()).then_some(who)
}

/// What the service says that somebody is.
pub(super) fn kind(kind: &str) -> Option<PrincipalKind> {
    match kind.to_ascii_lowercase().as_str() {
        "user" => Some(PrincipalKind::Person),
        "serviceprincipal" => Some(PrincipalKind::ServicePrincipal),
        "group" => Some(PrincipalKind::Group),
        "tenant" => Some(PrincipalKind::Tenant),
        _ => None,
    }
}

/// Permissions, put together by connection.
#[derive(Default)]
pub(super) struct Permissions {
    lists: IndexMap<String, PermissionList>,
    /// A record does not tell which connection it is about: any list may lack it.
    stray: bool,
}

impl Permissions {
    /// Adds a record.
    pub(super) fn add(&mut self, row: Record<'_>) -> bool {
        let Some(connection) = row.text(&["id"]).and_then(|path| segment_after(path, "connections")) else {
            self.stray = true;
            return false;
        };
        self.add_to(connection, row);
        true
    }

    /// Adds a record about this connection.
    fn add_to(&mut self, connection: &str, row: Record<'_>) {
        let list = self.lists.entry(fold_id(connection)).or_insert_with(|| PermissionList {
            connection: connection.into(),
            shares: Vec::new(),
            whole: true,
            tells_owner: false,
            leaves_out_service_principals: false,
            source: row.source(),
        });
        let principal = row.value.at(&["properties", "principal"]);
        let Some(who) = principal.and_then(|principal| self::principal(row.inner(principal))) else {
            // Somebody is in the list, and nothing tells who: anybody may be.
            list.whole = false;
            return;
        };
        let role = row.text(&["properties", "roleName"]).and_then(Role::parse);
        list.tells_owner |= role == Some(Role::Owner);
        list.shares.push(Share { who, role, source: row.source() });
    }

    /// The lists. They are whole if their source names everybody, the file is whole, and every record could be read.
    pub(super) fn finish(self, facts: &mut Facts, names_everybody: bool) {
        let partial = !names_everybody || facts.partial || self.stray;
        facts.permissions.extend(self.lists.into_values().map(|mut list| {
            list.whole &= !partial;
            list
        }));
    }
}

/// The ids of the environments that a record names.
fn environments(row: Record<'_>) -> impl Iterator<Item = String> {
    let paths: [&[&str]; 3] = [&["id"], &["properties", "apiId"], &["properties", "environment", "id"]];
    let in_paths = paths.into_iter().filter_map(move |path| environment_in(row.text(path)?));
    in_paths.chain(row.id(&["properties", "environment", "name"]))
}

/// Whether a connection was listed for an administrator. A maker's list has only the maker's own connections.
fn in_admin_scope(row: Record<'_>) -> bool {
    row.text(&["id"]).is_some_and(|path| path.to_ascii_lowercase().contains("/scopes/admin/"))
}
