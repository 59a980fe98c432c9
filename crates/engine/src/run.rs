//! One run: packages in parallel, then the workspace, then suppression, order and places.

use inventory::{Environment, InputKind};
use solution::{
    Limits, PackageKind,
    model::Managed,
    read::{Found, Hint, InputError},
};

use crate::{Config, CoverageLine, Finding};

/// What a run needs.
pub struct Run<'a> {
    /// The packages to open.
    pub found: Found,
    /// The configuration.
    pub config: &'a Config,
    /// What is known of the environment.
    pub environment: &'a Environment,
    /// How much is read.
    pub limits: &'a Limits,
    /// Is told after each task: how many of how many are done.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
}

/// A package that was checked, or a container that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageSummary {
    /// Its path.
    pub path: String,
    /// Its kind.
    pub kind: PackageKind,
    /// The solution's unique name.
    pub unique_name: Option<String>,
    /// The solution's version.
    pub version: Option<String>,
    /// Managed, unmanaged or both.
    pub managed: Option<Managed>,
    /// How many cloud flows it has.
    pub flows: usize,
    /// How many connection references it declares.
    pub references: usize,
}

/// A file of facts that was used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputSummary {
    /// Its path.
    pub path: String,
    /// What it was recognised as.
    pub kind: InputKind,
    /// The environment it speaks of.
    pub environment: Option<String>,
    /// A date inside its data.
    pub date: Option<String>,
    /// How many records were taken from it.
    pub records: usize,
}

/// What a run led to. The same input gives the same outcome on any number of threads.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Packages and containers, sorted by path.
    pub packages: Vec<PackageSummary>,
    /// Inventory, settings and configuration files.
    pub inputs: Vec<InputSummary>,
    /// The findings, sorted by package, file, place, rule.
    pub findings: Vec<Finding>,
    /// What could be judged, in the order of the rules.
    pub coverage: Vec<CoverageLine>,
    /// How many findings were suppressed.
    pub suppressed: usize,
    /// Inputs that could not be used: the exit status is 2.
    pub errors: Vec<InputError>,
    /// Archives that were met and are no packages.
    pub skipped: usize,
    /// Files that look like facts and were not named.
    pub hints: Vec<Hint>,
    /// Things to say about the run as such: which form stands for a solution, rules that broke.
    pub remarks: Vec<String>,
}

/// Runs every active rule over every package.
#[must_use]
pub fn run(run: Run<'_>) -> Outcome {
    let _ = run;
    todo!()
}
