//! The tables of a native inventory, row by row.

use toml_edit::{Array, InlineTable, Table, Value};

use super::Rows;
use crate::conflict::role_in_words;
use crate::principals::rows::Row;
use crate::read::native::applications::{CREDENTIALS, HOLDERS};
use crate::read::native::{AUTHS, FROM, KINDS, LISTS, named};
use crate::{
    ConnectionFact, CredentialHolder, CredentialList, Environment, Fact, FlowFact, Lookup, PermissionList,
    ReferenceFact, Who,
};

/// Writes the facts of an environment.
pub(super) struct Writer<'e> {
    pub(super) environment: &'e Environment,
}

impl Writer<'_> {
    pub(super) fn principals(&self) -> Vec<Table> {
        self.environment.principals.rows().iter().map(principal).collect()
    }

    pub(super) fn connections(&self) -> Vec<Table> {
        self.environment.connections().map(|fact| self.connection(fact)).collect()
    }

    /// The shares of connections of which nothing else is known.
    pub(super) fn permissions(&self) -> Vec<Table> {
        let lists = self.environment.permission_lists();
        let alone = lists.filter(|(id, _)| self.environment.connection(id).known().is_none());
        alone.map(|(_, list)| self.shares(Rows::default().put("connection", Some(&*list.connection)), list).0).collect()
    }

    pub(super) fn references(&self) -> Vec<Table> {
        self.environment.references().map(|fact| self.reference(fact)).collect()
    }

    pub(super) fn flows(&self) -> Vec<Table> {
        self.environment.flows().map(|fact| self.flow(fact)).collect()
    }

    pub(super) fn identities(&self) -> Vec<Table> {
        let hints = self.environment.identity_hints().iter();
        let row = hints.map(|hint| {
            let row = Rows::default().put("connector", Some(&hint.connector)).put("account", Some(&hint.account));
            row.put("environment", hint.environment.as_ref()).0
        });
        row.collect()
    }

    pub(super) fn applications(&self) -> Vec<Table> {
        self.environment.credential_lists().iter().map(application).collect()
    }

    fn connection(&self, fact: &ConnectionFact) -> Table {
        let status = fact.status.as_ref().map(|status| &status.value);
        let auth = fact.auth.as_ref().and_then(|auth| word(&AUTHS, &Some(auth.value)));
        let row = Rows::default()
            .put("id", Some(&*fact.id))
            .put("name", text(fact.display_name.as_ref()))
            .put("connector", connector(fact.connector.as_ref()))
            .put("auth", auth)
            .put("parameter_set", text(fact.parameter_set.as_deref()))
            .put("grant_type", text(fact.grant_type.as_deref()))
            .put("account", text(fact.account.as_ref()))
            .put("owner", self.somebody(fact.owner.as_ref()))
            .put("status", status.map(|status| &status.word))
            .put("status_code", status.and_then(|status| status.code.as_ref()));
        match self.environment.permissions(&fact.id) {
            Lookup::Known(list) => self.shares(row, list).0,
            Lookup::Absent | Lookup::Unknown => row.0,
        }
    }

    fn shares(&self, row: Rows, list: &PermissionList) -> Rows {
        let shares = list.shares.iter().map(|share| {
            let mut entry = InlineTable::new();
            entry.insert("principal", self.who(&share.who));
            if let Some(role) = share.role {
                entry.insert("role", role_in_words(role).into());
            }
            Value::InlineTable(entry)
        });
        let shared_with = one_a_line(shares.collect());
        let whole = (list.whole, !list.whole && list.leaves_out_service_principals);
        row.put("shared_with", Some(shared_with))
            .put("shares", word(&LISTS, &whole).filter(|_| !list.whole))
            .put("shares_tell_owner", (!list.tells_owner).then_some(false))
    }

    fn reference(&self, fact: &ReferenceFact) -> Table {
        let connection = match &fact.connection {
            Lookup::Known(connection) => Some(connection.value.as_str()),
            // Empty is known to be bound to nothing.
            Lookup::Absent => Some(""),
            Lookup::Unknown => None,
        };
        let known_in = || self.environment.solutions_of(&fact.logical_name).iter().map(|name| &name.value);
        let known_in: Option<Array> = fact.solutions.is_none().then(|| known_in().collect());
        Rows::default()
            .put("name", Some(&*fact.logical_name))
            .put("connector", connector(fact.connector.as_ref()))
            .put("connection", connection)
            .put("owner", self.somebody(fact.owner.as_ref()))
            .put("solutions", fact.solutions.as_ref().map(|names| names.value.iter().collect::<Array>()))
            .put("known_in", known_in.filter(|names| !names.is_empty()))
            .0
    }

    fn flow(&self, fact: &FlowFact) -> Table {
        let co_owners: Array = fact.co_owners.iter().map(|owner| self.who(&owner.value)).collect();
        let connections: Array = fact.connections.iter().collect();
        Rows::default()
            .put("id", Some(&*fact.id))
            .put("resource_id", fact.resource_id.as_ref())
            .put("name", fact.name.as_ref())
            .put("owner", self.somebody(fact.owner.as_ref()))
            .put("co_owners", Some(co_owners).filter(|list| !list.is_empty()))
            .put("references", fact.references.as_ref().map(|names| names.iter().collect::<Array>()))
            .put("connections", Some(connections).filter(|list| !list.is_empty()))
            .0
    }

    fn somebody(&self, fact: Option<&Fact<Who>>) -> Option<Value> {
        fact.map(|fact| self.who(&fact.value))
    }

    /// Somebody: the word that a native inventory named it by, else what it is known by.
    fn who(&self, who: &Who) -> Value {
        let principals = &self.environment.principals;
        // What it is, is told where all its keys are.
        let kind = who.kind.filter(|_| !principals.has_group(who));
        let spelt = who.upn.as_ref().or(who.key.as_ref());
        let is_named = |word: &&std::sync::Arc<str>| {
            let named = named(word);
            named == *who || (named.kind.is_none() && named == Who { kind, ..who.clone() })
        };
        if let Some(word) = spelt.filter(is_named).filter(|_| !principals.kind_in_conflict(who)) {
            return word.as_ref().into();
        }
        let mut table = InlineTable::new();
        for (key, known) in columns(who) {
            if let Some(known) = known {
                table.insert(key, known.into());
            }
        }
        if let Some(kind) = kind.and_then(|kind| word(&KINDS, &kind)) {
            table.insert("kind", kind.into());
        }
        Value::InlineTable(table)
    }
}

fn principal(row: &Row) -> Table {
    let mut table = Rows::default();
    for (key, known) in columns(&row.who) {
        table = table.put(key, known);
    }
    table
        .put("kind", row.who.kind.and_then(|kind| word(&KINDS, &kind)))
        .put("disabled", row.disabled)
        .put("deleted", row.deleted.then_some(true))
        .put("from", word(&FROM, &row.origin))
        .0
}

/// The secrets and certificates of an application: their names, kinds and dates.
fn application(list: &CredentialList) -> Table {
    let credentials = list.credentials.iter().map(|fact| {
        let mut entry = InlineTable::new();
        let kind = fact.certificate.and_then(|certificate| word(&CREDENTIALS, &certificate));
        let known =
            [("name", fact.name.as_deref()), ("kind", kind), ("ends", text(fact.ends.as_ref()).map(String::as_str))];
        for (key, known) in known.into_iter().filter_map(|(key, known)| Some((key, known?))) {
            entry.insert(key, known.into());
        }
        Value::InlineTable(entry)
    });
    let credentials = one_a_line(credentials.collect());
    let holder = Some(list.holder).filter(|holder| *holder != CredentialHolder::Unknown);
    Rows::default()
        .put("application_id", list.application_id.as_ref())
        .put("name", list.application_name.as_ref())
        .put("holder", holder.and_then(|holder| word(&HOLDERS, &holder)))
        .put("managed", list.managed.then_some(true))
        .put("credentials", Some(credentials).filter(|list_of| list.whole || !list_of.is_empty()))
        .put("partial", (!list.whole && !list.credentials.is_empty()).then_some(true))
        .0
}

/// A list with each of its entries on a line of its own.
fn one_a_line(mut list: Array) -> Array {
    for entry in list.iter_mut() {
        entry.decor_mut().set_prefix("\n  ");
    }
    if !list.is_empty() {
        list.set_trailing_comma(true);
        list.set_trailing("\n");
    }
    list
}

/// What somebody is known by, as a native inventory names it.
fn columns(who: &Who) -> [(&'static str, Option<&str>); 6] {
    [
        ("key", who.key.as_deref()),
        ("upn", who.upn.as_deref()),
        ("name", who.display_name.as_deref()),
        ("object_id", who.object_id.as_deref()),
        ("system_user_id", who.system_user_id.as_deref()),
        ("application_id", who.application_id.as_deref()),
    ]
}

fn text(fact: Option<&Fact<String>>) -> Option<&String> {
    fact.map(|fact| &fact.value)
}

/// A connector's name; a path without one tells nothing.
fn connector(fact: Option<&Fact<String>>) -> Option<&String> {
    text(fact).filter(|name| !name.contains('/'))
}

/// The word that a native inventory has for a value.
fn word<T: PartialEq>(words: &[(&'static str, T)], value: &T) -> Option<&'static str> {
    words.iter().find(|(_, known)| known == value).map(|(word, _)| *word)
}
