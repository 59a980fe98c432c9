//! Copilot Studio agents.

use std::collections::{HashMap, HashSet};

use syntax::{Kind, Value, xml::Element};

use super::place::{all_named, attribute_or_child, member_at, string_at};
use crate::{
    At, FileId, Loc,
    model::{Agent, AgentConnection, ConnectionMode},
};

/// Collects agents by the schema names of their components.
#[derive(Debug, Default)]
pub(super) struct Agents<'t> {
    list: Vec<Agent<'t>>,
    index: HashMap<String, usize>,
    used: HashSet<(usize, String)>,
}

impl<'t> Agents<'t> {
    pub(super) fn into_list(self) -> Vec<Agent<'t>> {
        self.list
    }

    fn agent(&mut self, name: &'t str, loc: Loc) -> usize {
        let next = self.list.len();
        let index = *self.index.entry(name.to_ascii_lowercase()).or_insert(next);
        if index == next {
            self.list.push(Agent { name, connections: Vec::new(), flows: Vec::new(), loc, data: None });
        }
        index
    }

    fn connect(&mut self, agent: usize, connection: AgentConnection<'t>) {
        let known = !self.used.insert((agent, connection.reference.value.to_ascii_lowercase()));
        // A set only repeats what a component uses: what is known already stays as it is.
        if !(known && connection.from_set)
            && let Some(agent) = self.list.get_mut(agent)
        {
            agent.connections.push(connection);
        }
    }

    /// Reads the `data` of a component: tools of every kind name their connection reference in the same way
    /// (`InvokeConnectorTaskAction`, `InvokeExternalAgentTaskAction`, knowledge sources), at any depth.
    pub(super) fn component(&mut self, file: FileId, name: &'t str, root: &'t Value<'t>) {
        let agent = self.agent(name, Loc::file(file));
        let mut flows = Vec::new();
        let mut stack = vec![root];
        while let Some(value) = stack.pop() {
            match &value.kind {
                Kind::Array(items) => stack.extend(items.iter().rev()),
                Kind::Object(members) => {
                    // An expression (`=…`) is known only at run time.
                    let plain = |at: &At<&'t str>| !at.value.starts_with('=');
                    let string = |key| value.get(key).and_then(|value| string_at(file, value)).filter(plain);
                    if let Some(reference) = string("connectionReference") {
                        self.connect(agent, AgentConnection { reference, mode: mode(value), from_set: false });
                    }
                    flows.extend(string("flowId"));
                    stack.extend(members.iter().rev().map(|member| &member.value));
                }
                _ => {}
            }
        }
        if let Some(agent) = self.list.get_mut(agent) {
            agent.flows.extend(flows);
            // A set that was read before may have pointed at its own file.
            agent.loc = Loc::file(file);
            agent.data = Some(root);
        }
    }

    /// Reads the set that repeats which component uses which reference.
    pub(super) fn reference_set(&mut self, file: FileId, root: &'t Element<'t>) {
        for element in all_named(root, "botcomponent_connectionreference") {
            let name = attribute_or_child(file, element, "botcomponentid.schemaname");
            let reference = attribute_or_child(file, element, "connectionreferenceid.connectionreferencelogicalname");
            if let (Some(name), Some(reference)) = (name, reference) {
                self.repeat(name.value, Loc::new(file, element.span), reference);
            }
        }
    }

    /// Reads the `connectionreferences.mcs.yml` of an agent's project: what the agent uses, without saying where.
    pub(super) fn project(&mut self, file: FileId, name: &'t str, root: &'t Value<'t>) {
        let entries = root.get_ignore_case("connectionReferences").map(Value::items).unwrap_or_default();
        for entry in entries {
            if let Some(reference) = member_at(file, entry, "connectionReferenceLogicalName") {
                self.repeat(name, Loc::file(file), reference);
            }
        }
    }

    fn repeat(&mut self, name: &'t str, loc: Loc, reference: At<&'t str>) {
        let agent = self.agent(name, loc);
        self.connect(agent, AgentConnection { reference, mode: ConnectionMode::Unstated, from_set: true });
    }
}

fn mode(action: &Value<'_>) -> ConnectionMode {
    match action.at(&["connectionProperties", "mode"]).and_then(Value::as_str) {
        Some(mode) if mode.eq_ignore_ascii_case("Maker") => ConnectionMode::Maker,
        Some(mode) if mode.eq_ignore_ascii_case("Invoker") => ConnectionMode::Invoker,
        _ => ConnectionMode::Unstated,
    }
}
