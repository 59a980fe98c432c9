//! The tables of facts, and how much of each was given.

use crate::{Completeness, Facts};

/// The tables of facts, for what is there and what is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Table {
    /// Connection references and what they are bound to.
    References,
    /// Connections and their accounts.
    Connections,
    /// Who a connection is shared with.
    Permissions,
    /// Flows and their owners.
    Flows,
    /// Users and service principals.
    Principals,
}

/// How much of each table was given, in the order of [`Table`].
pub(crate) fn tables(facts: &[Facts]) -> [Completeness; 5] {
    let of = |table: Table, rows: fn(&Facts) -> usize| {
        let of_file = |file: &Facts| {
            if file.lists.contains(&table) {
                if file.partial { Completeness::Partial } else { Completeness::Whole }
            } else if rows(file) > 0 || file.parts.contains(&table) {
                Completeness::Partial
            } else {
                Completeness::Nothing
            }
        };
        facts.iter().map(of_file).max().unwrap_or(Completeness::Nothing)
    };
    [
        of(Table::References, |facts| facts.references.len()),
        of(Table::Connections, |facts| facts.connections.len()),
        of(Table::Permissions, |facts| facts.permissions.len()),
        of(Table::Flows, |facts| facts.flows.len() + facts.planned_owners.len()),
        of(Table::Principals, |facts| facts.principals.len()),
    ]
}
