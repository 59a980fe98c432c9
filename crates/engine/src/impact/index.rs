//! Packages and inventory, as the walk asks them.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use inventory::{Environment, FlowFact, Lookup};
use solution::outline::{FlowOutline, ReferenceUse};

use super::fold_id;
use crate::{PackageId, SolutionForms, UsedConnection, UsedReference, Workspace, workspace::fold};

/// A connection reference, wherever it was met.
#[derive(Default)]
pub(super) struct Reference<'w> {
    /// The logical name, as written.
    pub(super) name: String,
    /// The connector's name, as far as anything says it.
    pub(super) connector: Option<String>,
    /// Its uses in packages.
    pub(super) used: Option<&'w UsedReference>,
    /// A package declares, uses or requires it.
    pub(super) in_packages: bool,
    /// The flows of the inventory that use it and are in no package.
    pub(super) flows: Vec<&'w FlowFact>,
}

/// A connection, wherever it was met.
#[derive(Default)]
pub(super) struct Connection<'w> {
    /// The id, as written.
    pub(super) id: String,
    /// The connector's name.
    pub(super) connector: Option<String>,
    /// The flows of packages that name it directly.
    pub(super) used: Option<&'w UsedConnection>,
    /// The references that are bound to it, by their folded names.
    pub(super) references: Vec<String>,
    /// The flows of the inventory that use it without any reference to it, and are in no package.
    pub(super) flows: Vec<&'w FlowFact>,
}

/// A flow of a package.
#[derive(Clone, Copy)]
pub(super) struct PackageFlow<'w> {
    pub(super) package: PackageId,
    pub(super) flow: &'w FlowOutline,
}

/// Packages and inventory, as the walk asks them.
pub(super) struct Index<'w> {
    pub(super) workspace: &'w Workspace,
    pub(super) environment: &'w Environment,
    /// By logical name, folded.
    pub(super) references: BTreeMap<String, Reference<'w>>,
    /// By the id that the environment files it under.
    pub(super) connections: BTreeMap<Arc<str>, Connection<'w>>,
    /// The flows that count: of leading forms and patches, by id.
    pub(super) flows: HashMap<&'w str, PackageFlow<'w>>,
    /// The flows that call a flow, by its id.
    pub(super) callers: HashMap<&'w str, Vec<PackageFlow<'w>>>,
    /// The agents that call a flow, by its id.
    pub(super) calling_agents: HashMap<&'w str, Vec<(PackageId, &'w str)>>,
    /// The uses that name neither a reference nor a connection.
    pub(super) bare: Vec<(PackageId, &'w ReferenceUse)>,
}

impl<'w> Index<'w> {
    pub(super) fn new(workspace: &'w Workspace, environment: &'w Environment) -> Self {
        let mut this = Self {
            workspace,
            environment,
            references: BTreeMap::new(),
            connections: BTreeMap::new(),
            flows: HashMap::new(),
            callers: HashMap::new(),
            calling_agents: HashMap::new(),
            bare: Vec::new(),
        };
        for solution in workspace.solutions() {
            this.add_flows(solution);
        }
        this.add_references();
        this.add_connections();
        this.add_flows_of_inventory();
        this
    }

    /// What stands for a solution: its patches, the last one first, and what they are laid over.
    fn layers(solution: &SolutionForms) -> impl Iterator<Item = PackageId> {
        solution.patches.iter().rev().chain([&solution.leading]).copied()
    }

    /// Whether a package is one of those that stand for its solution.
    pub(super) fn stands(&self, package: PackageId) -> bool {
        Self::layers(self.workspace.solution_of(package)).any(|layer| layer == package)
    }

    fn add_flows(&mut self, solution: &SolutionForms) {
        // What a patch brings anew hides what lies under it.
        let mut hidden: HashSet<&str> = HashSet::new();
        for package in Self::layers(solution) {
            let outline = self.workspace.package(package);
            let live = |id: Option<&str>| id.is_none_or(|id| !hidden.contains(id));
            for flow in outline.flows.iter().filter(|flow| !flow.stale && live(flow.id.as_deref())) {
                let flow_here = PackageFlow { package, flow };
                if let Some(id) = flow.id.as_deref() {
                    self.flows.entry(id).or_insert(flow_here);
                }
                for call in &flow.calls {
                    self.callers.entry(&call.flow).or_default().push(flow_here);
                }
            }
            for call in &outline.agent_calls {
                self.calling_agents.entry(&call.flow).or_default().push((package, &call.agent));
            }
            let bare = |one: &&ReferenceUse| {
                !one.stale && one.reference.is_none() && one.connection.is_none() && live(one.user_id.as_deref())
            };
            self.bare.extend(outline.uses.iter().filter(bare).map(|one| (package, one)));
            hidden.extend(outline.flows.iter().filter(|flow| !flow.stale).filter_map(|flow| flow.id.as_deref()));
        }
    }

    fn add_references(&mut self) {
        for used in self.workspace.used_references() {
            let entry = self.references.entry(fold(&used.logical_name)).or_default();
            entry.name = used.logical_name.to_string();
            entry.connector = used.connector.as_ref().map(ToString::to_string);
            (entry.used, entry.in_packages) = (Some(used), true);
        }
        for (package, outline) in self.workspace.packages() {
            if !self.stands(package) {
                continue;
            }
            for declared in &outline.declared {
                self.met_reference(&declared.logical_name, declared.connector.as_deref(), true);
            }
            for missing in &outline.missing {
                self.met_reference(&missing.logical_name, None, true);
            }
        }
        for fact in self.environment.references() {
            let connector = fact.connector.as_ref().map(|connector| connector.value.as_str());
            self.met_reference(&fact.logical_name, connector, false);
        }
        for entry in self.environment.settings().iter().flat_map(|settings| &settings.references) {
            let connector = entry.connector.as_ref().map(|connector| connector.value.as_str());
            self.met_reference(&entry.logical_name.value, connector, false);
        }
    }

    fn met_reference(&mut self, name: &str, connector: Option<&str>, in_packages: bool) {
        let entry = self.references.entry(fold(name)).or_default();
        if entry.name.is_empty() {
            name.clone_into(&mut entry.name);
        }
        entry.connector = entry.connector.take().or_else(|| connector.map(str::to_owned));
        entry.in_packages |= in_packages;
    }

    fn add_connections(&mut self) {
        for fact in self.environment.connections() {
            let connector = fact.connector.as_ref().map(|connector| connector.value.as_str());
            self.met_connection(&fact.id, connector);
        }
        for used in self.workspace.used_connections() {
            self.met_connection(&used.id, used.connector.as_deref()).used = Some(used);
        }
        let bound: Vec<(String, &str, Option<String>)> = self
            .references
            .iter()
            .filter_map(|(name, reference)| {
                let Lookup::Known(connection) = self.environment.connection_of(&reference.name) else { return None };
                Some((name.clone(), connection.value.as_str(), reference.connector.clone()))
            })
            .collect();
        for (name, connection, connector) in bound {
            self.met_connection(connection, connector.as_deref()).references.push(name);
        }
    }

    fn met_connection(&mut self, id: &str, connector: Option<&str>) -> &mut Connection<'w> {
        let entry = self.connections.entry(self.environment.connection_id(id)).or_default();
        if entry.id.is_empty() {
            id.clone_into(&mut entry.id);
        }
        entry.connector = entry.connector.take().or_else(|| connector.map(str::to_owned));
        entry
    }

    /// Adds what only the inventory knows. Of a flow that a package holds, the package counts.
    fn add_flows_of_inventory(&mut self) {
        let packaged: HashSet<String> = self.packaged_names();
        for flow in self.environment.flows() {
            // A source may know a flow by another id than packages do; then its name is all there is to tell it by.
            let by_name_only = flow.resource_id.as_ref() == Some(&flow.id);
            let named = flow.name.as_deref().is_some_and(|name| packaged.contains(&fold(name)));
            if self.flows.contains_key(flow.id.as_str()) || (by_name_only && named) {
                continue;
            }
            let references: Vec<String> = flow.references.iter().flatten().map(|name| fold(name)).collect();
            for (name, written) in references.iter().zip(flow.references.iter().flatten()) {
                self.met_reference(written, None, false);
                if let Some(entry) = self.references.get_mut(name) {
                    entry.flows.push(flow);
                }
            }
            for connection in &flow.connections {
                let entry = self.met_connection(connection, None);
                if !entry.references.iter().any(|name| references.contains(name)) {
                    entry.flows.push(flow);
                }
            }
        }
    }

    fn packaged_names(&self) -> HashSet<String> {
        let flows = self.workspace.packages().flat_map(|(_, outline)| &outline.flows);
        flows.map(|flow| fold(&flow.name)).collect()
    }

    /// The name that a solution is told by.
    pub(super) fn solution_name(&self, package: PackageId) -> String {
        let solution = self.workspace.solution_of(package);
        let path = || self.workspace.package(solution.leading).address.path.clone();
        solution.unique_name.clone().unwrap_or_else(path)
    }

    /// The solutions that declare a reference.
    pub(super) fn declaring(&self, name: &str) -> Vec<String> {
        let declarations = self.workspace.declarations(name).iter().filter(|(package, _)| self.stands(*package));
        let mut names: Vec<String> = declarations.map(|(package, _)| self.solution_name(*package)).collect();
        names.sort_by_key(|name| fold(name));
        names.dedup();
        names
    }

    /// A use by its place.
    pub(super) fn uses(&self, places: &[(PackageId, usize)]) -> impl Iterator<Item = (PackageId, &'w ReferenceUse)> {
        let workspace = self.workspace;
        places.iter().filter_map(move |&(package, index)| Some((package, workspace.package(package).uses.get(index)?)))
    }

    /// The key that a connection is filed under.
    pub(super) fn connection_key(&self, id: &str) -> Arc<str> {
        self.environment.connection_id(&fold_id(id))
    }
}
