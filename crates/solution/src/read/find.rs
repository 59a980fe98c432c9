//! From arguments to the things that must be opened.

use std::path::Path;

use super::Limits;

/// One piece of work: a file or folder on disk that holds at least one package, as far as its name and place can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The path as people see it: as given, with `/`.
    pub path: String,
    /// Named by the user, rather than met on a walk: then what it holds must be readable.
    pub named: bool,
}

/// An input that could not be used. It does not stop the others, and the exit status is 2.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct InputError {
    /// The path or pattern as given.
    pub path: String,
    /// What happened, for people.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// A file met on a walk that looks like facts about the environment; it is not read, since nobody named it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The path as people see it.
    pub path: String,
    /// `settings` or `inventory`: what it looks like by its name.
    pub looks_like: &'static str,
}

/// What the arguments led to.
#[derive(Debug, Default)]
pub struct Found {
    /// What to open, sorted by path, each once.
    pub tasks: Vec<Task>,
    /// Inputs that lead to nothing.
    pub errors: Vec<InputError>,
    /// Files beside the packages that look like facts about the environment.
    pub hints: Vec<Hint>,
}

/// Expands globs, walks folders (not into `.git`, `node_modules`, `bin`, `obj`) and finds every package.
/// `inputs` are as the user gave them, relative to `base`.
#[must_use]
pub fn find(inputs: &[String], base: &Path, limits: &Limits) -> Found {
    let _ = (inputs, base, limits);
    todo!()
}
