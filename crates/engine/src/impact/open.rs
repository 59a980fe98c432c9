//! What may hang on a thing, too, as far as nothing that was given tells.

use inventory::{Completeness, ConnectionFact, Lookup, Table, Verdict};

use super::{
    NodeKind,
    index::Index,
    resolve::{Somebody, Target},
};

/// Something that may hang on the thing, too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// What it is: `reference`.
    pub noun: &'static str,
    /// Which of them: `whose connection is not known`.
    pub which: &'static str,
    /// The file that would tell.
    pub needs: &'static str,
    /// Their names, sorted; empty where they cannot even be named.
    pub subjects: Vec<String>,
}

/// What may hang on `target`, beside what is `met` already: references by their folded names, connections by their keys.
pub(super) fn open(target: &Target, index: &Index<'_>, met: &dyn Fn(NodeKind, &str) -> bool) -> Vec<Open> {
    let mut open = Vec::new();
    let mut add = |noun, which, needs, subjects: Vec<String>| {
        if !subjects.is_empty() {
            open.push(Open { noun, which, needs, subjects });
        }
    };
    let connection_unknown = ("reference", "whose connection is not known", "connectionreferences.json");
    match target {
        Target::Reference(_) => {}
        Target::Connection(id) => {
            let connector = index.connections.get(id).and_then(|connection| connection.connector.as_deref());
            let (noun, which, needs) = connection_unknown;
            add(noun, which, needs, unbound(index, connector, met));
        }
        Target::Somebody(somebody) => {
            let (noun, which, needs) = connection_unknown;
            add(noun, which, needs, unbound(index, None, met));
            let accounts = nameless(index, somebody, met);
            add("connection", "whose account is not known", "connections.json", accounts);
        }
        Target::Connector(_) => {
            let unknown = index.references.values().filter(|reference| reference.connector.is_none());
            let names = unknown.map(|reference| reference.name.clone()).collect();
            add("reference", "whose connector is not known", "the package that declares each", names);
        }
    }
    let flows = index.environment.flows().filter(|flow| {
        flow.references.is_none() && flow.connections.is_empty() && !index.flows.contains_key(flow.id.as_str())
    });
    let names = flows.map(|flow| flow.name.clone().unwrap_or_else(|| flow.id.clone())).collect();
    add("flow", "whose references are not known", "workflows.json with clientdata", names);
    let unread = index.workspace.packages().filter(|(package, outline)| !outline.uses_known && index.stands(*package));
    let unread = unread.map(|(package, _)| index.solution_name(package)).collect();
    add("package", "of which not everything could be read", "the package whole", unread);
    if index.environment.table(Table::Flows) != Completeness::Whole {
        let (noun, which) = ("flow", "outside the given packages");
        open.push(Open { noun, which, needs: "workflows.json", subjects: Vec::new() });
    }
    open
}

/// The references of a connector that are bound to what is not known.
fn unbound(index: &Index<'_>, connector: Option<&str>, met: &dyn Fn(NodeKind, &str) -> bool) -> Vec<String> {
    let may_be = |other: &Option<String>| match (connector, other) {
        (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
        _ => true,
    };
    let unknown = index.references.iter().filter(|(name, reference)| {
        !met(NodeKind::Reference, name)
            && may_be(&reference.connector)
            && index.environment.connection_of(&reference.name).is_unknown()
    });
    unknown.map(|(_, reference)| reference.name.clone()).collect()
}

/// The connections that somebody may be signed in with: nothing tells that it is somebody else, or nobody.
fn nameless(index: &Index<'_>, somebody: &Somebody, met: &dyn Fn(NodeKind, &str) -> bool) -> Vec<String> {
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
    let unknown = index.connections.iter().filter(|(id, connection)| {
        let may_be = match environment.connection(&connection.id) {
            Lookup::Known(fact) => may_be(fact),
            Lookup::Absent | Lookup::Unknown => true,
        };
        may_be && !met(NodeKind::Connection, id)
    });
    unknown.map(|(_, connection)| connection.id.clone()).collect()
}
