//! Copilot Studio agents: the references that their components use.

use syntax::Value;

use crate::{At, FileId, Loc};

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
    /// The component's `data`; `None` where only its connections are known.
    pub data: Option<&'t Value<'t>>,
}

/// What words in a component's schema name stand between the agent and the component's own name, as
/// seen in exports: `topic` by far the most often, then `action` and `gpt`.
const COMPONENT_WORDS: [&str; 11] =
    ["action", "agent", "component", "entity", "file", "gpt", "knowledge", "skill", "topic", "trigger", "variable"];

impl<'t> Agent<'t> {
    /// The schema name of the agent that the component belongs to: `contoso_desk` of `contoso_desk.topic.Greeting`.
    #[must_use]
    pub fn owner(&self) -> &'t str {
        let is_word = |part: &&str| COMPONENT_WORDS.iter().any(|word| part.eq_ignore_ascii_case(word));
        let mut start = 0;
        for part in self.name.split('.') {
            if start > 0 && is_word(&part) {
                // `start` is behind a dot.
                return self.name.get(..start - 1).unwrap_or(self.name);
            }
            start += part.len() + 1;
        }
        self.name
    }

    /// The kind of the component: `TaskDialog` (a tool), `AdaptiveDialog` (a topic), `AgentDialog` (a child agent) …
    #[must_use]
    pub fn kind(&self) -> Option<&'t str> {
        self.data?.get("kind")?.as_str()
    }

    /// The name that people and the model see, else the last part of the schema name.
    #[must_use]
    pub fn title(&self) -> &'t str {
        let stated = self.data.and_then(|data| data.get("modelDisplayName")?.as_str()).map(str::trim);
        let last = || self.name.rsplit('.').next().unwrap_or(self.name);
        stated.filter(|title| !title.is_empty()).unwrap_or_else(last)
    }

    /// A text of the component that is there and not blank, and its place; a mapping's member.
    #[must_use]
    pub fn text(&self, path: &[&str]) -> Option<At<&'t str>> {
        let value = self.data?.at(path)?;
        let text = value.as_str().map(str::trim).filter(|text| !text.is_empty())?;
        Some(At::new(text, Loc::new(self.file(), value.span)))
    }

    /// The component's file.
    #[must_use]
    pub fn file(&self) -> FileId {
        self.loc.file
    }
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
