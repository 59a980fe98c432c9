//! Two files of facts contradict each other.

use std::collections::HashSet;

use engine::{Category, Meta, Place, Preset, Report, Rule, Severity, Subject, SubjectKind, WorkspaceContext};
use inventory::{Conflict, Lookup, Source, Table};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InventoryConflict {}

impl Rule for InventoryConflict {
    const META: Meta = Meta {
        name: "inventory-conflict",
        summary: "Two records of the inventory contradict each other",
        category: Category::Inventory,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("inventory_conflict.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        let mut stated = HashSet::new();
        for conflict in cx.environment.conflicts().iter().filter(|conflict| conflict.certain) {
            let key = (conflict.table, conflict.subject.to_lowercase(), conflict.fact);
            if stated.insert(key) {
                state(cx, conflict, report);
            }
        }
    }
}

fn state(cx: &WorkspaceContext<'_>, conflict: &Conflict, report: &mut Report) {
    let (subject, who) = subject(cx, conflict);
    let path = |source: Source| cx.environment.input(source.input).map_or("a file", |input| input.path.as_str());
    let (first, second) = (path(conflict.first), path(conflict.second));
    let fact = conflict.fact;
    let (one, other) = (&conflict.first_says, &conflict.second_says);
    let message = if first == second {
        format!("two records of {first} contradict each other about the {fact} of {who}: {one}, or {other}")
    } else {
        format!(
            "two files contradict each other about the {fact} of {who}: {one}, says {first}, and {other}, says {second}"
        )
    };
    report
        .at(Place::Input(conflict.first), subject, message)
        .label(format!("{fact}: {one}"))
        .detail(fact)
        .note(Place::Input(conflict.second), format!("{fact}: {other}"))
        .remark(format!("which of them is right cannot be told, so {} stays unknown", hangs_on(conflict)))
        .help(
            "make both files anew on one day from one environment, leave out the one that is out of date, or state the fact in an \
             inventory of your own: what is said there overrides the others",
        );
}

/// What a conflict is about: as a subject, and in words.
fn subject(cx: &WorkspaceContext<'_>, conflict: &Conflict) -> (Subject, String) {
    let name = conflict.subject.as_str();
    match conflict.table {
        Table::References => {
            (Subject::new(SubjectKind::ConnectionReference, name), format!("connection reference {name}"))
        }
        Table::Connections | Table::Permissions => {
            let words = crate::connections::facts::connection_name(cx, name);
            (Subject::new(SubjectKind::Connection, name), format!("connection {words}"))
        }
        Table::Flows => match cx.environment.flow(name) {
            Lookup::Known(flow) => {
                let label = flow.name.as_deref().unwrap_or(name);
                (Subject::new(SubjectKind::Flow, label), format!("flow \"{label}\""))
            }
            Lookup::Absent | Lookup::Unknown => (Subject::new(SubjectKind::Flow, name), format!("flow {name}")),
        },
        Table::Principals => (Subject::new(SubjectKind::Account, name), name.to_owned()),
    }
}

/// What is unknown as long as a fact is.
fn hangs_on(conflict: &Conflict) -> &'static str {
    match (conflict.table, conflict.fact) {
        (Table::References, "connection") => {
            "which connection the reference runs on, and all that this connection tells,"
        }
        (Table::References, "connector") => "whether it is bound to a connection of the right connector",
        (Table::Connections, "connector" | "account" | "parameter set" | "grant type" | "auth") => {
            "whether it runs under a person's account"
        }
        (_, "owner") => "who answers for it, and whether its owner is still active,",
        (_, "permissions") => "whether the deployers may use it",
        (_, "kind") => "whether it is a person or a service principal",
        (_, "state") => "whether what it owns still works",
        _ => "what hangs on it",
    }
}
