//! The other environments of the configuration: enough of them to tell whose connection an id is.

use std::collections::BTreeMap;

use crate::read::fold_id;
use crate::{Facts, Settings, Source};

/// An environment that a run does not answer for.
#[derive(Debug, Clone)]
pub struct Elsewhere {
    /// Its name in powerlint.toml.
    pub name: String,
    /// Its settings files.
    pub settings: Vec<Settings>,
    /// The ids of the environments and the hosts of the organisations that its files speak of, in lower case.
    pub speaks_of: Vec<String>,
    /// The connections that it is known to have, by id in lower case.
    connections: BTreeMap<String, Source>,
}

impl Elsewhere {
    /// What the files of another environment say.
    #[must_use]
    pub fn new(name: String, facts: &[Facts], settings: Vec<Settings>) -> Self {
        let connections = facts.iter().flat_map(|file| &file.connections);
        let names = |file: &Facts| file.environments.iter().chain(&file.hosts).cloned().collect::<Vec<_>>();
        Self {
            name,
            settings,
            speaks_of: facts.iter().flat_map(names).collect(),
            connections: connections.map(|row| (fold_id(&row.id), row.source)).collect(),
        }
    }

    /// The record of a connection, by its id without regard to case, if this environment is known to have it.
    #[must_use]
    pub fn connection(&self, id: &str) -> Option<Source> {
        self.connections.get(&fold_id(id)).copied()
    }
}
