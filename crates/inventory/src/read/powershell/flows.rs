//! `Get-AdminFlow`, `Get-Flow`, `Get-AdminFlowOwnerRole` and `Get-FlowOwnerRole`.

use syntax::Value;

use super::{creator, internal, note_environment, roles};
use crate::read::Read;
use crate::read::m365::{Owners, flow_of};
use crate::read::record::{Record, fold_id, segment_after};
use crate::read::source::{SourceKind, rows};
use crate::{Fact, Facts, InputKind};

/// Flows. They are not every flow of the table of Dataverse, whose ids most of them do not have.
pub(in crate::read) static FLOWS: SourceKind = SourceKind {
    name: "of Get-AdminFlow",
    recognises: |document| {
        document.rows_have(&["FlowName"])
            && (document.rows_have(&["Enabled"]) || document.rows_have(&["CreatedBy"]))
            && !document.rows_have(&["RoleType"])
    },
    read: |document| {
        Ok(rows(document, InputKind::PowershellFlows, &[], |row, facts| {
            note_environment(row, &[], facts);
            flow(row, facts)
        }))
    },
};

/// Who owns flows. Service principals are left out of these, too.
pub(in crate::read) static FLOW_OWNERS: SourceKind = SourceKind {
    name: "of Get-AdminFlowOwnerRole",
    recognises: |document| document.rows_have(&["FlowName", "RoleType"]),
    read: |document| {
        let mut owners = Owners::default();
        let mut content = rows(document, InputKind::PowershellFlowOwners, &[], |row, facts| {
            note_environment(row, &["RoleId"], facts);
            owner(row, &mut owners)
        });
        if let Read::Facts(facts) = &mut content.read {
            owners.finish(facts);
        }
        Ok(content)
    },
};

fn flow(row: Record<'_>, facts: &mut Facts) -> bool {
    let Some(resource_id) = row.id(&["FlowName"]) else { return false };
    let answer = internal(row).unwrap_or(row);
    let mut fact = flow_of(answer, resource_id);
    fact.name = row.text(&["DisplayName"]).map(str::to_owned).or(fact.name);
    fact.owner = row.value.get("CreatedBy").and_then(|value| creator(row, value)).or(fact.owner);
    if let Some(names) = references(answer) {
        fact.connections.clear();
        // A flow without the id of its row may be one that is known already.
        fact.references = answer.text(&["properties", "workflowEntityId"]).is_some().then_some(names);
    }
    fact.source = row.source();
    facts.flows.push(fact);
    true
}

/// The references that a flow names, where it names one for each of its connections: what names none may use one all the same.
fn references(answer: Record<'_>) -> Option<Vec<String>> {
    let entries = answer.value.at(&["properties", "connectionReferences"])?.members();
    let name = |entry: &Value<'_>| {
        let name = entry.get("connectionReferenceLogicalName").and_then(Value::as_str)?.trim();
        (!name.is_empty()).then(|| name.to_owned())
    };
    let names: Option<Vec<String>> = entries.iter().map(|member| name(&member.value)).collect();
    names.filter(|names| !names.is_empty())
}

fn owner(row: Record<'_>, owners: &mut Owners) -> bool {
    let in_path = || segment_after(row.text(&["RoleId"])?, "flows").map(fold_id);
    let Some(flow) = row.id(&["FlowName"]).or_else(in_path) else { return false };
    let who = roles::principal(row);
    let is_known = who.object_id.is_some() || who.upn.is_some();
    is_known && owners.note(flow, Fact { value: who, source: row.source() }, row.text(&["RoleType"]), row)
}
