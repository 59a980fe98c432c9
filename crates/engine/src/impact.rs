//! What stops when a connection reference, a connection, an account, a connector or a service principal goes: its blast radius.
//!
//! ```text
//! account ─ signed in with or owns → connection ─ bound to → reference ─ used by → flow, app, agent ─ called by → flow, agent
//!                                       connector ─ of → ┘                                      each of them ─ part of → solution
//! ```

mod build;
mod index;
mod open;
mod resolve;

use std::collections::BTreeMap;

use inventory::Environment;
use serde::Serialize;

use crate::{Deployer, Workspace};
use index::Index;

pub use open::Open;
pub use resolve::NotFound;

/// The kinds of things that hang on each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NodeKind {
    /// A user that connections are signed in with, by a user principal name or e-mail address.
    Account,
    /// A service principal.
    Principal,
    /// A connector.
    Connector,
    /// A connection.
    Connection,
    /// A connection reference.
    Reference,
    /// A cloud flow or agent flow.
    Flow,
    /// A canvas app.
    App,
    /// An agent.
    Agent,
    /// A solution.
    Solution,
    /// A package that is no solution: a legacy package, a single flow.
    Package,
}

impl NodeKind {
    /// The kind in words.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Principal => "service principal",
            Self::Connector => "connector",
            Self::Connection => "connection",
            Self::Reference => "connection reference",
            Self::Flow => "flow",
            Self::App => "app",
            Self::Agent => "agent",
            Self::Solution => "solution",
            Self::Package => "package",
        }
    }
}

/// Something that stops, or what makes it stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Its name for people: a logical name, a flow's name, a connection's id, an account.
    pub name: String,
    /// A flow's id, in lower case without braces.
    pub id: Option<String>,
    /// The connector of a reference or connection (`shared_x`), as far as it is known.
    pub connector: Option<String>,
    /// Whether a flow is turned on, as far as its package says.
    pub on: Option<bool>,
    /// Whether a package that was given holds, uses or requires it. Of accounts, principals and connections this says whether a
    /// package names it itself.
    pub in_packages: bool,
    /// The solutions that it is part of, by unique name; a package without one by its path.
    pub solutions: Vec<String>,
}

/// Why something hangs on something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Link {
    /// A connection is signed in with an account or principal.
    SignedIn,
    /// A connection is owned by an account or principal.
    Owned,
    /// A reference or connection is of a connector.
    OfConnector,
    /// A reference is bound to a connection.
    Bound,
    /// A flow, app or agent uses a reference, connection or connector.
    Uses,
    /// A flow or agent calls a flow.
    Calls,
    /// Something is part of a solution or package.
    PartOf,
}

/// That one thing hangs on another: `to` stops when `from` goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Edge {
    /// The place in [`Impact::nodes`] of what goes.
    pub from: usize,
    /// The place of what stops with it.
    pub to: usize,
    /// Why.
    pub link: Link,
}

/// What stops when one thing goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impact {
    /// The thing itself, and after it everything that stops: in the order in which a walk from it meets them, solutions last.
    pub nodes: Vec<Node>,
    /// What hangs on what, sorted: those of one node by the order of their ends.
    pub edges: Vec<Edge>,
    /// Flows and agents that use one of the references with the connection of whoever runs them, and so go on.
    pub unaffected: Vec<Node>,
    /// What may hang on it, too: nothing that was given tells.
    pub open: Vec<Open>,
}

impl Impact {
    /// How many things of each kind stop, in the order of the kinds. The thing itself is not counted.
    #[must_use]
    pub fn totals(&self) -> BTreeMap<NodeKind, usize> {
        let mut totals = BTreeMap::new();
        for node in self.nodes.iter().skip(1) {
            *totals.entry(node.kind).or_default() += 1;
        }
        totals
    }

    /// What hangs on a node, in order.
    pub fn dependents(&self, node: usize) -> impl Iterator<Item = &Edge> {
        let start = self.edges.partition_point(|edge| edge.from < node);
        self.edges.get(start..).unwrap_or_default().iter().take_while(move |edge| edge.from == node)
    }
}

/// What stops when `name` goes: one answer for each kind of thing that it names, or only for the kind `only`.
/// Names are compared without regard to case.
///
/// # Errors
/// Where nothing, or more than one account, is called so.
pub fn impact(
    name: &str,
    only: Option<NodeKind>,
    workspace: &Workspace,
    environment: &Environment,
    deployers: &[Deployer],
) -> Result<Vec<Impact>, NotFound> {
    let index = Index::new(workspace, environment);
    let targets = resolve::targets(name, only, &index, deployers)?;
    Ok(targets.iter().map(|target| build::impact(target, &index)).collect())
}

/// An id as it is compared: without braces, in lower case.
fn fold_id(id: &str) -> String {
    crate::workspace::fold(id.trim().trim_start_matches('{').trim_end_matches('}'))
}
