//! All packages of a run, and what they say together.

pub mod calls;
mod in_use;
mod solutions;
mod used;

use std::collections::HashMap;

use solution::{Outline, model::Version, outline::Name};

pub use self::in_use::{ConnectionsInUse, InUse};
use crate::PackageId;

/// By a name in lower case.
type ByName<T> = HashMap<Name, T, foldhash::fast::RandomState>;

/// Packages, and places in their outlines.
type Places = Vec<(PackageId, usize)>;

/// The outlines of all packages, sorted by path.
#[derive(Debug, Default)]
pub struct Workspace {
    outlines: Vec<Outline>,
    solutions: Vec<SolutionForms>,
    /// For each package, the place of its solution in `solutions`.
    solution_of: Vec<usize>,
    /// By unique name in lower case, the place in `solutions`: forms and patches alike.
    by_name: HashMap<String, usize>,
    used: Vec<UsedReference>,
    used_connections: Vec<UsedConnection>,
    /// By logical name in lower case.
    declarations: ByName<Places>,
    /// By logical name in lower case.
    uses: ByName<Places>,
    /// What was deployed before.
    previous: Vec<Outline>,
}

/// One solution in all the forms that were given: managed and unmanaged, zip and source, several versions.
/// A package without unique name is a solution of its own here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SolutionForms {
    /// The unique name as the leading form writes it.
    pub unique_name: Option<String>,
    /// The form that stands for the solution in workspace rules: the highest version, unmanaged before managed, source before zip.
    pub leading: PackageId,
    /// All forms, the leading one first.
    pub forms: Vec<PackageId>,
    /// Patches of it, lowest version first; they are laid over the leading form. Of a patch in several forms, the leading one.
    pub patches: Vec<PackageId>,
    /// The version of the leading form, or of its last patch.
    pub version: Option<Version>,
}

/// A connection reference that flows, apps or agents of the leading forms use (files that are stale left out).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedReference {
    /// The logical name, as the first declaration (else the first use) writes it.
    pub logical_name: Name,
    /// The connector's name, from the declaration, else from a use.
    pub connector: Option<Name>,
    /// It is a custom connector's, as far as a declaration says so.
    pub custom: bool,
    /// Every use: the package, and the place in its outline's `uses`. What a patch brings anew counts once, in the patch.
    pub uses: Vec<(PackageId, usize)>,
    /// Every declaration in leading forms and patches: the package, and the place in its outline's `declared`.
    pub declared: Vec<(PackageId, usize)>,
}

/// A connection that flows of the leading forms name directly, without a reference (files that are stale left out): in legacy
/// packages, and in flows of the old form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedConnection {
    /// The connection's id, as the first use writes it.
    pub id: Name,
    /// The connector's name, from the first use that states it.
    pub connector: Option<Name>,
    /// Every use: the package, and the place in its outline's `uses`.
    pub uses: Vec<(PackageId, usize)>,
}

/// A name as it is compared.
pub(crate) fn fold(name: &str) -> String {
    name.to_lowercase()
}

/// Where names stand in the lists of all outlines, by the names.
fn places_of<'o, L>(outlines: &'o [Outline], list: impl Fn(&'o Outline) -> L) -> ByName<Places>
where
    L: Iterator<Item = Option<&'o Name>>,
{
    let mut places = ByName::<Places>::default();
    // A reference has several uses.
    places.reserve(outlines.iter().map(|outline| outline.declared.len()).sum());
    for (id, outline) in (0..).map(PackageId).zip(outlines) {
        for (index, name) in list(outline).enumerate() {
            if let Some(name) = name {
                places.entry(name.folded()).or_default().push((id, index));
            }
        }
    }
    // Most have one place, and room for three more would be kept to the end.
    places.values_mut().for_each(Vec::shrink_to_fit);
    places
}

impl Workspace {
    /// Puts outlines together; they must be sorted by path, and their numbers are their places.
    #[must_use]
    pub fn new(outlines: Vec<Outline>) -> Self {
        let solutions::Grouped { solutions, solution_of, by_name } = solutions::group(&outlines);
        let ((references, used_connections), (declarations, users)) = rayon::join(
            || used::used(&outlines, &solutions),
            || {
                rayon::join(
                    || places_of(&outlines, |outline| outline.declared.iter().map(|one| Some(&one.logical_name))),
                    || places_of(&outlines, |outline| outline.uses.iter().map(|one| one.reference.as_ref())),
                )
            },
        );
        Self {
            outlines,
            solutions,
            solution_of,
            by_name,
            used: references,
            used_connections,
            declarations,
            uses: users,
            previous: Vec::new(),
        }
    }

    /// Adds what was deployed before, sorted by path. It belongs to no solution of the run.
    #[must_use]
    pub fn with_previous(mut self, previous: Vec<Outline>) -> Self {
        self.previous = previous;
        self
    }

    /// Lets go of what only rules ask for. What findings, notes and ignores need of the packages is left.
    pub(crate) fn let_go(&mut self) {
        let Self { outlines, solutions, solution_of, by_name, .. } = std::mem::take(self);
        let outlines = outlines.into_iter().map(Outline::without_parts).collect();
        *self = Self { outlines, solutions, solution_of, by_name, ..Self::default() };
    }

    /// What was deployed before of a solution, by its unique name without regard to case: the highest version that was given.
    #[must_use]
    pub fn previous(&self, unique_name: &str) -> Option<&Outline> {
        let name = fold(unique_name);
        let same =
            self.previous.iter().filter(|outline| outline.unique_name.as_deref().map(fold).as_ref() == Some(&name));
        // Of equal ones the first, whatever the order of the arguments.
        same.rev().max_by_key(|outline| outline.version)
    }

    /// Every package, with its number.
    pub fn packages(&self) -> impl Iterator<Item = (PackageId, &Outline)> {
        (0..).map(PackageId).zip(&self.outlines)
    }

    /// A package's outline.
    ///
    /// # Panics
    /// Never for a number that came from this workspace.
    #[must_use]
    pub fn package(&self, id: PackageId) -> &Outline {
        &self.outlines[id.0 as usize]
    }

    /// A package's outline, if there is such a package.
    pub(crate) fn get(&self, id: PackageId) -> Option<&Outline> {
        self.outlines.get(id.0 as usize)
    }

    /// Every solution, in the order of its leading form's path.
    #[must_use]
    pub fn solutions(&self) -> &[SolutionForms] {
        &self.solutions
    }

    /// The solution that a package is a form or patch of.
    ///
    /// # Panics
    /// Never for a number that came from this workspace.
    #[must_use]
    pub fn solution_of(&self, id: PackageId) -> &SolutionForms {
        // `group` gives every package a solution.
        &self.solutions[self.solution_of[id.0 as usize]]
    }

    /// The solution of this unique name, without regard to case. A patch's name leads to the solution it is laid over.
    #[must_use]
    pub fn solution(&self, unique_name: &str) -> Option<&SolutionForms> {
        self.solutions.get(*self.by_name.get(&fold(unique_name))?)
    }

    /// Every connection reference that is used, sorted by logical name without regard to case.
    #[must_use]
    pub fn used_references(&self) -> &[UsedReference] {
        &self.used
    }

    /// Every connection that is used without a reference, sorted by id without regard to case.
    #[must_use]
    pub fn used_connections(&self) -> &[UsedConnection] {
        &self.used_connections
    }

    /// The packages that declare a reference (every form), by logical name without regard to case.
    #[must_use]
    pub fn declarations(&self, logical_name: &str) -> &[(PackageId, usize)] {
        self.declarations.get(fold(logical_name).as_str()).map_or(&[], Vec::as_slice)
    }

    /// The packages that use a reference (every form, stale files included), by logical name without regard to case.
    #[must_use]
    pub fn uses(&self, logical_name: &str) -> &[(PackageId, usize)] {
        self.uses.get(fold(logical_name).as_str()).map_or(&[], Vec::as_slice)
    }
}
