//! All packages of a run, and what they say together.

use solution::{Outline, model::Version};

use crate::PackageId;

/// The outlines of all packages, sorted by path.
#[derive(Debug, Default)]
pub struct Workspace {
    outlines: Vec<Outline>,
    solutions: Vec<SolutionForms>,
    used: Vec<UsedReference>,
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
    /// Patches of it, lowest version first; they are laid over the leading form.
    pub patches: Vec<PackageId>,
    /// The version of the leading form, or of its last patch.
    pub version: Option<Version>,
}

/// A connection reference that flows, apps or agents of the leading forms use (files that are stale left out).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedReference {
    /// The logical name, as the first declaration (else the first use) writes it.
    pub logical_name: String,
    /// The connector's name, from the declaration, else from a use.
    pub connector: Option<String>,
    /// It is a custom connector's, as far as a declaration says so.
    pub custom: bool,
    /// Every use: the package, and the place in its outline's `uses`.
    pub uses: Vec<(PackageId, usize)>,
    /// Every declaration in leading forms and patches: the package, and the place in its outline's `declared`.
    pub declared: Vec<(PackageId, usize)>,
}

impl Workspace {
    /// Puts outlines together; they must be sorted by path, and their numbers are their places.
    #[must_use]
    pub fn new(outlines: Vec<Outline>) -> Self {
        let _ = Self { outlines, solutions: Vec::new(), used: Vec::new() };
        todo!()
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

    /// Every solution, in the order of its leading form's path.
    #[must_use]
    pub fn solutions(&self) -> &[SolutionForms] {
        &self.solutions
    }

    /// The solution that a package is a form or patch of.
    #[must_use]
    pub fn solution_of(&self, id: PackageId) -> &SolutionForms {
        let _ = id;
        todo!()
    }

    /// The solution of this unique name, without regard to case.
    #[must_use]
    pub fn solution(&self, unique_name: &str) -> Option<&SolutionForms> {
        let _ = unique_name;
        todo!()
    }

    /// Every connection reference that is used, sorted by logical name without regard to case.
    #[must_use]
    pub fn used_references(&self) -> &[UsedReference] {
        &self.used
    }

    /// The packages that declare a reference (every form), by logical name without regard to case.
    #[must_use]
    pub fn declarations(&self, logical_name: &str) -> &[(PackageId, usize)] {
        let _ = logical_name;
        todo!()
    }

    /// The packages that use a reference (every form, stale files included), by logical name without regard to case.
    #[must_use]
    pub fn uses(&self, logical_name: &str) -> &[(PackageId, usize)] {
        let _ = logical_name;
        todo!()
    }
}
