//! The first half of a run: each package by itself. Nothing of the environment is asked for here, so that its facts can be read meanwhile.

use std::collections::HashSet;

use solution::{
    Address, Limits,
    read::{Found, Hint, InputError},
};

use super::{
    Part, PartError,
    packages::{self, Noted},
};
use crate::{Config, Date};

/// What checking packages by themselves needs.
pub struct Check<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// The day that it is, for rules about age.
    pub today: Date,
    /// How much is read.
    pub limits: &'a Limits,
    /// Whether facts of the environment are there. Rules will point at connection references then: how those look is noted while a package
    /// is open, so that few are opened again.
    pub with_facts: bool,
    /// Is told after each task: how many of how many are done.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
}

/// What there is to know of each package by itself.
#[derive(Default)]
pub struct CheckedPackages {
    pub(super) done: Vec<packages::Done>,
    /// Inputs that lead to nothing.
    pub(super) errors: Vec<InputError>,
    pub(super) hints: Vec<Hint>,
}

/// Opens packages, and asks every active rule about each by itself.
#[must_use]
pub fn check(found: Found, check: &Check<'_>) -> CheckedPackages {
    let done = packages::check(&found.tasks, check, if check.with_facts { Noted::References } else { Noted::Nothing });
    CheckedPackages { done, errors: found.errors, hints: found.hints }
}

/// Puts together what parts of the packages led to, as if all had been checked at once. No package is opened.
///
/// # Errors
/// Where a part comes from other rules than those of the configuration, contradicts itself, or holds a package that another part holds.
pub fn merge(parts: Vec<Part>, config: &Config) -> Result<CheckedPackages, PartError> {
    let mut whole = Part::default();
    let mut seen: HashSet<Address> = HashSet::new();
    for mut part in parts {
        let before = whole.packages.len();
        for finding in &mut part.findings {
            if finding.of >= part.packages.len() {
                return Err(PartError::UnknownPackage);
            }
            finding.of += before;
        }
        // Within one part the same package may have been met twice, by two of the paths that were given.
        let own: HashSet<&Address> = part.packages.iter().map(|package| &package.outline.address).collect();
        if let Some(twice) = own.iter().filter(|address| seen.contains(**address)).min() {
            return Err(PartError::SamePackage(twice.path.clone()));
        }
        seen.extend(own.into_iter().cloned());
        whole.opened.append(&mut part.opened);
        whole.packages.append(&mut part.packages);
        whole.findings.append(&mut part.findings);
    }
    whole.opened.sort_by_key(|opened| opened.task);
    let hints = whole.opened.iter_mut().flat_map(|opened| std::mem::take(&mut opened.hints)).collect();
    Ok(CheckedPackages { done: whole.into_done(config)?, errors: Vec::new(), hints })
}
