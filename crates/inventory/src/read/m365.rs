//! Flows and their owners as the Power Automate service lists them, which CLI for Microsoft 365 prints as they come.

use indexmap::IndexMap;
use syntax::{Kind, Value};

use super::Read;
use super::dataverse::{direct_connection, environment_in};
use super::document::Document;
use super::powerapps::principal;
use super::record::{Record, fold_id, segment_after};
use super::source::{SourceKind, rows};
use super::{Content, Problem};
use crate::{Fact, Facts, FlowFact, InputKind, Who};

/// `m365 flow list`: the flows of whoever asked, or with `--asAdmin` all, which no answer tells apart.
pub(super) static FLOWS: SourceKind = SourceKind {
    name: "m365 flow list",
    recognises: |document| {
        document.first().is_some_and(|row| {
            let told = |name: &str| row.at(&["properties", name]).is_some();
            below_flow(row) == Some("") && (told("creator") || told("connectionReferences"))
        })
    },
    read: |document| {
        Ok(rows(document, InputKind::M365Flows, &[], |row, facts| {
            row.text(&["id"]).and_then(environment_in).into_iter().for_each(|environment| facts.speaks_of(environment));
            flow(row, facts)
        }))
    },
};

/// `m365 flow owner list`: the owners of one flow.
pub(super) static FLOW_OWNERS: SourceKind = SourceKind {
    name: "m365 flow owner list",
    recognises: |document| {
        document.first().is_some_and(|row| {
            let of_flow = below_flow(row).is_some_and(|below| below.starts_with("permissions"));
            of_flow && row.at(&["properties", "principal"]).is_some()
        }) || is_without_flow(document)
    },
    read: |document| {
        if is_without_flow(document) {
            return Err(without_flow());
        }
        let mut owners = Owners::default();
        let mut content: Content = rows(document, InputKind::M365FlowOwners, &[], |row, facts| {
            row.text(&["id"]).and_then(environment_in).into_iter().for_each(|environment| facts.speaks_of(environment));
            owners.add(row)
        });
        if let Read::Facts(facts) = &mut content.read {
            owners.finish(facts);
        }
        Ok(content)
    },
};

/// What follows the flow in the id of a row, `/providers/Microsoft.ProcessSimple/environments/…/flows/<flow>/…`; `None` where the
/// id does not lead to a flow.
fn below_flow<'v>(row: &'v Value<'_>) -> Option<&'v str> {
    let id = row.get("id").and_then(Value::as_str)?;
    let flow = segment_after(id, "flows")?;
    let (_, below) = id.split_once(flow)?;
    Some(below.trim_start_matches('/'))
}

/// A flow. It is known to Dataverse by another id than to the service, which a flow outside solutions does not have.
fn flow(row: Record<'_>, facts: &mut Facts) -> bool {
    let path = row.text(&["id"]).unwrap_or_default();
    let Some(resource_id) = segment_after(path, "flows").or_else(|| row.text(&["name"])).map(fold_id) else {
        return false;
    };
    facts.flows.push(flow_of(row, resource_id));
    true
}

/// What the service says of the flow of this resource id.
pub(super) fn flow_of(row: Record<'_>, resource_id: String) -> FlowFact {
    let entries = row.value.at(&["properties", "connectionReferences"]).map(Value::members).unwrap_or_default();
    FlowFact {
        id: row.id(&["properties", "workflowEntityId"]).unwrap_or_else(|| resource_id.clone()),
        resource_id: Some(resource_id),
        name: row.text(&["properties", "displayName"]).map(str::to_owned),
        owner: creator(row),
        co_owners: Vec::new(),
        // The service resolves references, so that their names are not among what it tells.
        references: None,
        connections: entries.iter().filter_map(|entry| direct_connection(&entry.value)).collect(),
        source: row.source(),
    }
}

/// Who made a flow, and so owns it.
fn creator(row: Record<'_>) -> Option<Fact<Who>> {
    let value = row.value.at(&["properties", "creator"]).filter(|value| matches!(value.kind, Kind::Object(_)))?;
    let creator = row.inner(value);
    let object_id = creator.id(&["objectId"]).or_else(|| creator.id(&["userId"]))?;
    Some(Fact { value: Who { object_id: Some(object_id.into()), ..Who::default() }, source: creator.source() })
}

/// Owners, put together by flow.
#[derive(Default)]
pub(super) struct Owners {
    flows: IndexMap<String, Owned>,
}

/// The owners of a flow.
struct Owned {
    flow: FlowFact,
    owners: Vec<Fact<Who>>,
}

impl Owners {
    fn add(&mut self, row: Record<'_>) -> bool {
        let Some(flow) = row.text(&["id"]).and_then(|path| segment_after(path, "flows")).map(fold_id) else {
            return false;
        };
        let Some(place) = row.value.at(&["properties", "principal"]).map(|place| row.inner(place)) else {
            return false;
        };
        let Some(who) = principal(place) else { return false };
        self.note(flow, Fact { value: who, source: place.source() }, row.text(&["properties", "roleName"]), row)
    }

    /// Notes somebody's role on the flow of this resource id, as a row states it. Says whether it is an owner's.
    pub(super) fn note(&mut self, flow: String, who: Fact<Who>, role: Option<&str>, row: Record<'_>) -> bool {
        let is = |name: &str| role.is_some_and(|role| role.eq_ignore_ascii_case(name));
        // Who may only run a flow owns nothing of it.
        if !is("owner") && !is("canedit") {
            return false;
        }
        let owned = self.flows.entry(flow.clone()).or_insert_with(|| Owned {
            flow: FlowFact {
                id: flow.clone(),
                resource_id: Some(flow),
                name: None,
                owner: None,
                co_owners: Vec::new(),
                references: None,
                connections: Vec::new(),
                source: row.source(),
            },
            owners: Vec::new(),
        });
        if is("owner") {
            owned.owners.push(who);
        } else {
            owned.flow.co_owners.push(who);
        }
        true
    }

    /// The flows.
    pub(super) fn finish(self, facts: &mut Facts) {
        facts.flows.extend(self.flows.into_values().map(Owned::flow));
    }
}

impl Owned {
    /// The flow. Of several owners none is known to be the one that the flow belongs to.
    fn flow(mut self) -> FlowFact {
        match <[_; 1]>::try_from(self.owners) {
            Ok([owner]) => self.flow.owner = Some(owner),
            Err(owners) => self.flow.co_owners.splice(0..0, owners).for_each(drop),
        }
        self.flow
    }
}

/// Whether it is the table that the command prints as CSV: `roleName,id,type`, without a word on the flow.
fn is_without_flow(document: &Document<'_>) -> bool {
    document.rows_have(&["roleName", "id", "type"]) && !document.rows_have(&["properties"])
}

fn without_flow() -> Problem {
    Problem::new("this list of the owners of a flow does not say which flow it is about")
        .help("print it as JSON, which names the flow: m365 flow owner list … --output json")
}
