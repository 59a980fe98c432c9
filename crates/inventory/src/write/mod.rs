//! Writes what is known of an environment as one native inventory, so that reading it gives the same answers.
//!
//! Only what the rules ask for is written. Where sources contradict each other, the fact is left out, and a comment says so.

mod lines;
mod tables;

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value, value};

use self::tables::Writer;
use crate::read::native::TABLES;
use crate::{Completeness, Conflict, Environment};

/// What is known of an environment, in TOML. The same facts give the same text.
#[must_use]
pub fn native(environment: &Environment) -> String {
    let mut document = DocumentMut::new();
    document.insert("schema", value(crate::read::native::SCHEMA));
    if let Some(date) = first_date(environment) {
        document.insert("exported", value(date));
    }
    let writer = Writer { environment };
    let tables = [
        ("principal", writer.principals()),
        ("connection", writer.connections()),
        ("permission", writer.permissions()),
        ("reference", writer.references()),
        ("flow", writer.flows()),
        ("identity", writer.identities()),
        ("application", writer.applications()),
    ];
    let names = |wanted: Completeness| {
        let is = move |table| environment.table(table) == wanted;
        TABLES.iter().filter(move |(_, table)| is(*table)).map(|(name, _)| *name)
    };
    for (key, completeness) in [("complete", Completeness::Whole), ("partial", Completeness::Partial)] {
        let list: Array = names(completeness).collect();
        if !list.is_empty() {
            document.insert(key, value(list));
        }
    }
    if let Some(table) = about(environment) {
        document.insert("environment", Item::Table(table));
    }
    for (name, rows) in tables {
        if !rows.is_empty() {
            document.insert(name, Item::ArrayOfTables(rows.into_iter().collect::<ArrayOfTables>()));
        }
    }
    lines::keep(&mut document);
    if let Some(mut key) = document.key_mut("schema") {
        key.leaf_decor_mut().set_prefix(comment(environment));
    }
    document.to_string()
}

/// The date of the oldest file: the facts are no newer.
fn first_date(environment: &Environment) -> Option<&str> {
    environment.inputs().iter().filter_map(|input| input.date.as_deref()).min()
}

fn about(environment: &Environment) -> Option<Table> {
    let mut table = Table::new();
    // A file is about one environment: an id, and the host of its organisation.
    if let Some(id) = environment.ids().first() {
        table.insert("id", value(id));
    }
    if let Some(host) = environment.hosts().first() {
        table.insert("url", value(format!("https://{host}")));
    }
    (!table.is_empty()).then_some(table)
}

/// What is said at the top: where the file is from, and what was left out.
fn comment(environment: &Environment) -> String {
    let mut lines = vec!["Written by powerlint inventory convert.".to_owned()];
    lines.extend(environment.conflicts().iter().map(|conflict| format!("Left out: {}.", left_out(conflict))));
    // A comment ends where its line does.
    let line = |line: &String| format!("# {}\n", self::lines::plain(line));
    lines.iter().map(line).collect()
}

/// What a contradiction leaves unknown, for people.
#[must_use]
pub fn left_out(conflict: &Conflict) -> String {
    let what = match conflict.table {
        crate::Table::References => "reference",
        crate::Table::Connections | crate::Table::Permissions => "connection",
        crate::Table::Flows => "flow",
        crate::Table::Principals => "principal",
    };
    format!("the {} of {what} {}, of which two records do not say the same", conflict.fact, conflict.subject)
}

/// A table that leaves out what is not known.
#[derive(Default)]
struct Rows(Table);

impl Rows {
    fn put(mut self, key: &str, known: Option<impl Into<Value>>) -> Self {
        if let Some(known) = known {
            self.0.insert(key, value(known));
        }
        self
    }
}
