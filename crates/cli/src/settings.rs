//! Deployment settings files: what belongs into one, and how it gets there without touching what is there already.

mod edits;
mod layout;
#[cfg(test)]
mod tests;
mod update;
mod wanted;

use solution::PackageKind;

pub use update::{Change, Deed, Options, Refused, Updated, update};
pub use wanted::{Bindings, Bound, Entry, Incomplete, Wanted, WantedList, wanted};

/// An empty settings file, as `pac solution create-settings` writes one for a solution without variables and references: with
/// two spaces for each level.
pub const EMPTY: &str = "{\n  \"EnvironmentVariables\": [],\n  \"ConnectionReferences\": []\n}\n";

/// One of the two lists of a settings file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum List {
    /// `EnvironmentVariables`
    Variables,
    /// `ConnectionReferences`
    References,
}

impl List {
    /// Both, in the order in which `pac` writes them.
    pub const ALL: [Self; 2] = [Self::Variables, Self::References];

    /// The list's name in the file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Variables => "EnvironmentVariables",
            Self::References => "ConnectionReferences",
        }
    }

    /// The member that names an entry.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Variables => "SchemaName",
            Self::References => "LogicalName",
        }
    }
}

/// The member that binds a reference.
const CONNECTION: &str = "ConnectionId";

/// Whether a package of this kind can define what a settings file is about. Legacy packages and single flows cannot.
fn has_settings(kind: PackageKind) -> bool {
    matches!(kind, PackageKind::SolutionZip | PackageKind::SolutionFolder | PackageKind::YamlRepository)
}
