//! Connections by their ids, which are written with dashes or without, in any case.

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use super::{Environment, look_up};
use crate::read::folded_id;
use crate::{ConnectionFact, Lookup, Table};

/// The ids that connections are filed under, by themselves without dashes; `None` where two differ by dashes alone.
pub(super) type WithoutDashes = HashMap<String, Option<Arc<str>>>;

impl Environment {
    /// A connection, by its id without regard to case (and to dashes, where only one connection can be meant).
    #[must_use]
    pub fn connection(&self, id: &str) -> Lookup<&ConnectionFact> {
        let id = folded_id(id);
        if let Some(row) = self.connections.get(&*id) {
            return Lookup::Known(row);
        }
        look_up(&self.connections, &self.filed(id), self.table(Table::Connections))
    }

    /// The id of a connection as it is filed: the same for all ways to write it, with or without dashes, in any case.
    #[must_use]
    pub fn connection_id(&self, id: &str) -> Arc<str> {
        self.filed(folded_id(id))
    }

    /// What an id in lower case is filed under: itself, else the only one that is the same without dashes.
    fn filed(&self, id: Cow<'_, str>) -> Arc<str> {
        let connection = self.connections.get_key_value(&*id).map(|(key, _)| key);
        let known = connection.or_else(|| self.permissions.get_key_value(&*id).map(|(key, _)| key));
        if let Some(key) = known {
            return Arc::clone(key);
        }
        match self.without_dashes.get_or_init(|| self.ids_without_dashes()).get(&id.replace('-', "")) {
            Some(Some(key)) => Arc::clone(key),
            Some(None) | None => id.into(),
        }
    }

    fn ids_without_dashes(&self) -> WithoutDashes {
        let mut ids = WithoutDashes::new();
        for id in self.connections.keys().chain(self.permissions.keys()) {
            let entry = ids.entry(id.replace('-', "")).or_insert_with(|| Some(Arc::clone(id)));
            if entry.as_ref() != Some(id) {
                *entry = None;
            }
        }
        ids
    }
}
