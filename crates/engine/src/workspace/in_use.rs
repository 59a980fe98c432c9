//! The connections that the packages use, by what the environment binds their references to.

use std::{collections::BTreeMap, sync::Arc};

use inventory::{Environment, Lookup};
use solution::PackageKind;

use super::{UsedReference, Workspace};
use crate::PackageId;

/// A connection that the given packages use: through references that are bound to it, or by flows that name it directly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InUse<'w> {
    /// Its id, as it was met first.
    pub id: String,
    /// Its connector, as the packages that name it directly state it.
    pub connector: Option<&'w str>,
    /// The references that are bound to it.
    pub references: Vec<&'w UsedReference>,
    /// The uses that name it directly.
    pub direct: Vec<(PackageId, usize)>,
}

impl<'w> InUse<'w> {
    fn new(id: &str) -> Self {
        Self { id: id.to_owned(), connector: None, references: Vec::new(), direct: Vec::new() }
    }

    /// Its connector as the packages state it: those that name it directly, else those that declare a reference to it.
    #[must_use]
    pub fn stated_connector(&self) -> Option<&'w str> {
        let declared = || self.references.iter().filter(|used| !used.custom).find_map(|used| used.connector.as_deref());
        self.connector.or_else(declared)
    }

    /// Whether a deployment ever meets it. A legacy package is imported by hand, and its connections are chosen then.
    #[must_use]
    pub fn is_deployed(&self, workspace: &Workspace) -> bool {
        let by_hand = |package| workspace.package(package).kind == PackageKind::LegacyPackage;
        !self.references.is_empty() || self.direct.iter().any(|&(package, _)| !by_hand(package))
    }
}

/// The connections in use.
#[derive(Debug, Default)]
pub struct ConnectionsInUse<'w> {
    /// Every connection that is used with other than the runner's own, in the order of their ids.
    pub connections: Vec<InUse<'w>>,
    /// The references of which it is not known what they are bound to, in the order of their names. One that is known to be unbound uses no
    /// connection, and is in neither list.
    pub unbound: Vec<&'w UsedReference>,
}

impl<'w> ConnectionsInUse<'w> {
    pub(crate) fn of(workspace: &'w Workspace, environment: &Environment) -> Self {
        let mut all: BTreeMap<Arc<str>, InUse<'w>> = BTreeMap::new();
        let mut unbound = Vec::new();
        for used in workspace.used_references().iter().filter(|used| workspace.is_embedded(used)) {
            match environment.connection_of(&used.logical_name) {
                Lookup::Known(id) => {
                    let entry = all.entry(environment.connection_id(&id.value));
                    entry.or_insert_with(|| InUse::new(&id.value)).references.push(used);
                }
                Lookup::Absent => {}
                Lookup::Unknown => unbound.push(used),
            }
        }
        for used in workspace.used_connections() {
            let uses: Vec<_> = workspace.embedded(&used.uses).collect();
            // A package may come from another environment, whose connections are chosen anew at import.
            let elsewhere = matches!(environment.connection(&used.id), Lookup::Absent);
            if !uses.is_empty() && !elsewhere {
                let entry = all.entry(environment.connection_id(&used.id)).or_insert_with(|| InUse::new(&used.id));
                entry.connector = entry.connector.or(used.connector.as_deref());
                entry.direct.extend(uses);
            }
        }
        Self { connections: all.into_values().collect(), unbound }
    }
}

impl Workspace {
    /// The uses that bring a connection of their own, rather than that of the person who runs the flow.
    pub fn embedded(&self, uses: &[(PackageId, usize)]) -> impl Iterator<Item = (PackageId, usize)> {
        let own = |(package, index): &(PackageId, usize)| {
            self.package(*package).uses.get(*index).is_some_and(|one| !one.invoker)
        };
        uses.iter().copied().filter(own)
    }

    /// Whether a reference is used with a connection of its own, rather than only with that of the person who runs the flow.
    #[must_use]
    pub fn is_embedded(&self, used: &UsedReference) -> bool {
        self.embedded(&used.uses).next().is_some()
    }
}
