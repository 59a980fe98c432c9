//! What references are bound to, and under whose account they run: by the inventory, else by the settings.

use super::Environment;
use crate::read::folded_id;
use crate::{Credential, Fact, Lookup, ReferenceFact, SettingsReference, credential};

impl Environment {
    /// The connection that a reference is bound to: in the inventory, else by the settings. Absent: known to be unbound.
    #[must_use]
    pub fn connection_of(&self, logical_name: &str) -> Lookup<&Fact<String>> {
        // What the settings bind is what the next deployment will bind.
        let entry = self.settings_of(logical_name);
        let by_settings = || match entry.map(|entry| &entry.connection) {
            Some(Lookup::Known(connection)) => Some(connection),
            _ => None,
        };
        let filled_later = entry.is_some_and(|entry| entry.filled_later);
        match self.reference(logical_name) {
            Lookup::Known(ReferenceFact { connection: Lookup::Known(connection), .. }) => Lookup::Known(connection),
            Lookup::Known(ReferenceFact { connection: Lookup::Absent, .. }) => {
                let unbound = if filled_later { Lookup::Unknown } else { Lookup::Absent };
                by_settings().map_or(unbound, Lookup::Known)
            }
            Lookup::Known(_) | Lookup::Absent | Lookup::Unknown => by_settings().map_or(Lookup::Unknown, Lookup::Known),
        }
    }

    /// Under whose account a reference runs: by its bound connection, else by the `ConnectionOwner` of the settings.
    /// `connector` is the connector's name as the package states it; custom connectors and unknown ones decide nothing.
    #[must_use]
    pub fn credential_of(&self, logical_name: &str, connector: Option<&str>) -> Credential {
        let entry = self.settings_of(logical_name);
        let stated = connector.or_else(|| entry?.connector.as_ref().map(|fact| fact.value.as_str()));
        let bound = self.connection_of(logical_name);
        let decided = match bound {
            Lookup::Known(id) => match self.connection(&id.value) {
                Lookup::Known(connection) => Some(credential::decide(self, connection, stated)),
                Lookup::Absent | Lookup::Unknown => None,
            },
            Lookup::Absent | Lookup::Unknown => None,
        };
        if let Some(decided) = decided.as_ref().filter(|decided| decided.verdict != crate::Verdict::Unknown) {
            return decided.clone();
        }
        // ConnectionOwner speaks of the connection that the settings bind.
        let about_bound = |entry: &&SettingsReference| match (&entry.connection, bound) {
            (Lookup::Known(settings), Lookup::Known(bound)) => {
                self.connection_id(&settings.value) == self.connection_id(&bound.value)
            }
            _ => !matches!(bound, Lookup::Known(_)),
        };
        let owner = entry.filter(about_bound).and_then(|entry| entry.owner.as_ref());
        let by_owner = owner.and_then(|owner| credential::by_settings_owner(self, owner, stated));
        by_owner.or(decided).unwrap_or_else(Credential::unknown)
    }

    fn settings_of(&self, logical_name: &str) -> Option<&SettingsReference> {
        let index = *self.settings_by_name.get(&*folded_id(logical_name))?;
        self.settings.as_ref()?.references.get(index)
    }
}
