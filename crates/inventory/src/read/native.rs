//! powerlint's own inventory, in TOML and JSON. Strict: a key that is not known is an error, since a fact that is
//! misspelt would be one that is missed.

use syntax::{Kind, Span, Value};

use super::dataverse::is_user_account;
use super::document::{Document, Form};
use super::record::{Record, connector_name, fold_id, host_of};
use super::source::SourceKind;
use super::{Content, Read, sensitive};
use crate::{
    Auth, ConnectionFact, Fact, Facts, FlowFact, InputId, InputKind, Lookup, PermissionList, Principal, PrincipalKind,
    ReferenceFact, Role, Share, Status, Who,
};

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
            let records = facts.connections.len() + facts.references.len() + facts.flows.len() + facts.principals.len();
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

/// The tag of the format.
const SCHEMA: &str = "pp-inventory/1";

/// What is wrong with an inventory: message, place, help.
type Problem = (String, Span, Option<String>);

/// What an inventory states, and the date it gives itself.
fn read(root: &Value<'_>, input: InputId) -> Result<(Facts, Option<String>), Problem> {
    let mut facts = Facts { input: Some(input), partial: true, native: true, ..Facts::default() };
    let top = Table::new(
        Record { value: root, input },
        "an inventory",
        &["schema", "date", "exported", "environment", "principal", "connection", "reference", "flow"],
        &["principals", "connections", "references", "flows"],
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
        facts.principals.push(principal(row)?);
    }
    for row in top.rows("connection", "connections")? {
        connection(row, &mut facts)?;
    }
    for row in top.rows("reference", "references")? {
        facts.references.push(reference(row)?);
    }
    for row in top.rows("flow", "flows")? {
        facts.flows.push(flow(row)?);
    }
    let date = top.text("date")?.or(top.text("exported")?);
    Ok((facts, date.map(|date| date.value)))
}

fn principal(row: Record<'_>) -> Result<Principal, Problem> {
    const KEYS: [&str; 8] = ["key", "name", "kind", "application_id", "object_id", "system_user_id", "upn", "disabled"];
    let table = Table::new(row, "a principal", &KEYS, &[])?;
    let id = |key| table.text(key).map(|id| id.map(|id| fold_id(&id.value)));
    let kind = table.word("kind", &KINDS)?;
    let who = Who {
        system_user_id: id("system_user_id")?,
        object_id: id("object_id")?,
        application_id: id("application_id")?,
        upn: table.text("upn")?.map(|upn| upn.value),
        display_name: table.text("name")?.map(|name| name.value),
        key: table.text("key")?.map(|key| key.value.to_lowercase()),
        kind,
    };
    if who == (Who { kind, display_name: who.display_name.clone(), ..Who::default() }) {
        let message = "a principal needs a key or an id to be known by".to_owned();
        return Err((message, row.value.span, Some("add one of key, upn, object_id, application_id".to_owned())));
    }
    let disabled = match table.get("disabled") {
        None => None,
        Some(value) => {
            let known = value.as_bool().ok_or_else(|| expected("disabled", "true or false", value))?;
            Some(Fact { value: known, source: row.at(value.span) })
        }
    };
    Ok(Principal { who, disabled, deleted: false, source: row.source() })
}

const KINDS: [(&str, PrincipalKind); 7] = [
    ("service-principal", PrincipalKind::ServicePrincipal),
    ("user", PrincipalKind::Person),
    ("person", PrincipalKind::Person),
    ("service-account", PrincipalKind::ServiceAccount),
    ("group", PrincipalKind::Group),
    ("team", PrincipalKind::Team),
    ("tenant", PrincipalKind::Tenant),
];

const AUTHS: [(&str, Option<Auth>); 6] = [
    ("service-principal", Some(Auth::ServicePrincipal)),
    ("certificate", Some(Auth::Certificate)),
    ("user", Some(Auth::User)),
    ("key", Some(Auth::Key)),
    ("none", Some(Auth::None)),
    ("unknown", None),
];

fn connection(row: Record<'_>, facts: &mut Facts) -> Result<(), Problem> {
    const KEYS: [&str; 8] = ["id", "name", "connector", "auth", "account", "owner", "status", "shared_with"];
    let table = Table::new(row, "a connection", &KEYS, &[])?;
    let id = table.required("id")?;
    let auth = match table.word("auth", &AUTHS)?.flatten() {
        Some(value) => table.get("auth").map(|place| Fact { value, source: row.at(place.span) }),
        None => None,
    };
    let status = table.text("status")?;
    facts.connections.push(ConnectionFact {
        id: id.value.clone(),
        connector: table.connector()?,
        display_name: table.text("name")?,
        account: table.text("account")?,
        parameter_set: None,
        grant_type: None,
        auth,
        owner: table.somebody("owner")?,
        status: status.map(|word| Fact { value: Status { word: word.value, code: None }, source: word.source }),
        source: row.source(),
    });
    if let Some(shares) = table.get("shared_with") {
        let Kind::Array(items) = &shares.kind else { return Err(expected("shared_with", "a list", shares)) };
        let shares_of = items.iter().map(|item| share(row.inner(item))).collect::<Result<_, _>>()?;
        facts.permissions.push(PermissionList {
            connection: id.value,
            shares: shares_of,
            whole: true,
            tells_owner: true,
            leaves_out_service_principals: false,
            source: row.at(shares.span),
        });
    }
    Ok(())
}

fn share(row: Record<'_>) -> Result<Share, Problem> {
    let table = Table::new(row, "a share", &["principal", "role"], &[])?;
    let principal = table.required("principal")?;
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
    Ok(Share { who: named(&principal.value), role, source: row.source() })
}

fn reference(row: Record<'_>) -> Result<ReferenceFact, Problem> {
    let table = Table::new(row, "a reference", &["name", "connector", "connection", "owner", "solutions"], &[])?;
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
        logical_name: table.required("name")?.value,
        connector: table.connector()?,
        connection,
        owner: table.somebody("owner")?,
        solutions: table.texts("solutions")?,
        source: row.source(),
    })
}

fn flow(row: Record<'_>) -> Result<FlowFact, Problem> {
    let table = Table::new(row, "a flow", &["id", "name", "owner", "references"], &[])?;
    Ok(FlowFact {
        id: fold_id(&table.required("id")?.value),
        name: table.text("name")?.map(|name| name.value),
        resource_id: None,
        owner: table.somebody("owner")?,
        co_owners: Vec::new(),
        connections: Vec::new(),
        references: table.texts("references")?.map(|names| names.value),
        source: row.source(),
    })
}

/// Somebody by one word: the key of a principal, any of its ids, or a user principal name.
fn named(word: &str) -> Who {
    let user = is_user_account(word);
    Who {
        upn: user.then(|| word.to_owned()),
        key: Some(fold_id(word)),
        kind: user.then_some(PrincipalKind::Person),
        ..Who::default()
    }
}

/// A table whose keys are known.
struct Table<'v> {
    record: Record<'v>,
    what: &'static str,
}

impl<'v> Table<'v> {
    fn new(record: Record<'v>, what: &'static str, keys: &[&str], plurals: &[&str]) -> Result<Self, Problem> {
        if !record.value.is_object() {
            return Err((format!("{what} is written as a table of keys and values"), record.value.span, None));
        }
        for member in record.value.members() {
            let key = member.key.replace('-', "_");
            if !keys.contains(&key.as_str()) && !plurals.contains(&key.as_str()) {
                let near = keys
                    .iter()
                    .max_by(|one, other| strsim::jaro_winkler(one, &key).total_cmp(&strsim::jaro_winkler(other, &key)));
                let near = near.filter(|near| strsim::jaro_winkler(near, &key) > 0.8);
                let help = near
                    .map_or_else(|| format!("known are {}", keys.join(", ")), |near| format!("did you mean {near}?"));
                return Err((format!("{what} has no key {:?}", member.key), member.key_span, Some(help)));
            }
        }
        Ok(Self { record, what })
    }

    /// A member, by its name with `_` or with `-`.
    fn get(&self, key: &str) -> Option<&'v Value<'v>> {
        let members = self.record.value.members();
        let member = members.iter().rev().find(|member| member.key == key || member.key.replace('-', "_") == key)?;
        (!matches!(member.value.kind, Kind::Null)).then_some(&member.value)
    }

    /// A string; `None` where it is left out or empty.
    fn text(&self, key: &str) -> Result<Option<Fact<String>>, Problem> {
        match self.get(key) {
            None => Ok(None),
            Some(value) if value.as_str().is_some() => Ok(self.record.fact_of(value)),
            Some(value) => Err(expected(key, "a string", value)),
        }
    }

    fn required(&self, key: &str) -> Result<Fact<String>, Problem> {
        self.text(key)?.ok_or_else(|| (format!("{} needs a value for {key}", self.what), self.record.value.span, None))
    }

    fn texts(&self, key: &str) -> Result<Option<Fact<Vec<String>>>, Problem> {
        let Some(list) = self.get(key) else { return Ok(None) };
        let Kind::Array(items) = &list.kind else { return Err(expected(key, "a list of strings", list)) };
        let texts = items
            .iter()
            .map(|item| item.as_str().map(str::to_owned).ok_or_else(|| expected(key, "a list of strings", item)))
            .collect::<Result<_, _>>()?;
        Ok(Some(Fact { value: texts, source: self.record.at(list.span) }))
    }

    fn word<T: Copy>(&self, key: &str, known: &[(&str, T)]) -> Result<Option<T>, Problem> {
        let Some(word) = self.text(key)? else { return Ok(None) };
        let folded = word.value.replace('_', "-").to_lowercase();
        if let Some((_, value)) = known.iter().find(|(name, _)| *name == folded) {
            return Ok(Some(*value));
        }
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        let message = format!("{:?} is not a value of {key}", word.value);
        Err((message, word.source.span, Some(format!("one of {}", names.join(", ")))))
    }

    fn connector(&self) -> Result<Option<Fact<String>>, Problem> {
        Ok(self
            .text("connector")?
            .and_then(|path| Some(Fact { value: connector_name(&path.value)?.to_owned(), source: path.source })))
    }

    fn somebody(&self, key: &str) -> Result<Option<Fact<Who>>, Problem> {
        Ok(self.text(key)?.map(|word| Fact { value: named(&word.value), source: word.source }))
    }

    /// The records under a key, singular or plural.
    fn rows(&self, key: &str, plural: &str) -> Result<Vec<Record<'v>>, Problem> {
        let mut rows = Vec::new();
        for (key, list) in [key, plural].iter().filter_map(|key| Some((*key, self.get(key)?))) {
            match &list.kind {
                Kind::Array(items) => rows.extend(items.iter().map(|item| self.record.inner(item))),
                _ => return Err(expected(key, "a list of tables", list)),
            }
        }
        Ok(rows)
    }
}

fn expected(key: &str, what: &str, value: &Value<'_>) -> Problem {
    (format!("{key} must be {what}"), value.span, None)
}
