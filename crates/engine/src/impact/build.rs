//! The walk from a thing to everything that stops with it.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use inventory::{ConnectionFact, FlowFact, Lookup, Role, Who};
use solution::outline::{ReferenceUse, UserKind};

use super::{
    Edge, Impact, Link, Node, NodeKind, fold_id,
    index::{Index, PackageFlow},
    open::open,
    resolve::{Somebody, Target},
};
use crate::{PackageId, workspace::fold};

/// What is one and the same thing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Key {
    Root,
    Reference(String),
    Connection(String),
    /// By its id.
    Flow(String),
    /// Anything else that uses connections: by its kind, the leading form of its solution, and its name.
    User(NodeKind, PackageId, String),
}

/// Everything that stops with `target`.
pub(super) fn impact(target: &Target, index: &Index<'_>) -> Impact {
    let mut walk = Walk::new(index);
    match target {
        Target::Reference(name) => {
            walk.reference(name);
        }
        Target::Connection(id) => {
            walk.connection(id);
        }
        Target::Connector(name) => walk.connector(name),
        Target::Somebody(somebody) => walk.somebody(somebody),
    }
    walk.calls();
    let open = open(target, index, &|kind, name| walk.has(kind, name));
    walk.finish(open)
}

struct Walk<'i, 'w> {
    index: &'i Index<'w>,
    nodes: Vec<Node>,
    /// By key, the place in `nodes`.
    places: HashMap<Key, usize>,
    edges: BTreeMap<(usize, usize), Link>,
    /// Who uses a reference with somebody else's connection.
    invokers: BTreeMap<Key, Node>,
    /// A connector is gone for everybody, whoever's connection it is.
    invokers_stop: bool,
    /// Flows whose callers are to be looked for: id and place.
    called: Vec<(String, usize)>,
}

impl<'i, 'w> Walk<'i, 'w> {
    fn new(index: &'i Index<'w>) -> Self {
        Self {
            index,
            nodes: Vec::new(),
            places: HashMap::new(),
            edges: BTreeMap::new(),
            invokers: BTreeMap::new(),
            invokers_stop: false,
            called: Vec::new(),
        }
    }

    /// The place of a node; whether it is new.
    fn node(&mut self, key: Key, make: impl FnOnce() -> Node) -> (usize, bool) {
        if let Some(&place) = self.places.get(&key) {
            return (place, false);
        }
        let place = self.nodes.len();
        let node = make();
        if let (NodeKind::Flow, Some(id)) = (node.kind, &node.id) {
            self.called.push((id.clone(), place));
        }
        self.nodes.push(node);
        self.places.insert(key, place);
        (place, true)
    }

    /// Whether a reference or connection was met, by its key.
    fn has(&self, kind: NodeKind, key: &str) -> bool {
        let key = key.to_owned();
        self.places.contains_key(&if kind == NodeKind::Reference { Key::Reference(key) } else { Key::Connection(key) })
    }

    /// That `to` hangs on `from`; of several reasons the first counts.
    fn edge(&mut self, from: usize, to: usize, link: Link) {
        if from != to {
            let known = self.edges.entry((from, to)).or_insert(link);
            *known = link.min(*known);
        }
    }

    fn somebody(&mut self, somebody: &Somebody) {
        let (root, _) = self.node(Key::Root, || Node {
            id: match somebody.kind {
                NodeKind::Principal => somebody.who.service_principal_id().map(str::to_owned),
                _ => None,
            },
            ..plain(somebody.kind, &somebody.label)
        });
        let index = self.index;
        for fact in index.environment.connections() {
            let signed_in =
                fact.account.as_ref().is_some_and(|account| somebody.keys.contains(&fold_id(&account.value)));
            let link = if signed_in {
                Link::SignedIn
            } else if self.owns(somebody, fact) {
                Link::Owned
            } else {
                continue;
            };
            let place = self.connection(&index.connection_key(&fact.id));
            self.edge(root, place, link);
        }
        // The settings name owners of connections, which they may bind later.
        for entry in index.environment.settings().iter().flat_map(|settings| &settings.references) {
            let owned = entry.owner.as_ref().is_some_and(|owner| somebody.keys.contains(&fold_id(&owner.value)));
            if !owned {
                continue;
            }
            let place = match &entry.connection {
                Lookup::Known(connection) => {
                    let key = index.connection_key(&connection.value);
                    if !index.connections.contains_key(&key) {
                        // The inventory binds the reference to another one.
                        continue;
                    }
                    self.connection(&key)
                }
                Lookup::Absent | Lookup::Unknown => self.reference(&fold(&entry.logical_name.value)),
            };
            self.edge(root, place, Link::Owned);
        }
    }

    /// Whether somebody made a connection; where nothing says who did, whether nobody else has the owner's role.
    fn owns(&self, somebody: &Somebody, fact: &ConnectionFact) -> bool {
        let environment = self.index.environment;
        let is_it = |who: &Who| {
            let ids = [&who.object_id, &who.system_user_id, &who.application_id, &who.key, &who.upn];
            let shared = ids.into_iter().flatten().any(|id| somebody.keys.contains(&fold_id(id)));
            shared && !environment.differ(who, &somebody.who)
        };
        if let Some(owner) = &fact.owner {
            return is_it(&owner.value);
        }
        let Lookup::Known(list) = environment.permissions(&fact.id) else { return false };
        let mut owners = list.shares.iter().filter(|share| share.role == Some(Role::Owner));
        owners.next().is_some_and(|share| is_it(&share.who)) && owners.next().is_none()
    }

    fn connector(&mut self, name: &str) {
        self.invokers_stop = true;
        let (root, _) = self.node(Key::Root, || plain(NodeKind::Connector, name));
        let index = self.index;
        let is_it = |connector: Option<&str>| connector.is_some_and(|known| known.eq_ignore_ascii_case(name));
        for (key, _) in index.references.iter().filter(|(_, reference)| is_it(reference.connector.as_deref())) {
            let place = self.reference(key);
            self.edge(root, place, Link::OfConnector);
        }
        for (key, connection) in &index.connections {
            if is_it(connection.connector.as_deref()) && (connection.used.is_some() || !connection.flows.is_empty()) {
                let place = self.connection(key);
                self.edge(root, place, Link::OfConnector);
            }
        }
        for (package, one) in index.bare.iter().filter(|(_, one)| is_it(one.connector.as_deref())) {
            let place = self.user(*package, one);
            self.edge(root, place, Link::Uses);
        }
        for (package, outline) in index.workspace.packages().filter(|(package, _)| index.stands(*package)) {
            for app in outline.app_connectors.iter().filter(|app| app.connector.eq_ignore_ascii_case(name)) {
                let place = self.named(package, NodeKind::App, &app.app);
                self.edge(root, place, Link::Uses);
            }
        }
    }

    fn connection(&mut self, key: &str) -> usize {
        let index = self.index;
        let found = index.connections.get(key);
        let node = || Node {
            connector: found.and_then(|connection| connection.connector.clone()),
            in_packages: found.is_some_and(|connection| connection.used.is_some()),
            ..plain(NodeKind::Connection, found.map_or(key, |connection| &connection.id))
        };
        let (place, new) = self.node(Key::Connection(key.to_owned()), node);
        let Some(connection) = found.filter(|_| new) else { return place };
        for name in &connection.references {
            let reference = self.reference(name);
            self.edge(place, reference, Link::Bound);
        }
        self.users(place, connection.used.map(|used| used.uses.as_slice()).unwrap_or_default());
        for flow in &connection.flows {
            self.flow_of_inventory(place, flow);
        }
        place
    }

    fn reference(&mut self, key: &str) -> usize {
        let index = self.index;
        let found = index.references.get(key);
        let node = || {
            let name = found.map_or(key, |reference| &reference.name);
            Node {
                connector: found.and_then(|reference| reference.connector.clone()),
                in_packages: found.is_some_and(|reference| reference.in_packages),
                solutions: index.declaring(name),
                ..plain(NodeKind::Reference, name)
            }
        };
        let (place, new) = self.node(Key::Reference(key.to_owned()), node);
        let Some(reference) = found.filter(|_| new) else { return place };
        self.users(place, reference.used.map(|used| used.uses.as_slice()).unwrap_or_default());
        for flow in &reference.flows {
            self.flow_of_inventory(place, flow);
        }
        place
    }

    fn users(&mut self, from: usize, uses: &[(PackageId, usize)]) {
        let index = self.index;
        for (package, one) in index.uses(uses) {
            if one.invoker && !self.invokers_stop {
                let (key, node) = self.make_user(package, one);
                join(self.invokers.entry(key).or_insert(node), &index.solution_name(package));
            } else {
                let place = self.user(package, one);
                self.edge(from, place, Link::Uses);
            }
        }
    }

    fn user(&mut self, package: PackageId, one: &ReferenceUse) -> usize {
        let (key, node) = self.make_user(package, one);
        self.part_of(package, key, node)
    }

    fn make_user(&self, package: PackageId, one: &ReferenceUse) -> (Key, Node) {
        let kind = match one.user_kind {
            UserKind::Flow => NodeKind::Flow,
            UserKind::App => NodeKind::App,
            UserKind::Agent => NodeKind::Agent,
        };
        let Some(id) = one.user_id.as_ref().filter(|_| kind == NodeKind::Flow) else {
            let name = if kind == NodeKind::Agent { agent_name(&one.user) } else { &one.user };
            return self.make_named(package, kind, name);
        };
        let on = self.index.flows.get(id.as_str()).and_then(|known| known.flow.on);
        (Key::Flow(id.to_string()), Node { id: Some(id.to_string()), on, in_packages: true, ..plain(kind, &one.user) })
    }

    fn make_named(&self, package: PackageId, kind: NodeKind, name: &str) -> (Key, Node) {
        let leading = self.index.workspace.solution_of(package).leading;
        (Key::User(kind, leading, fold(name)), Node { in_packages: true, ..plain(kind, name) })
    }

    fn named(&mut self, package: PackageId, kind: NodeKind, name: &str) -> usize {
        let (key, node) = self.make_named(package, kind, name);
        self.part_of(package, key, node)
    }

    /// The place of a node that a package holds.
    fn part_of(&mut self, package: PackageId, key: Key, node: Node) -> usize {
        let solution = self.index.solution_name(package);
        let (place, _) = self.node(key, || node);
        if let Some(node) = self.nodes.get_mut(place) {
            join(node, &solution);
        }
        place
    }

    fn flow_of_inventory(&mut self, from: usize, flow: &FlowFact) {
        let node =
            || Node { id: Some(flow.id.clone()), ..plain(NodeKind::Flow, flow.name.as_ref().unwrap_or(&flow.id)) };
        let (place, _) = self.node(Key::Flow(flow.id.clone()), node);
        self.edge(from, place, Link::Uses);
    }

    /// What calls a flow that stops, stops, too.
    fn calls(&mut self) {
        let index = self.index;
        while let Some((id, called)) = self.called.pop() {
            for (package, agent) in index.calling_agents.get(id.as_str()).into_iter().flatten() {
                let place = self.named(*package, NodeKind::Agent, agent_name(agent));
                self.edge(called, place, Link::Calls);
            }
            for &PackageFlow { package, flow } in index.callers.get(id.as_str()).into_iter().flatten() {
                let (key, node) = match &flow.id {
                    Some(id) => {
                        let node = Node { id: Some(id.to_string()), ..plain(NodeKind::Flow, &flow.name) };
                        (Key::Flow(id.to_string()), node)
                    }
                    None => self.make_named(package, NodeKind::Flow, &flow.name),
                };
                let place = self.part_of(package, key, Node { on: flow.on, in_packages: true, ..node });
                self.edge(called, place, Link::Calls);
            }
        }
    }

    /// Brings everything into the order in which a walk meets it, and adds the solutions.
    fn finish(mut self, open: Vec<super::Open>) -> Impact {
        self.invokers.retain(|key, _| !self.places.contains_key(key));
        let order = self.order();
        let mut new_place = vec![0; order.len()];
        for (new, &old) in order.iter().enumerate() {
            if let Some(place) = new_place.get_mut(old) {
                *place = new;
            }
        }
        let moved = |old: usize| new_place.get(old).copied().unwrap_or(old);
        let mut edges: BTreeSet<Edge> =
            self.edges.iter().map(|(&(from, to), &link)| Edge { from: moved(from), to: moved(to), link }).collect();
        let mut old: Vec<Option<Node>> = self.nodes.into_iter().map(Some).collect();
        let mut nodes: Vec<Node> =
            order.iter().filter_map(|&place| old.get_mut(place).and_then(Option::take)).collect();
        let names: BTreeSet<(String, String)> =
            nodes.iter().flat_map(|node| &node.solutions).map(|name| (fold(name), name.clone())).collect();
        let first = nodes.len();
        let of_name: HashMap<&String, usize> =
            names.iter().enumerate().map(|(index, (_, name))| (name, first + index)).collect();
        for (from, node) in nodes.iter().enumerate() {
            let solutions = node.solutions.iter().filter_map(|name| of_name.get(name));
            edges.extend(solutions.map(|&to| Edge { from, to, link: Link::PartOf }));
        }
        let whole = self.index.workspace.solutions().iter().filter_map(|solution| solution.unique_name.as_deref());
        let whole: BTreeSet<&str> = whole.collect();
        nodes.extend(names.iter().map(|(_, name)| {
            let kind = if whole.contains(name.as_str()) { NodeKind::Solution } else { NodeKind::Package };
            Node { in_packages: true, ..plain(kind, name) }
        }));
        let mut unaffected: Vec<Node> = self.invokers.into_values().collect();
        unaffected.sort_by_cached_key(rank);
        Impact { nodes, edges: edges.into_iter().collect(), unaffected, open }
    }

    /// The nodes in the order of a walk that goes deep first, and from each to its dependents by kind and name.
    fn order(&self) -> Vec<usize> {
        let ranks: Vec<_> = self.nodes.iter().map(rank).collect();
        let mut dependents: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        for &(from, to) in self.edges.keys() {
            if let Some(list) = dependents.get_mut(from) {
                list.push(to);
            }
        }
        let mut order = Vec::new();
        let mut seen = vec![false; self.nodes.len()];
        let mut stack = vec![0];
        while let Some(place) = stack.pop() {
            let Some(seen) = seen.get_mut(place).filter(|seen| !**seen) else { continue };
            *seen = true;
            order.push(place);
            if let Some(list) = dependents.get_mut(place) {
                list.sort_by_key(|&to| Reverse(ranks.get(to)));
                stack.append(list);
            }
        }
        order
    }
}

/// The agent that a component belongs to, which is named after it: `contoso_bot.action.Mail`.
fn agent_name(component: &str) -> &str {
    component.split('.').next().unwrap_or(component)
}

/// The order of things beside each other.
fn rank(node: &Node) -> (NodeKind, String, Option<String>, Vec<String>) {
    (node.kind, fold(&node.name), node.id.clone(), node.solutions.clone())
}

/// Adds a solution to those that a thing is part of.
fn join(node: &mut Node, solution: &str) {
    if let Err(place) = node.solutions.binary_search_by_key(&fold(solution), |known| fold(known)) {
        node.solutions.insert(place, solution.to_owned());
    }
}

fn plain(kind: NodeKind, name: &str) -> Node {
    Node { kind, name: name.to_owned(), id: None, connector: None, on: None, in_packages: false, solutions: Vec::new() }
}
