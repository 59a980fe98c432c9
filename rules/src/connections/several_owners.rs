//! One reference is in the hands of several developers.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap, HashSet},
};

use engine::{
    Category, Meta, Missing, Place, Preset, Reason, Report, Rule, Severity, Subject, SubjectKind, UsedReference,
    WorkspaceContext,
};
use inventory::{Completeness, Fact, FlowFact, Lookup, PrincipalKind, Source, Table, Verdict, Who};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::outline::UserKind;

use super::facts;
use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeveralOwners {}

impl Rule for SeveralOwners {
    const META: Meta = Meta {
        name: "several-owners",
        summary: "One connection reference is in the hands of several developers",
        category: Category::Connections,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "connection references",
        page: include_str!("several_owners.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        let others = other_flows(cx);
        for used in cx.workspace.used_references() {
            let others = others.get(&used.logical_name.to_lowercase()).map(Vec::as_slice).unwrap_or_default();
            one_reference(cx, used, others, report);
        }
        apart(cx, report);
    }
}

/// A person with what is in their hands.
struct Holder {
    who: Who,
    label: String,
    holds: Vec<(String, Source)>,
}

/// The persons of one reference, and what could not be told of it.
#[derive(Default)]
struct Holders {
    persons: Vec<Holder>,
    missing: Option<Missing>,
}

impl Holders {
    fn add(&mut self, cx: &WorkspaceContext<'_>, owner: &Fact<Who>, what: String) {
        let identity = cx.environment.identify(&owner.value);
        match identity.kind {
            Lookup::Known(PrincipalKind::Person) => {
                // Who is not known to be another person may be one of those that are here already.
                let same = self.persons.iter_mut().find(|holder| !cx.environment.differ(&holder.who, &owner.value));
                match same {
                    Some(holder) => holder.holds.push((what, owner.source)),
                    None => self.persons.push(Holder {
                        who: owner.value.clone(),
                        label: identity.label,
                        holds: vec![(what, owner.source)],
                    }),
                }
            }
            Lookup::Known(_) => {}
            Lookup::Absent | Lookup::Unknown => self.lack("who an owner is cannot be resolved", "systemusers.json"),
        }
    }

    fn lack(&mut self, what: impl Into<Cow<'static, str>>, needs: &'static str) {
        self.missing.get_or_insert_with(|| Missing::new(Reason::Incomplete, what, needs));
    }
}

fn one_reference(cx: &WorkspaceContext<'_>, used: &UsedReference, others: &[&FlowFact], report: &mut Report) {
    let holders = holders(cx, used, others);
    if holders.persons.len() < 2 {
        match holders.missing {
            Some(missing) => report.unknown(&used.logical_name, missing),
            None => report.judged(),
        }
        return;
    }
    report.judged();
    let Some(place) = wording::place_of(cx, used) else { return };
    let labels: Vec<&str> = holders.persons.iter().map(|holder| holder.label.as_str()).collect();
    let message = format!(
        "connection reference {} is in the hands of {} developers: {}",
        used.logical_name,
        labels.len(),
        wording::list(&labels)
    );
    let mut stated = report.at(place, Subject::new(SubjectKind::ConnectionReference, &used.logical_name), message);
    for holder in &holders.persons {
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

fn holders(cx: &WorkspaceContext<'_>, used: &UsedReference, others: &[&FlowFact]) -> Holders {
    let environment = cx.environment;
    let mut holders = Holders::default();
    match environment.reference(&used.logical_name) {
        Lookup::Known(reference) => match &reference.owner {
            Some(owner) => holders.add(cx, owner, "the reference".to_owned()),
            None => holders.lack("its owner is not stated", "connectionreferences.json"),
        },
        Lookup::Absent => {}
        Lookup::Unknown if environment.table(Table::References) == Completeness::Nothing => {
            holders.missing = Some(Missing::new(Reason::NoData, "its owner is not known", "connectionreferences.json"));
        }
        Lookup::Unknown => holders.lack("its owner is not known", "connectionreferences.json"),
    }

    flows(cx, used, &mut holders);
    for flow in others {
        match &flow.owner {
            Some(owner) => {
                let name = flow.name.as_deref().unwrap_or(&flow.id);
                holders.add(cx, owner, format!("flow \"{name}\", which is in none of the given packages"));
            }
            None => holders.lack("the owner of a flow that uses it is not stated", "workflows.json"),
        }
    }

    // Whoever made a connection that runs under their own account holds the reference, too.
    let connector = used.connector.as_deref().filter(|_| !used.custom);
    if environment.credential_of(&used.logical_name, connector).verdict == Verdict::Personal
        && let Lookup::Known(id) = environment.connection_of(&used.logical_name)
        && let Lookup::Known(connection) = environment.connection(&id.value)
        && let Some(owner) = &connection.owner
    {
        holders.add(cx, owner, "the connection it is bound to".to_owned());
    }
    holders
}

/// The owners of the flows of the given packages that use a reference.
fn flows(cx: &WorkspaceContext<'_>, used: &UsedReference, holders: &mut Holders) {
    let environment = cx.environment;
    let mut seen: HashSet<&str> = HashSet::new();
    for &(package, index) in &used.uses {
        let Some(one) = cx.workspace.package(package).uses.get(index) else { continue };
        if one.user_kind != UserKind::Flow {
            continue;
        }
        let Some(id) = one.user_id.as_deref() else {
            holders.lack("a flow that uses it has no id to find its owner by", "the solution that holds the flow");
            continue;
        };
        if !seen.insert(id) {
            continue;
        }
        match environment.flow(id) {
            Lookup::Known(flow) => match &flow.owner {
                Some(owner) => holders.add(cx, owner, wording::user(one)),
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
}

/// The flows of the environment that are in none of the given packages, by the references that they use, in lower case. Of those
/// that are, the packages tell what they use.
fn other_flows<'e>(cx: &WorkspaceContext<'e>) -> HashMap<String, Vec<&'e FlowFact>> {
    let flows = cx.workspace.packages().flat_map(|(_, outline)| &outline.flows);
    let given: HashSet<&str> = flows.filter(|flow| !flow.stale).filter_map(|flow| flow.id.as_deref()).collect();
    let mut others: HashMap<String, Vec<&FlowFact>> = HashMap::new();
    for flow in cx.environment.flows().filter(|flow| !given.contains(flow.id.as_str())) {
        for name in flow.references.iter().flatten() {
            others.entry(name.to_lowercase()).or_default().push(flow);
        }
    }
    others
}

/// References of one connector that belong to different developers should at least sit on one connection.
fn apart(cx: &WorkspaceContext<'_>, report: &mut Report) {
    struct Held<'w> {
        used: &'w UsedReference,
        owner: &'w Fact<Who>,
        connection: &'w str,
    }
    let environment = cx.environment;
    let mut by_connector: BTreeMap<String, Vec<Held<'_>>> = BTreeMap::new();
    for used in cx.workspace.used_references() {
        let Some(connector) = used.connector.as_deref() else { continue };
        let Lookup::Known(reference) = environment.reference(&used.logical_name) else { continue };
        let Some(owner) = &reference.owner else { continue };
        let Lookup::Known(connection) = environment.connection_of(&used.logical_name) else { continue };
        if environment.identify(&owner.value).kind == Lookup::Known(PrincipalKind::Person) {
            let held = Held { used, owner, connection: &connection.value };
            by_connector.entry(connector.to_lowercase()).or_default().push(held);
        }
    }
    for (connector, held) in by_connector {
        let Some(first) = held.first() else { continue };
        let sits_on = |one: &Held<'_>| environment.connection_id(one.connection);
        let different_owners = held.iter().any(|other| environment.differ(&other.owner.value, &first.owner.value));
        let different_connections = held.iter().any(|other| sits_on(other) != sits_on(first));
        if !(different_owners && different_connections) {
            continue;
        }
        let Some(place) = wording::place_of(cx, first.used) else { continue };
        let label = environment.connectors().label(&connector).to_owned();
        let message = format!(
            "the {} for {label} belong to different developers and sit on different connections",
            wording::count(held.len(), "reference", "references")
        );
        let mut stated =
            report.at(place, Subject::new(SubjectKind::Connector, &connector), message).at_most(Severity::Note);
        for one in &held {
            stated = stated.note(
                Place::Input(one.owner.source),
                format!(
                    "{} belongs to {} and sits on connection {}",
                    one.used.logical_name,
                    environment.identify(&one.owner.value).label,
                    facts::connection_name(cx, one.connection)
                ),
            );
        }
        stated.help(
            "bind all of them to one connection, under a service principal or, where there is none, a service account",
        );
    }
}
