//! What the given packages say of the names in settings.

use std::collections::{BTreeMap, HashSet};

use engine::{Missing, PackageId, Place, Reason, SolutionForms, SubjectKind, WorkspaceContext};
use inventory::{Fact, Lookup, ReferenceFact, Settings, Source};
use solution::{
    Outline, PackageKind,
    outline::{DeclaredReference, DeclaredVariable},
};
use syntax::Span;

use crate::connections::unbound_reference::UnboundReference;
use crate::wording;

/// The settings files of this run.
pub(super) fn files<'w>(cx: &WorkspaceContext<'w>) -> Vec<&'w Settings> {
    cx.environment.settings_files().collect()
}

/// The settings files of this run and what the packages say of their names; `None` without settings, as in most runs.
pub(super) fn with_files<'c, 'w>(cx: &'c WorkspaceContext<'w>) -> Option<(Vec<&'w Settings>, Packages<'c, 'w>)> {
    let files = files(cx);
    (!files.is_empty()).then(|| (files, Packages::new(cx)))
}

/// The name of the file that a place is in, without its folder: it tells findings about one name in several files apart.
pub(super) fn file_name<'w>(cx: &WorkspaceContext<'w>, at: Source) -> &'w str {
    let path = cx.environment.input(at.input).map_or("", |input| input.path.as_str());
    path.rsplit('/').next().unwrap_or_default()
}

/// The whole of a settings file, as a place.
pub(super) fn whole(settings: &Settings) -> Place {
    Place::Input(Source { input: settings.input, span: Span::default() })
}

/// The name of a reference or variable, as names are compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Name {
    pub(super) kind: Entry,
    folded: String,
}

/// The two kinds of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Entry {
    Reference,
    Variable,
}

impl Entry {
    /// What it is called.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Reference => "connection reference",
            Self::Variable => "environment variable",
        }
    }

    pub(super) fn subject(self) -> SubjectKind {
        match self {
            Self::Reference => SubjectKind::ConnectionReference,
            Self::Variable => SubjectKind::EnvironmentVariable,
        }
    }
}

impl Name {
    pub(super) fn reference(name: &str) -> Self {
        Self { kind: Entry::Reference, folded: name.to_lowercase() }
    }

    pub(super) fn variable(name: &str) -> Self {
        Self { kind: Entry::Variable, folded: name.to_lowercase() }
    }
}

/// The names in a settings file, as it writes them, in its order.
pub(super) fn names(settings: &Settings) -> impl Iterator<Item = (Name, &Fact<String>)> {
    let references =
        settings.references.iter().map(|entry| (Name::reference(&entry.logical_name.value), &entry.logical_name));
    let variables =
        settings.variables.iter().map(|entry| (Name::variable(&entry.schema_name.value), &entry.schema_name));
    references.chain(variables)
}

/// Everything that packages say of the names that settings can have entries for.
pub(super) struct Packages<'c, 'w> {
    cx: &'c WorkspaceContext<'w>,
    /// Every definition of a variable, and every value that travels with a package: of all forms.
    variables: BTreeMap<Name, Vec<(PackageId, &'w DeclaredVariable)>>,
    /// Every name that any given package declares, uses or requires.
    met: HashSet<Name>,
    /// Every reference that the given packages are known to use.
    used: HashSet<Name>,
}

impl<'c, 'w> Packages<'c, 'w> {
    fn new(cx: &'c WorkspaceContext<'w>) -> Self {
        let mut this = Self { cx, variables: BTreeMap::new(), met: HashSet::new(), used: HashSet::new() };
        this.used.extend(cx.workspace.used_references().iter().map(|used| Name::reference(&used.logical_name)));
        for (id, outline) in cx.workspace.packages() {
            for variable in &outline.variables {
                this.variables.entry(Name::variable(&variable.schema_name)).or_default().push((id, variable));
            }
            let declared = outline.declared.iter().map(|declared| declared.logical_name.as_str());
            let used = outline.uses.iter().filter_map(|one| one.reference.as_deref());
            let missing = outline.missing.iter().map(|missing| missing.logical_name.as_str());
            this.met.extend(declared.chain(used).chain(missing).map(Name::reference));
            this.met.extend(outline.variable_uses.iter().map(|one| Name::variable(&one.schema_name)));
        }
        this.met.extend(this.variables.keys().cloned());
        this
    }

    /// See [`file_name`].
    pub(super) fn file_name(&self, at: Source) -> &'w str {
        file_name(self.cx, at)
    }

    /// Whether any given package declares, uses or requires a name.
    pub(super) fn met(&self, name: &Name) -> bool {
        self.met.contains(name)
    }

    /// Whether settings have anything to do with the given packages.
    pub(super) fn concern(&self, settings: &Settings) -> bool {
        names(settings).any(|(name, _)| self.met(&name))
    }

    /// What all packages say of a variable, in the order of the packages.
    pub(super) fn variable(&self, name: &Name) -> &[(PackageId, &'w DeclaredVariable)] {
        self.variables.get(name).map_or(&[], Vec::as_slice)
    }

    /// A definition of a variable.
    pub(super) fn definition(&self, name: &Name) -> Option<(PackageId, &'w DeclaredVariable)> {
        self.variable(name).iter().copied().find(|(_, variable)| variable.defined)
    }

    /// Whether a variable has a value without settings: a default, or one that travels with a package.
    pub(super) fn has_value(&self, name: &Name) -> bool {
        self.variable(name).iter().any(|(_, variable)| variable.default_value.is_some() || variable.value.is_some())
    }

    /// Whether a value must be given for a variable, by any package.
    pub(super) fn is_required(&self, name: &Name) -> bool {
        self.variable(name).iter().any(|(_, variable)| variable.required == Some(true))
    }

    /// Every declaration of a reference in leading forms and patches.
    pub(super) fn references(&self, logical_name: &str) -> Vec<(PackageId, &'w DeclaredReference)> {
        let all = self.cx.workspace.declarations(logical_name).iter();
        all.filter(|(package, _)| {
            let solution = self.cx.workspace.solution_of(*package);
            solution.leading == *package || solution.patches.contains(package)
        })
        .filter_map(|&(package, index)| Some((package, self.cx.workspace.package(package).declared.get(index)?)))
        .collect()
    }

    /// Whether [`UnboundReference`] says that a reference is without a connection, so that nobody else has to.
    pub(super) fn said_unbound(&self, logical_name: &str) -> bool {
        let unbound = matches!(self.cx.environment.connection_of(logical_name), Lookup::Absent);
        unbound && self.used.contains(&Name::reference(logical_name)) && is_active::<UnboundReference>(self.cx)
    }

    /// The environment's own record of a reference, if it has a connection there already.
    pub(super) fn bound(&self, logical_name: &str) -> Option<&'w ReferenceFact> {
        let reference = self.cx.environment.reference(logical_name).known()?;
        matches!(reference.connection, Lookup::Known(_)).then_some(reference)
    }

    /// The packages of this run, for people.
    pub(super) fn given(&self) -> String {
        let name = |solution: &SolutionForms| {
            let package = self.cx.workspace.package(solution.leading);
            solution.unique_name.clone().unwrap_or_else(|| package.address.path.clone())
        };
        wording::list(&self.cx.workspace.solutions().iter().map(name).collect::<Vec<_>>())
    }
}

/// Whether everything was read that a package declares of one kind. Legacy packages and single flows declare nothing.
pub(super) fn shows_declarations(outline: &Outline, kind: Entry) -> bool {
    match outline.kind {
        PackageKind::LegacyPackage | PackageKind::Flow => true,
        _ if kind == Entry::Reference => outline.declarations_known,
        _ => outline.variables_known,
    }
}

/// Whether a rule runs.
fn is_active<R: engine::Rule>(cx: &WorkspaceContext<'_>) -> bool {
    cx.config.severity_of(&R::META).is_some()
}

/// What is missing to judge an entry that no given package knows.
pub(super) fn missing_package() -> Missing {
    Missing::new(Reason::Incomplete, "no package given knows it", "the package that it is for")
}

/// What is missing where no entry of a settings file is known to a given package.
pub(super) fn missing_packages() -> Missing {
    Missing::new(
        Reason::Incomplete,
        "the given packages know none of the settings' entries",
        "the packages that they are for",
    )
}
