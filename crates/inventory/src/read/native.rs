//! powerlint's own inventory, in TOML and JSON. Strict: a key that is not known is an error, since a fact that is
//! misspelt would be one that is missed.

use std::{collections::HashSet, sync::Arc};

use syntax::{Kind, Span, Value};

use super::document::{Document, Form};
use super::record::{Record, fold_id, host_of};
use super::source::SourceKind;
use super::{Content, Read, sensitive};
use crate::principals::rows::Origin;
use crate::{
    Auth, ConnectionFact, Fact, Facts, FlowFact, IdentityHint, InputId, InputKind, Lookup, PermissionList, Principal,
    ReferenceFact, Role, Share, Status, Who,
};

pub(crate) mod applications;
mod table;

pub(crate) use table::{KINDS, named};
use table::{Table, WHO, expected, one_of, who};

/// A native inventory: told by its tag, which only TOML may leave out.
pub(super) static NATIVE: SourceKind = SourceKind {
    name: "an inventory of powerlint (schema = \"pp-inventory/1\")",
    recognises: |document| {
        document.form == Form::Toml
            || document.root_text("schema").is_some_and(|schema| schema.starts_with("pp-inventory/"))
    },
    read: from_document,
};

fn from_document(document: &Document<'_>) -> Result<Content, super::Problem> {
    match read(&document.root, document.id) {
        Ok((facts, date)) => {
            let records = facts.connections.len()
                + facts.references.len()
                + facts.flows.len()
                + facts.principals.len()
                + facts.mentioned.len()
                + alone(&facts)
                + facts.identities.len()
                + facts.credentials.len();
            let read = Read::Facts(facts);
            Ok(Content { kind: InputKind::Native, read, date, records, sensitive: Vec::new() })
        }
        Err((message, span, help)) => {
            let show = !sensitive::in_native(&document.root);
            let problem = super::Problem { message, span: None, help, show };
            Err(problem.at(Some(span)))
        }
    }
}

/// How many lists of shares have a record of their own, rather than a place in that of their connection.
fn alone(facts: &Facts) -> usize {
    let ids: HashSet<&Arc<str>> = facts.connections.iter().map(|connection| &connection.id).collect();
    facts.permissions.iter().filter(|list| !ids.contains(&list.connection)).count()
}

/// The tag of the format.
pub(crate) const SCHEMA: &str = "pp-inventory/1";

/// What is wrong with an inventory: message, place, help.
type Problem = (String, Span, Option<String>);

/// Its keys.
const TOP: [&str; 13] = [
    "schema",
    "date",
    "exported",
    "complete",
    "partial",
    "environment",
    "principal",
    "connection",
    "reference",
    "flow",
    "permission",
    "identity",
    "application",
];

/// The names of the tables.
pub(crate) const TABLES: [(&str, crate::Table); 5] = [
    ("references", crate::Table::References),
    ("connections", crate::Table::Connections),
    ("permissions", crate::Table::Permissions),
    ("flows", crate::Table::Flows),
    ("principals", crate::Table::Principals),
];

/// What an inventory states, and the date it gives itself.
fn read(root: &Value<'_>, input: InputId) -> Result<(Facts, Option<String>), Problem> {
    let mut facts = Facts { input: Some(input), partial: true, native: true, ..Facts::default() };
    let top = Table::new(
        Record { value: root, input },
        "an inventory",
        &TOP,
        &["principals", "connections", "references", "flows", "permissions", "identities", "applications"],
    )?;
    if let Some(schema) = top.text("schema")?.filter(|schema| schema.value != SCHEMA) {
        let message = format!("this version of powerlint does not know the inventory schema {:?}", schema.value);
        return Err((message, schema.source.span, Some(format!("write schema = {SCHEMA:?}"))));
    }
    if let Some(environment) = top.get("environment") {
        let table = Table::new(top.record.inner(environment), "the environment", &["id", "url", "name"], &[])?;
        facts.environments.extend(table.text("id")?.map(|id| fold_id(&id.value)));
        facts.hosts.extend(table.text("url")?.and_then(|url| host_of(&url.value)));
    }
    for row in top.rows("principal", "principals")? {
        principal(row, &mut facts)?;
    }
    let connections = top.rows("connection", "connections")?;
    // There can be tens of thousands, and most have a list of shares.
    facts.connections.reserve(connections.len());
    facts.permissions.reserve(connections.len());
    for row in connections {
        connection(row, &mut facts)?;
    }
    let references = top.rows("reference", "references")?;
    facts.references.reserve(references.len());
    for row in references {
        facts.references.push(reference(row)?);
    }
    for row in top.rows("flow", "flows")? {
        facts.flows.push(flow(row)?);
    }
    for row in top.rows("permission", "permissions")? {
        facts.permissions.extend(permission(row)?);
    }
    for row in top.rows("identity", "identities")? {
        facts.identities.push(identity(row)?);
    }
    for row in top.rows("application", "applications")? {
        facts.credentials.push(applications::application(row)?);
    }
    // A native inventory is a part, but of the tables that it says it holds whole.
    facts.lists = tables(&top, "complete")?;
    facts.parts = tables(&top, "partial")?;
    facts.partial = facts.lists.is_empty();
    let date = top.text("date")?.or(top.text("exported")?);
    Ok((facts, date.map(|date| date.value)))
}

/// The tables that a list of the inventory names.
fn tables(top: &Table<'_>, key: &str) -> Result<Vec<crate::Table>, Problem> {
    let names = top.facts(key)?.into_iter();
    names.map(|name| one_of(key, &name, &TABLES)).collect()
}

fn identity(row: Record<'_>) -> Result<IdentityHint, Problem> {
    let table = Table::new(row, "an identity", &["connector", "account", "environment"], &[])?;
    Ok(IdentityHint {
        connector: table.required("connector")?.value,
        account: table.required("account")?.value,
        environment: table.text("environment")?.map(|name| name.value.to_lowercase()),
        source: row.source(),
    })
}

fn principal(row: Record<'_>, facts: &mut Facts) -> Result<(), Problem> {
    let keys = [&WHO[..], &["disabled", "deleted", "from"]].concat();
    let table = Table::new(row, "a principal", &keys, &[])?;
    let who = who(&table)?;
    let from = table.word("from", &FROM)?.unwrap_or(Origin::Hand);
    if who == (Who { kind: who.kind, display_name: who.display_name.clone(), ..Who::default() }) {
        let message = "a principal needs a key or an id to be known by".to_owned();
        return Err((message, row.value.span, Some("add one of key, upn, object_id, application_id".to_owned())));
    }
    if from == Origin::Mention {
        facts.mentioned.push(Fact { value: who, source: row.source() });
        return Ok(());
    }
    facts.principals.push(Principal {
        who,
        disabled: table.flag("disabled")?,
        deleted: table.flag("deleted")?.is_some_and(|deleted| deleted.value),
        by_hand: from == Origin::Hand,
        source: row.source(),
    });
    Ok(())
}

/// Where principals are known from.
pub(crate) const FROM: [(&str, Origin); 3] =
    [("hand", Origin::Hand), ("list", Origin::List), ("mention", Origin::Mention)];

/// What credentials are. The first word of each is the one that is written.
pub(crate) const AUTHS: [(&str, Option<Auth>); 6] = [
    ("service-principal", Some(Auth::ServicePrincipal)),
    ("certificate", Some(Auth::Certificate)),
    ("user", Some(Auth::User)),
    ("key", Some(Auth::Key)),
    ("none", Some(Auth::None)),
    ("unknown", None),
];

fn connection(row: Record<'_>, facts: &mut Facts) -> Result<(), Problem> {
    const KEYS: [&str; 10] =
        ["id", "name", "connector", "auth", "account", "owner", "status", "status_code", "parameter_set", "grant_type"];
    let keys = [&KEYS[..], &SHARES].concat();
    let table = Table::new(row, "a connection", &keys, &[])?;
    let id: Arc<str> = table.required("id")?.value.into();
    let auth = match table.word("auth", &AUTHS)?.flatten() {
        Some(value) => table.get("auth").map(|place| Fact { value, source: row.at(place.span) }),
        None => None,
    };
    let code = table.text("status_code")?.map(|code| code.value);
    let status = table.text("status")?;
    if status.is_none() {
        needs(&table, "status_code", "status")?;
    }
    facts.connections.push(ConnectionFact {
        id: Arc::clone(&id),
        connector: table.connector()?,
        display_name: table.text("name")?,
        account: table.text("account")?,
        parameter_set: table.text("parameter_set")?.map(Box::new),
        grant_type: table.text("grant_type")?.map(Box::new),
        auth,
        owner: table.somebody("owner")?,
        status: status.map(|word| Box::new(Status::of(word, code))),
        source: row.source(),
    });
    facts.permissions.extend(shares(&table, id)?);
    Ok(())
}

/// Complains of a key that says nothing without another.
fn needs(table: &Table<'_>, key: &str, other: &str) -> Result<(), Problem> {
    match table.get(key) {
        Some(value) => Err((format!("{key} says nothing without {other}"), value.span, None)),
        None => Ok(()),
    }
}

/// The keys of what tells who a connection is shared with.
const SHARES: [&str; 3] = ["shared_with", "shares", "shares_tell_owner"];

/// How much of the shares of a connection is known: whether all of them, and whether its source leaves service principals out.
pub(crate) const LISTS: [(&str, (bool, bool)); 3] =
    [("whole", (true, false)), ("partial", (false, false)), ("without-service-principals", (false, true))];

/// Who a connection is shared with, if it says so.
fn shares(table: &Table<'_>, connection: Arc<str>) -> Result<Option<PermissionList>, Problem> {
    let Some(list) = table.get("shared_with") else {
        return ["shares", "shares_tell_owner"]
            .iter()
            .try_for_each(|key| needs(table, key, "shared_with"))
            .map(|()| None);
    };
    let Kind::Array(items) = &list.kind else { return Err(expected("shared_with", "a list", list)) };
    let (whole, leaves_out_service_principals) = table.word("shares", &LISTS)?.unwrap_or((true, false));
    let mut shares = Vec::with_capacity(items.len());
    for item in items {
        shares.push(share(table.record.inner(item))?);
    }
    Ok(Some(PermissionList {
        connection,
        shares,
        whole,
        tells_owner: table.flag("shares_tell_owner")?.is_none_or(|tells| tells.value),
        leaves_out_service_principals,
        source: table.record.at(list.span),
    }))
}

/// The shares of a connection of which nothing else is known.
fn permission(row: Record<'_>) -> Result<Option<PermissionList>, Problem> {
    let keys = [&["connection"][..], &SHARES].concat();
    let table = Table::new(row, "a permission", &keys, &[])?;
    let connection = table.required("connection")?.value;
    shares(&table, connection.into())
}

fn share(row: Record<'_>) -> Result<Share, Problem> {
    let table = Table::new(row, "a share", &["principal", "role"], &[])?;
    let Some(principal) = table.somebody("principal")? else {
        return Err(("a share needs a value for principal".to_owned(), row.value.span, None));
    };
    let roles = [Role::CanView, Role::CanViewWithShare, Role::CanEdit, Role::Owner];
    let role = match table.text("role")? {
        None => None,
        Some(word) => Some(Role::parse(&word.value).ok_or_else(|| {
            let known = roles.map(|role| format!("{role:?}")).join(", ");
            (
                format!("{:?} is not a role on a connection", word.value),
                word.source.span,
                Some(format!("one of {known}")),
            )
        })?),
    };
    Ok(Share { who: principal.value, role, source: row.source() })
}

fn reference(row: Record<'_>) -> Result<ReferenceFact, Problem> {
    const KEYS: [&str; 6] = ["name", "connector", "connection", "owner", "solutions", "known_in"];
    let table = Table::new(row, "a reference", &KEYS, &[])?;
    let connection = match table.get("connection") {
        None => Lookup::Unknown,
        // Omitted is unknown, empty is known to be empty.
        Some(value) => match value.as_str() {
            Some(_) => row.fact_of(value).map_or(Lookup::Absent, Lookup::Known),
            None => return Err(expected("connection", "a string", value)),
        },
    };
    Ok(ReferenceFact {
        id: None,
        logical_name: table.required("name")?.value.into(),
        connector: table.connector()?,
        connection,
        owner: table.somebody("owner")?,
        solutions: table.texts("solutions")?,
        known_in: table.facts("known_in")?,
        source: row.source(),
    })
}

fn flow(row: Record<'_>) -> Result<FlowFact, Problem> {
    const KEYS: [&str; 7] = ["id", "resource_id", "name", "owner", "co_owners", "references", "connections"];
    let table = Table::new(row, "a flow", &KEYS, &[])?;
    Ok(FlowFact {
        id: fold_id(&table.required("id")?.value),
        name: table.text("name")?.map(|name| name.value),
        resource_id: table.text("resource_id")?.map(|id| fold_id(&id.value)),
        owner: table.somebody("owner")?,
        co_owners: table.everybody("co_owners")?,
        connections: table.texts("connections")?.map(|ids| ids.value).unwrap_or_default(),
        references: table.texts("references")?.map(|names| names.value),
        source: row.source(),
    })
}
