//! What may hang on a thing, too, as far as nothing that was given tells.

use inventory::{Completeness, ConnectionFact, Lookup, Table, Verdict};

use super::{
    NodeKind, fold_id,
    index::Index,
    resolve::{Somebody, Target},
};

/// Something that may hang on the thing, too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// What it is, in words: `references whose connection is not known`.
    pub what: &'static str,
    /// The file that would tell.
    pub needs: &'static str,
    /// Their names, sorted; empty where they cannot even be named.
    pub subjects: Vec<String>,
}

pub(super) fn open(target: &Target, index: &Index<'_>) -> Vec<Open> {
    let mut open = Vec::new();
    let mut add = |what, needs, subjects: Vec<String>| {
        if !subjects.is_empty() {
            open.push(Open { what, needs, subjects });
        }
    };
    match target {
        Target::Reference(_) => {}
        Target::Connection(id) => {
            let connector = index.connections.get(id).and_then(|connection| connection.connector.as_deref());
            add("references whose connection is not known", "connectionreferences.json", unbound(index, connector));
        }
        Target::Somebody(somebody) => {
            add("references whose connection is not known", "connectionreferences.json", unbound(index, None));
            add("connections whose account is not known", "connections.json", nameless(index, somebody));
        }
        Target::Connector(_) => {
            let unknown = index.references.values().filter(|reference| reference.connector.is_none());
            let names = unknown.map(|reference| reference.name.clone()).collect();
            add("references whose connector is not known", "the package that declares them", names);
        }
    }
    let flows = index.environment.flows().filter(|flow| {
        flow.references.is_none() && flow.connections.is_empty() && !index.flows.contains_key(flow.id.as_str())
    });
    let names = flows.map(|flow| flow.name.clone().unwrap_or_else(|| flow.id.clone())).collect();
    add("flows whose references are not known", "workflows.json with their client data", names);
    let unread = index.workspace.packages().filter(|(package, outline)| !outline.uses_known && index.stands(*package));
    add(
        "packages of which not everything could be read",
        "them whole",
        unread.map(|(package, _)| index.solution_name(package)).collect(),
    );
    if index.environment.table(Table::Flows) != Completeness::Whole {
        open.push(Open { what: "flows outside the given packages", needs: "workflows.json", subjects: Vec::new() });
    }
    open
}

/// The references of a connector that are bound to what is not known.
fn unbound(index: &Index<'_>, connector: Option<&str>) -> Vec<String> {
    let may_be = |other: &Option<String>| match (connector, other) {
        (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
        _ => true,
    };
    let unknown = index.references.values().filter(|reference| {
        may_be(&reference.connector) && index.environment.connection_of(&reference.name).is_unknown()
    });
    unknown.map(|reference| reference.name.clone()).collect()
}

/// The connections that somebody may be signed in with: nothing tells that it is somebody else, or nobody.
fn nameless(index: &Index<'_>, somebody: &Somebody) -> Vec<String> {
    let environment = index.environment;
    let may_be = |fact: &ConnectionFact| {
        fact.account.is_none()
            && match environment.credential(fact, None).verdict {
                Verdict::Unknown => true,
                Verdict::ServicePrincipal => somebody.kind == NodeKind::Principal,
                // By its owner, for want of an account.
                Verdict::Personal | Verdict::ServiceAccount => fact.owner.is_none(),
                Verdict::Key | Verdict::None => false,
            }
    };
    let is_owner = |id: &str| {
        let settings = environment.settings().into_iter().flat_map(|settings| &settings.references);
        settings.filter_map(|entry| Some((known(&entry.connection)?, entry.owner.as_ref()?))).any(|(known, owner)| {
            index.connection_key(&known.value) == id && somebody.keys.contains(&fold_id(&owner.value))
        })
    };
    let unknown = index.connections.iter().filter(|(id, connection)| {
        let may_be = match environment.connection(&connection.id) {
            Lookup::Known(fact) => may_be(fact),
            Lookup::Absent | Lookup::Unknown => true,
        };
        may_be && !is_owner(id)
    });
    unknown.map(|(_, connection)| connection.id.clone()).collect()
}

fn known<T>(answer: &Lookup<T>) -> Option<&T> {
    match answer {
        Lookup::Known(value) => Some(value),
        Lookup::Absent | Lookup::Unknown => None,
    }
}
