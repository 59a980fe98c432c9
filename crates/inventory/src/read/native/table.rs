//! Tables whose keys are known, and how they name somebody.

use std::sync::Arc;

use syntax::{Kind, Value};

use super::Problem;
use crate::key::folded;
use crate::read::dataverse::is_user_account;
use crate::read::record::{Record, connector_name, folded_id};
use crate::{Fact, PrincipalKind, Who};

/// The kinds of principals. The first word of a kind is the one that is written.
pub(crate) const KINDS: [(&str, PrincipalKind); 7] = [
    ("service-principal", PrincipalKind::ServicePrincipal),
    ("user", PrincipalKind::Person),
    ("person", PrincipalKind::Person),
    ("service-account", PrincipalKind::ServiceAccount),
    ("group", PrincipalKind::Group),
    ("team", PrincipalKind::Team),
    ("tenant", PrincipalKind::Tenant),
];

/// The keys of somebody.
pub(super) const WHO: [&str; 7] = ["key", "name", "kind", "application_id", "object_id", "system_user_id", "upn"];

/// Somebody by the keys of a table.
pub(super) fn who(table: &Table<'_>) -> Result<Who, Problem> {
    let id = |key| table.text(key).map(|id| id.map(|id| folded_id(&id.value).into()));
    Ok(Who {
        system_user_id: id("system_user_id")?,
        object_id: id("object_id")?,
        application_id: id("application_id")?,
        upn: table.text("upn")?.map(|upn| upn.value.into()),
        display_name: table.text("name")?.map(|name| name.value.into()),
        key: table.text("key")?.map(|key| key.value.to_lowercase().into()),
        kind: table.word("kind", &KINDS)?,
    })
}

/// Somebody by one word: the key of a principal, any of its ids, or a user principal name.
pub(crate) fn named(word: &str) -> Who {
    let user = is_user_account(word);
    let word: Arc<str> = word.into();
    Who {
        key: Some(folded(&word)),
        upn: user.then_some(word),
        kind: user.then_some(PrincipalKind::Person),
        ..Who::default()
    }
}

/// A table whose keys are known.
pub(super) struct Table<'v> {
    pub(super) record: Record<'v>,
    what: &'static str,
}

impl<'v> Table<'v> {
    pub(super) fn new(
        record: Record<'v>,
        what: &'static str,
        keys: &[&str],
        plurals: &[&str],
    ) -> Result<Self, Problem> {
        if !record.value.is_object() {
            let help =
                keys.first().map(|first| format!("such as {{ {first} = \"…\" }}; known are {}", keys.join(", ")));
            return Err((format!("{what} is written as a table of keys and values"), record.value.span, help));
        }
        for member in record.value.members() {
            if !keys.iter().chain(plurals).any(|key| is_key(&member.key, key)) {
                let key = member.key.replace('-', "_");
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
    pub(super) fn get(&self, key: &str) -> Option<&'v Value<'v>> {
        let members = self.record.value.members();
        let member = members.iter().rev().find(|member| is_key(&member.key, key))?;
        (!matches!(member.value.kind, Kind::Null)).then_some(&member.value)
    }

    /// A string; `None` where it is left out or empty.
    pub(super) fn text(&self, key: &str) -> Result<Option<Fact<String>>, Problem> {
        match self.get(key) {
            None => Ok(None),
            Some(value) if value.as_str().is_some() => Ok(self.record.fact_of(value)),
            Some(value) => Err(expected(key, "a string", value)),
        }
    }

    pub(super) fn required(&self, key: &str) -> Result<Fact<String>, Problem> {
        self.text(key)?.ok_or_else(|| (format!("{} needs a value for {key}", self.what), self.record.value.span, None))
    }

    pub(super) fn texts(&self, key: &str) -> Result<Option<Fact<Vec<String>>>, Problem> {
        let Some(list) = self.get(key) else { return Ok(None) };
        let Kind::Array(items) = &list.kind else { return Err(expected(key, "a list of strings", list)) };
        let texts = items
            .iter()
            .map(|item| item.as_str().map(str::to_owned).ok_or_else(|| expected(key, "a list of strings", item)))
            .collect::<Result<_, _>>()?;
        Ok(Some(Fact { value: texts, source: self.record.at(list.span) }))
    }

    pub(super) fn word<T: Copy>(&self, key: &str, known: &[(&str, T)]) -> Result<Option<T>, Problem> {
        let Some(word) = self.text(key)? else { return Ok(None) };
        one_of(key, &word, known).map(Some)
    }

    pub(super) fn connector(&self) -> Result<Option<Fact<String>>, Problem> {
        Ok(self
            .text("connector")?
            .and_then(|path| Some(Fact { value: connector_name(&path.value)?.to_owned(), source: path.source })))
    }

    /// Somebody: a word, or a table of what it is known by.
    pub(super) fn somebody(&self, key: &str) -> Result<Option<Fact<Who>>, Problem> {
        match self.get(key) {
            Some(value) if value.is_object() => self.one(key, value).map(Some),
            _ => Ok(self.text(key)?.map(|word| Fact { value: named(&word.value), source: word.source })),
        }
    }

    /// A list of those whom [`Table::somebody`] takes.
    pub(super) fn everybody(&self, key: &str) -> Result<Vec<Fact<Who>>, Problem> {
        let Some(list) = self.get(key) else { return Ok(Vec::new()) };
        let Kind::Array(items) = &list.kind else { return Err(expected(key, "a list", list)) };
        items.iter().map(|item| self.one(key, item)).collect()
    }

    fn one(&self, key: &str, value: &'v Value<'v>) -> Result<Fact<Who>, Problem> {
        if value.is_object() {
            let record = self.record.inner(value);
            let table = Table::new(record, "somebody", &WHO, &[])?;
            return Ok(Fact { value: who(&table)?, source: record.source() });
        }
        let word = value.as_str().ok_or_else(|| expected(key, "a string or a table", value))?;
        Ok(Fact { value: named(word.trim()), source: self.record.at(value.span) })
    }

    /// True or false.
    pub(super) fn flag(&self, key: &str) -> Result<Option<Fact<bool>>, Problem> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let known = value.as_bool().ok_or_else(|| expected(key, "true or false", value))?;
        Ok(Some(Fact { value: known, source: self.record.at(value.span) }))
    }

    /// The strings of a list, each with its place.
    pub(super) fn facts(&self, key: &str) -> Result<Vec<Fact<String>>, Problem> {
        let Some(list) = self.get(key) else { return Ok(Vec::new()) };
        let Kind::Array(items) = &list.kind else { return Err(expected(key, "a list of strings", list)) };
        let fact = |item| self.record.fact_of(item).ok_or_else(|| expected(key, "a list of strings", item));
        items.iter().map(fact).collect()
    }

    /// The records under a key, singular or plural.
    pub(super) fn rows(&self, key: &str, plural: &str) -> Result<Vec<Record<'v>>, Problem> {
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

/// Whether a key is this one, be it written with `_` or with `-`.
fn is_key(written: &str, key: &str) -> bool {
    let mut pairs = written.bytes().zip(key.bytes());
    written.len() == key.len() && pairs.all(|(one, other)| one == other || (one == b'-' && other == b'_'))
}

pub(super) fn expected(key: &str, what: &str, value: &Value<'_>) -> Problem {
    (format!("{key} must be {what}"), value.span, None)
}

/// What a word stands for.
pub(super) fn one_of<T: Copy>(key: &str, word: &Fact<String>, known: &[(&str, T)]) -> Result<T, Problem> {
    let folded = word.value.replace('_', "-").to_lowercase();
    if let Some((_, value)) = known.iter().find(|(name, _)| *name == folded) {
        return Ok(*value);
    }
    let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
    let message = format!("{:?} is not a value of {key}", word.value);
    Err((message, word.source.span, Some(format!("one of {}", names.join(", ")))))
}
