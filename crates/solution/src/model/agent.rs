//! Copilot Studio agents: the references that their components use.

use crate::{At, Loc};

/// An agent or one of its components (topics, actions), by its schema name.
#[derive(Debug, Clone)]
pub struct Agent<'t> {
    /// The component's schema name: the folder below `botcomponents/`.
    pub name: &'t str,
    /// The connections its tools use.
    pub connections: Vec<AgentConnection<'t>>,
    /// The flows it calls: ids as written.
    pub flows: Vec<At<&'t str>>,
    /// The component's file.
    pub loc: Loc,
}

/// A connection reference that an agent uses.
#[derive(Debug, Clone)]
pub struct AgentConnection<'t> {
    /// The logical name of the reference.
    pub reference: At<&'t str>,
    /// Whose connection it is.
    pub mode: ConnectionMode,
    /// Where it was found: in the component's `data`, or in `Assets/botcomponent_connectionreferenceset.xml`,
    /// which only repeats what a component uses.
    pub from_set: bool,
}

/// Whose connection an agent's tool runs with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConnectionMode {
    /// The maker's.
    Maker,
    /// That of the person who talks to the agent.
    Invoker,
    /// Not said.
    Unstated,
}
