//! What a solution lists as its own, and what it requires and does not carry beside connection references.

use super::{Name, name::Names};
use crate::{
    Loc,
    model::{Manifest, MissingDependency, Provider, RootComponent, Version},
};
use serde::{Deserialize, Serialize};

/// A component that a solution requires and does not carry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Requirement {
    /// The component type: a number (`1` a table, `29` a process, `380` an environment variable), or a word.
    pub kind: String,
    /// The schema name, or the value of the attribute that stands for it.
    pub name: Option<String>,
    /// The id, in lower case without braces.
    pub id: Option<String>,
    /// The name for people.
    pub display_name: Option<String>,
    /// Who carries it.
    pub from: RequiredFrom,
    /// What requires it, by its name for people.
    pub dependent: Option<String>,
    /// The element.
    pub loc: Loc,
}

/// A root component of a solution (see [`RootComponent`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListedComponent {
    /// The component type, a number.
    pub kind: Name,
    /// The schema name.
    pub name: Option<Name>,
    /// The id, in lower case without braces.
    pub id: Option<Name>,
}

/// Who carries what a solution requires (see [`Provider`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequiredFrom {
    /// It is unmanaged in the source environment.
    Active,
    /// Another managed solution.
    Solution {
        /// The unique name.
        name: String,
        /// The version.
        version: Option<Version>,
    },
    /// Not said.
    Unstated,
}

impl Requirement {
    /// Whether it is a component of one of these types, by number or word.
    #[must_use]
    pub fn is(&self, kinds: &[&str]) -> bool {
        kinds.iter().any(|kind| self.kind.eq_ignore_ascii_case(kind))
    }

    fn of(missing: &MissingDependency<'_>) -> Self {
        let dependent = missing.dependent.as_ref();
        Self {
            kind: missing.required.kind.to_owned(),
            name: missing.required.name.map(|at| at.value.to_owned()),
            id: missing.required.id.clone(),
            display_name: missing.required.display_name.map(str::to_owned),
            from: match missing.provider {
                Provider::Active => RequiredFrom::Active,
                Provider::Solution { name, version } => RequiredFrom::Solution { name: name.to_owned(), version },
                Provider::Unstated => RequiredFrom::Unstated,
            },
            dependent: dependent
                .and_then(|component| component.display_name.or(component.name.map(|at| at.value)))
                .map(str::to_owned),
            loc: missing.loc,
        }
    }
}

/// Everything required but connection references.
pub(super) fn required(manifest: &Manifest<'_>) -> Vec<Requirement> {
    let others =
        manifest.missing.iter().filter(|missing| !missing.required.kind.eq_ignore_ascii_case("connectionreference"));
    others.map(Requirement::of).collect()
}

/// The root components.
pub(super) fn components(manifest: &Manifest<'_>, names: &mut Names) -> Vec<ListedComponent> {
    let listed = |component: &RootComponent<'_>| ListedComponent {
        kind: names.name(component.kind),
        name: component.schema_name.map(|name| names.name(name)),
        id: component.id.as_deref().map(|id| names.name(id)),
    };
    manifest.root_components.iter().map(listed).collect()
}
