//! What a settings file for some packages must hold.

use std::collections::{HashMap, HashSet};

use inventory::{Environment, Fact, Lookup};
use solution::{Outline, PackageKind, outline::DeclaredReference};

use super::{CONNECTION, List, has_settings};

/// What a settings file must hold.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The environment variables.
    pub variables: WantedList,
    /// The connection references.
    pub references: WantedList,
    /// What should be said about it.
    pub remarks: Vec<String>,
    /// How many solutions it is for.
    pub solutions: usize,
    /// Packages of which not everything could be read: a file made from them would not be complete.
    pub incomplete: Vec<Incomplete>,
}

/// What one list must hold.
#[derive(Debug, Clone)]
pub struct WantedList {
    /// Which list.
    pub list: List,
    /// The entries, each name once without regard to case, in the order of the packages and their files.
    pub entries: Vec<Entry>,
    /// Whether the packages were read wholly, so that another entry can be called surplus.
    pub known: bool,
    /// Where each entry is, by its name in lower case.
    index: HashMap<String, usize>,
    /// In lower case, what the packages hold besides: values without definition.
    besides: HashSet<String>,
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The schema name or logical name, as the package writes it.
    pub name: String,
    /// The connector's id, as the package writes it.
    pub connector_id: Option<String>,
    /// The connection that a reference is to be bound to, as far as the facts say.
    pub bound: Option<Bound>,
}

/// A binding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The connection's id.
    pub connection: String,
    /// The file that says so.
    pub source: String,
}

/// A package of which not everything could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incomplete {
    /// The package's path.
    pub path: String,
    /// What could not be read.
    pub what: &'static str,
}

impl Wanted {
    /// One of the lists.
    #[must_use]
    pub fn list(&self, list: List) -> &WantedList {
        match list {
            List::Variables => &self.variables,
            List::References => &self.references,
        }
    }
}

impl WantedList {
    /// A list that wants nothing yet.
    #[must_use]
    pub fn empty(list: List) -> Self {
        Self { list, entries: Vec::new(), known: true, index: HashMap::new(), besides: HashSet::new() }
    }

    /// Wants an entry, unless one of that name is wanted already.
    pub fn want(&mut self, entry: Entry) {
        if self.entry(&entry.name).is_none() {
            self.index.insert(entry.name.to_lowercase(), self.entries.len());
            self.entries.push(entry);
        }
    }

    /// Notes that the packages hold something of this name, so that it is not surplus.
    pub fn hold(&mut self, name: &str) {
        self.besides.insert(name.to_lowercase());
    }

    /// Whether the packages hold something of this name.
    #[must_use]
    pub fn holds(&self, name: &str) -> bool {
        self.entry(name).is_some() || self.besides.contains(&name.to_lowercase())
    }

    /// The entry of this name.
    #[must_use]
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.get(*self.index.get(&name.to_lowercase())?)
    }
}

impl Entry {
    /// The members, in the order in which `pac` writes them.
    pub(super) fn members(&self, list: List) -> Vec<(&'static str, &str)> {
        let name = (list.key(), self.name.as_str());
        match list {
            // Never the value that a package carries: it is that of the source environment, or names a secret.
            List::Variables => vec![name, ("Value", "")],
            List::References => {
                let connection = self.bound.as_ref().map_or("", |bound| bound.connection.as_str());
                vec![name, (CONNECTION, connection), ("ConnectorId", self.connector_id.as_deref().unwrap_or_default())]
            }
        }
    }
}

/// What references are bound by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bindings {
    /// Nothing: their connections stay blank.
    Blank,
    /// The inventory.
    Inventory,
    /// The inventory, else the settings file among the facts.
    InventoryAndSettings,
}

/// What a settings file for these packages must hold.
#[must_use]
pub fn wanted(outlines: &[Outline], environment: &Environment, bindings: Bindings) -> Wanted {
    let mut wanted = Wanted {
        variables: WantedList::empty(List::Variables),
        references: WantedList::empty(List::References),
        remarks: Vec::new(),
        solutions: 0,
        incomplete: Vec::new(),
    };
    for outline in outlines.iter().filter(|outline| has_settings(outline.kind)) {
        wanted.know(outline);
        for variable in &outline.variables {
            if variable.defined {
                let name = variable.schema_name.clone();
                wanted.variables.want(Entry { name, connector_id: None, bound: None });
            } else {
                wanted.variables.hold(&variable.schema_name);
            }
        }
        for declared in &outline.declared {
            if wanted.references.holds(&declared.logical_name) {
                continue;
            }
            wanted.references.want(Entry {
                name: declared.logical_name.to_string(),
                connector_id: declared.connector_id.as_ref().map(ToString::to_string),
                bound: binding(declared, environment, bindings, &mut wanted.remarks),
            });
        }
    }
    wanted
}

impl Wanted {
    /// Notes whether everything of a package was read.
    fn know(&mut self, outline: &Outline) {
        let path = &outline.address.path;
        self.solutions += 1;
        self.variables.known &= outline.variables_known;
        self.references.known &= outline.declarations_known;
        let yaml = outline.kind == PackageKind::YamlRepository;
        if !outline.declarations_known && yaml {
            // Where this layout keeps them is documented in part only; it may also have none.
            self.remarks.push(format!("no declaration of connection references was found in {path}"));
        } else if !outline.declarations_known {
            self.incomplete.push(Incomplete { path: path.clone(), what: "its connection references" });
        }
        if !outline.variables_known && (outline.declarations_known || yaml) {
            self.incomplete.push(Incomplete { path: path.clone(), what: "all of its environment variables" });
        }
    }
}

/// The connection of a reference, as far as the facts say.
fn binding(
    declared: &DeclaredReference,
    environment: &Environment,
    bindings: Bindings,
    remarks: &mut Vec<String>,
) -> Option<Bound> {
    let name = &declared.logical_name;
    let fact = environment.reference(name).known();
    let stated = fact.and_then(|fact| match &fact.connection {
        Lookup::Known(connection) => Some(connection),
        Lookup::Absent | Lookup::Unknown => None,
    });
    let connection: Option<&Fact<String>> = match bindings {
        Bindings::Blank => None,
        Bindings::Inventory => stated,
        Bindings::InventoryAndSettings => environment.connection_of(name).known(),
    };
    let connection = connection.filter(|fact| !fact.value.is_empty())?;
    let source = environment.input(connection.source.input).map_or("the inventory", |input| input.path.as_str());
    // A custom connector is called differently in each environment.
    let connectors = fact.and_then(|fact| fact.connector.as_ref()).zip(declared.connector.as_deref());
    let differ = connectors.filter(|(there, here)| !declared.custom && !same(&there.value, here));
    if let Some((there, here)) = differ {
        remarks.push(format!(
            "{}: {name} is of {here} in the package and of {} in {source}, whose connection is not taken",
            List::References.name(),
            there.value
        ));
        return None;
    }
    Some(Bound { connection: connection.value.clone(), source: source.to_owned() })
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}
