//! One run: packages in parallel, then the workspace, then suppression, order and places.

mod bounded;
mod checked;
mod conclude;
mod guard;
mod largest_first;
mod names;
mod open_texts;
pub(crate) use guard::guarded;
pub use part::{
    Part, PartError, PartFinding, PartJudged, PartOpened, PartPackage, Shard, all_found, common_ground, part,
};
mod overrides;
mod packages;
mod part;
mod places;
mod remarks;
mod together;

use inventory::{Environment, InputKind};
use solution::{
    Address, Limits, Outline, PackageKind,
    model::Managed,
    read::{Found, Hint, InputError},
};

pub use checked::{Check, CheckedPackages, check, merge};
pub use conclude::{Conclude, conclude};

use crate::{
    Config, ConfigError, CoverageLine, Date, Finding, Holding, Report,
    config::ActiveRule,
    coverage::{Unknown, line},
    suppress::{BaselineUse, Suppressed},
};

/// What a run needs.
pub struct Run<'a> {
    /// The packages to open.
    pub found: Found,
    /// What was deployed before: packages that are compared with, and not checked.
    pub previous: Found,
    /// The configuration.
    pub config: &'a Config,
    /// What is known of the environment.
    pub environment: &'a Environment,
    /// The day that it is, for rules about age.
    pub today: Date,
    /// How much is read.
    pub limits: &'a Limits,
    /// Whether the outcome is to tell who holds what.
    pub holdings: bool,
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
    /// Whether it is all of an archive, rather than a folder or file on disk or in an archive.
    pub whole_archive: bool,
    /// The solution's unique name.
    pub unique_name: Option<String>,
    /// The solution's version.
    pub version: Option<String>,
    /// Managed, unmanaged or both.
    pub managed: Option<Managed>,
    /// How many flows it has, desktop flows among them.
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
    /// Findings about what solutions share, which `findings` tells of another solution.
    pub repeated: Vec<Finding>,
    /// What became of the entries of the baseline.
    pub baseline: BaselineUse,
    /// What could be judged, in the order of the rules.
    pub coverage: Vec<CoverageLine>,
    /// The findings that somebody has decided to live with, in the same order.
    pub suppressed: Vec<Suppressed>,
    /// Inputs that could not be used: the exit status is 2.
    pub errors: Vec<InputError>,
    /// Archives that were met and are no packages.
    pub skipped: usize,
    /// Files that look like facts and were not named.
    pub hints: Vec<Hint>,
    /// Rules that broke, in words: what they would have found is missing, so that the exit status is 2.
    pub broken: Vec<String>,
    /// What the configuration asks and cannot be done, once for each rule: the exit status is 2.
    pub misused: Vec<ConfigError>,
    /// Things to say about the run as such: which form stands for a solution.
    pub remarks: Vec<String>,
    /// Who holds what, where the run was asked for it.
    pub holdings: Vec<Holding>,
}

/// Runs every active rule over every package.
#[must_use]
pub fn run(run: Run<'_>) -> Outcome {
    let Run { found, previous, config, environment, today, limits, holdings, progress } = run;
    let with_facts = environment.every_input().next().is_some();
    let checked = check(found, &Check { config, today, limits, with_facts, progress });
    conclude::of_kept(&conclude::Ground { config, today, limits, holdings }, previous, environment, checked)
}

/// What the packages of a run tell each other, without any rule.
#[derive(Debug, Default)]
pub struct Outlined {
    /// One for each package, sorted by address.
    pub outlines: Vec<Outline>,
    /// Inputs that could not be used.
    pub errors: Vec<InputError>,
    /// Things to say about the inputs.
    pub remarks: Vec<String>,
}

/// Opens every package and takes its outline.
#[must_use]
pub fn outlines(found: Found, limits: &Limits) -> Outlined {
    let mut outlined = Outlined { errors: found.errors, ..Outlined::default() };
    for (opened, outlines) in packages::outlines(&found.tasks, limits) {
        outlined.errors.extend(opened.errors);
        outlined.remarks.extend(opened.pointer.iter().map(|path| remarks::pointer(path)));
        outlined.outlines.extend(outlines);
    }
    outlined.outlines.sort_by(|one, other| one.address.cmp(&other.address));
    outlined.outlines.dedup_by(|one, other| one.address == other.address);
    outlined
}

/// What a rule said of how much it could judge.
struct Counts {
    /// The rule's place in the configuration.
    rule: usize,
    judged: usize,
    unknown: Unknown,
}

/// The counts of all rules.
struct Tally<'c> {
    rules: &'c [ActiveRule],
    counts: Vec<(usize, Unknown)>,
}

impl<'c> Tally<'c> {
    fn new(rules: &'c [ActiveRule]) -> Self {
        Self { rules, counts: rules.iter().map(|_| (0, Unknown::default())).collect() }
    }

    fn add(&mut self, counts: Vec<Counts>) {
        for Counts { rule, judged, unknown } in counts {
            if let Some((all, missing)) = self.counts.get_mut(rule) {
                *all += judged;
                missing.append(unknown);
            }
        }
    }

    fn lines(self) -> Vec<CoverageLine> {
        let counted = self.rules.iter().zip(self.counts);
        counted.filter_map(|(active, (judged, unknown))| line(active.rule.meta(), judged, unknown)).collect()
    }
}

/// What one rule says; a rule that breaks says nothing, and that it broke is the error.
fn say(active: &ActiveRule, about: &str, check: impl FnOnce(&mut Report)) -> Result<Report, String> {
    let meta = active.rule.meta();
    let mut report = Report::new(meta, active.severity);
    // What a broken rule has said so far is thrown away with its report, so nothing half-done is seen.
    match guard::guarded(|| check(&mut report)) {
        Some(()) => Ok(report),
        None => Err(format!("the rule {} broke on {about}: please report this", meta.name)),
    }
}

impl PackageSummary {
    fn of(outline: &Outline) -> Self {
        Self {
            path: outline.address.path.clone(),
            kind: outline.kind,
            whole_archive: outline.address.whole_archive,
            unique_name: outline.unique_name.clone(),
            version: outline.version.map(|version| version.to_string()),
            managed: outline.managed,
            flows: outline.flows.len(),
            references: outline.declared.len(),
        }
    }

    fn container(address: Address) -> Self {
        Self {
            path: address.path,
            kind: address.kind,
            whole_archive: true,
            unique_name: None,
            version: None,
            managed: None,
            flows: 0,
            references: 0,
        }
    }
}
