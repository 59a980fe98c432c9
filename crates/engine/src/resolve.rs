//! Findings as reports see them: every place turned into line, column, pointer and excerpt.

use syntax::Position;

use crate::{Category, Excerpt, Severity, Subject};

/// A finding, complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What the rule is about.
    pub category: Category,
    /// What is wrong.
    pub message: String,
    /// A few words at the marked place.
    pub label: Option<String>,
    /// Where.
    pub place: ResolvedPlace,
    /// What it is about.
    pub subject: Subject,
    /// What to do.
    pub help: Option<String>,
    /// The other places involved.
    pub notes: Vec<FindingNote>,
    /// The same for the same finding in every form and version of a solution: 32 hexadecimal digits.
    pub fingerprint: String,
}

/// Another place, or something more to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingNote {
    /// What.
    pub message: String,
    /// Where, if at a place.
    pub place: Option<ResolvedPlace>,
}

/// A place for people and tools.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ResolvedPlace {
    /// The package's path; `None` for places in inventory, settings and configuration.
    pub package: Option<String>,
    /// The solution's unique name.
    pub solution: Option<String>,
    /// The file, relative to its package; the path of an inventory, settings file or configuration. `None` for a package as such.
    pub file: Option<String>,
    /// JSON Pointer or element path; `None` for a whole file.
    pub pointer: Option<String>,
    /// Where in the file; `None` for a whole file.
    pub region: Option<Region>,
    /// What it looks like there.
    pub excerpt: Option<Excerpt>,
}

/// A range of a text for people and editors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// The first character.
    pub start: Position,
    /// One past the last character.
    pub end: Position,
}
