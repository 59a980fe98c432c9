//! One reference is in the hands of several developers.

use std::collections::{BTreeMap, HashSet};

use engine::{
    Category, Meta, Missing, Place, Reason, Report, Rule, Severity, Subject, SubjectKind, UsedReference,
    WorkspaceContext,
};
use inventory::{Completeness, Fact, Identity, Lookup, PrincipalKind, Source, Table, Verdict, Who};
use serde::Deserialize;
use solution::outline::UserKind;

use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeveralOwners {}

impl Rule for SeveralOwners {
    const META: Meta = Meta {
        name: "several-owners",
        summary: "One connection reference is in the hands of several developers",
        category: Category::Connections,
        severity: Severity::Warning,
        on_by_default: true,
        since: "0.1.0",
        aliases: &[],
        judges: "connection references",
        page: include_str!("several_owners.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        for used in cx.workspace.used_references() {
            one_reference(cx, used, report);
        }
        apart(cx, report);
    }
}

/// A person with what is in their hands.
struct Holder {
    label: String,
    holds: Vec<(String, Source)>,
}

/// The persons of one reference, and what could not be told of it.
#[derive(Default)]
struct Holders {
    persons: BTreeMap<String, Holder>,
    missing: Option<Missing>,
}

impl Holders {
    fn add(&mut self, identity: &Identity, what: String, source: Source) {
        match identity.kind {
            Lookup::Known(PrincipalKind::Person) => {
                let holder = self
                    .persons
                    .entry(identity.key.clone())
                    .or_insert_with(|| Holder { label: identity.label.clone(), holds: Vec::new() });
                holder.holds.push((what, source));
            }
            Lookup::Known(_) => {}
            Lookup::Absent | Lookup::Unknown => self.lack("who an owner is cannot be resolved", "systemusers.json"),
        }
    }

    fn lack(&mut self, what: &str, needs: &str) {
        self.missing.get_or_insert_with(|| Missing::new(Reason::Incomplete, what, needs));
    }
}

fn one_reference(cx: &WorkspaceContext<'_>, used: &UsedReference, report: &mut Report) {
    let holders = holders(cx, used);
    if holders.persons.len() < 2 {
        match holders.missing {
            Some(missing) => report.unknown(&used.logical_name, missing),
            None => report.judged(),
        }
        return;
    }
    report.judged();
    let Some(place) = wording::place_of(cx, used) else { return };
    let labels: Vec<&str> = holders.persons.values().map(|holder| holder.label.as_str()).collect();
    let message = format!(
        "connection reference {} is in the hands of {} developers: {}",
        used.logical_name,
        labels.len(),
        wording::list(&labels)
    );
    let mut stated = report.at(place, Subject::new(SubjectKind::ConnectionReference, &used.logical_name), message);
    for holder in holders.persons.values() {
        let what: Vec<&str> = holder.holds.iter().map(|(what, _)| what.as_str()).collect();
        if let Some(&(_, source)) = holder.holds.first() {
            stated = stated.note(Place::Input(source), format!("{} owns {}", holder.label, wording::list(&what)));
        }
    }
    stated.help(
        "give each developer a reference of their own, all of them bound to one service-principal connection and kept in the common \
         solution; then one can save or leave without touching the flows of the others",
    );
}

fn holders(cx: &WorkspaceContext<'_>, used: &UsedReference) -> Holders {
    let environment = cx.environment;
    let mut holders = Holders::default();
    match environment.reference(&used.logical_name) {
        Lookup::Known(reference) => match &reference.owner {
            Some(owner) => holders.add(&identify(cx, owner), "the reference".to_owned(), owner.source),
            None => holders.lack("its owner is not stated", "connectionreferences.json"),
        },
        Lookup::Absent => {}
        Lookup::Unknown if environment.table(Table::References) == Completeness::Nothing => {
            holders.missing = Some(Missing::new(Reason::NoData, "its owner is not known", "connectionreferences.json"));
        }
        Lookup::Unknown => holders.lack("its owner is not known", "connectionreferences.json"),
    }

    let mut seen = HashSet::new();
    for &(package, index) in &used.uses {
        let Some(one) = cx.workspace.package(package).uses.get(index) else { continue };
        if one.user_kind != UserKind::Flow {
            continue;
        }
        let Some(id) = one.user_id.as_deref().filter(|id| seen.insert(*id)) else { continue };
        match environment.flow(id) {
            Lookup::Known(flow) => match &flow.owner {
                Some(owner) => holders.add(&identify(cx, owner), wording::user(one), owner.source),
                None => holders.lack("the owner of a flow that uses it is not stated", "workflows.json"),
            },
            Lookup::Absent => {}
            Lookup::Unknown if environment.table(Table::Flows) == Completeness::Nothing => {
                let missing =
                    Missing::new(Reason::NoData, "the owners of the flows that use it are not known", "workflows.json");
                holders.missing.get_or_insert(missing);
            }
            Lookup::Unknown => holders.lack("the owner of a flow that uses it is not known", "workflows.json"),
        }
    }

    // Whoever made a connection that runs under their own account holds the reference, too.
    let connector = used.connector.as_deref().filter(|_| !used.custom);
    if environment.credential_of(&used.logical_name, connector).verdict == Verdict::Personal
        && let Lookup::Known(id) = environment.connection_of(&used.logical_name)
        && let Lookup::Known(connection) = environment.connection(&id.value)
        && let Some(owner) = &connection.owner
    {
        holders.add(&identify(cx, owner), "the connection it is bound to".to_owned(), owner.source);
    }
    holders
}

fn identify(cx: &WorkspaceContext<'_>, owner: &Fact<Who>) -> Identity {
    cx.environment.identify(&owner.value)
}

/// References of one connector that belong to different developers should at least sit on one connection.
fn apart(cx: &WorkspaceContext<'_>, report: &mut Report) {
    struct Held<'w> {
        used: &'w UsedReference,
        owner: Identity,
        source: Source,
        connection: String,
    }
    let mut by_connector: BTreeMap<String, Vec<Held<'_>>> = BTreeMap::new();
    for used in cx.workspace.used_references() {
        let Some(connector) = used.connector.as_deref() else { continue };
        let Lookup::Known(reference) = cx.environment.reference(&used.logical_name) else { continue };
        let Some(owner) = &reference.owner else { continue };
        let Lookup::Known(connection) = cx.environment.connection_of(&used.logical_name) else { continue };
        let identity = identify(cx, owner);
        if identity.kind == Lookup::Known(PrincipalKind::Person) {
            by_connector.entry(connector.to_lowercase()).or_default().push(Held {
                used,
                owner: identity,
                source: owner.source,
                connection: connection.value.to_lowercase(),
            });
        }
    }
    for (connector, held) in by_connector {
        let Some(first) = held.first() else { continue };
        let different_owners = held.iter().any(|other| other.owner.key != first.owner.key);
        let different_connections = held.iter().any(|other| other.connection != first.connection);
        if !(different_owners && different_connections) {
            continue;
        }
        let Some(place) = wording::place_of(cx, first.used) else { continue };
        let label = cx.environment.connectors().label(&connector).to_owned();
        let message = format!(
            "the {} for {label} belong to different developers and sit on different connections",
            wording::count(held.len(), "reference", "references")
        );
        let mut stated =
            report.at(place, Subject::new(SubjectKind::Connector, &connector), message).at_most(Severity::Note);
        for one in &held {
            stated = stated.note(
                Place::Input(one.source),
                format!(
                    "{} belongs to {} and sits on connection {}",
                    one.used.logical_name, one.owner.label, one.connection
                ),
            );
        }
        stated.help(
            "bind all of them to one connection, under a service principal or, where there is none, a service account",
        );
    }
}
