//! One run: packages in parallel, then the workspace, then suppression, order and places.

mod bounded;
mod checked;
mod guard;
mod largest_first;
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

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use inventory::{Environment, InputKind};
use solution::{
    Address, Limits, Outline, PackageKind,
    model::Managed,
    read::{Found, Hint, InputError},
};

pub use checked::{Check, CheckedPackages, check, merge};

use crate::{
    Config, ConfigError, CoverageLine, Date, Finding, Holding, Missing, Report, Workspace,
    config::ActiveRule,
    coverage::line,
    resolve::report_order,
    suppress::{BaselineUse, Decisions, Judged, Suppressed},
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
    let checked = check(found, &Check { config, today, limits, progress });
    conclude(Conclude { previous, config, environment, today, limits, holdings }, checked)
}

/// What the second half of a run needs.
pub struct Conclude<'a> {
    /// What was deployed before: packages that are compared with, and not checked.
    pub previous: Found,
    /// The configuration that the packages were checked with.
    pub config: &'a Config,
    /// What is known of the environment.
    pub environment: &'a Environment,
    /// The day that it is, for rules about age.
    pub today: Date,
    /// How much is read.
    pub limits: &'a Limits,
    /// Whether the outcome is to tell who holds what.
    pub holdings: bool,
}

/// The second half of a run: from what was found in each package to what is said of all.
#[must_use]
pub fn conclude(run: Conclude<'_>, checked: CheckedPackages) -> Outcome {
    let Conclude { previous, config, environment, today, limits, holdings } = run;
    let CheckedPackages { done: tasks, errors, hints } = checked;
    let mut outcome = Outcome { errors, hints, ..Outcome::default() };
    let mut tally = Tally::new(&config.rules);

    let mut kept = Vec::new();
    let mut pointers = BTreeSet::new();
    for task in tasks {
        outcome.errors.extend(task.opened.errors);
        outcome.skipped += task.opened.skipped;
        pointers.extend(task.opened.pointer);
        outcome.packages.extend(task.opened.containers.into_iter().map(PackageSummary::container));
        kept.extend(task.packages);
    }
    // The parts of a run may come in any order.
    outcome.errors.sort_by(|one, other| one.path.cmp(&other.path));
    outcome.remarks.extend(pointers.iter().map(|path| remarks::pointer(path)));
    // From here on, a package's number is its place in this order.
    kept.sort_by(|one, other| one.outline.address.cmp(&other.outline.address));
    kept.dedup_by(|one, other| one.outline.address == other.outline.address);
    let mut outlines = Vec::with_capacity(kept.len());
    let mut owners = Vec::with_capacity(kept.len());
    let mut known = Vec::with_capacity(kept.len());
    let mut misused = BTreeMap::new();
    for package in kept {
        outcome.packages.push(PackageSummary::of(&package.outline));
        outcome.findings.extend(package.findings);
        outcome.broken.extend(package.broken);
        for (rule, error) in package.misused {
            misused.entry(rule).or_insert(error);
        }
        tally.add(package.counts);
        outlines.push(package.outline);
        owners.push(package.own_name);
        known.push(package.places.map(|places| places.into_iter().collect()));
    }
    outcome.misused = misused.into_values().collect();
    outcome.packages.sort_by(|one, other| (&one.path, one.kind).cmp(&(&other.path, other.kind)));

    let before = self::outlines(previous, limits);
    outcome.errors.extend(before.errors);
    let workspace = Workspace::new(outlines).with_previous(before.outlines);
    let forms = workspace.solutions().iter().filter_map(|forms| remarks::leading_form(&workspace, forms));
    let together = together::check(&workspace, config, environment, today, limits.findings);
    tally.add(together.counts);
    outcome.coverage = tally.lines();
    outcome.broken.extend(together.broken);
    let inputs = places::InputPlaces::of(config, environment, &together.drafts);
    let reopened = places::Reopened::of(&workspace, &together.drafts, limits, &known);
    outcome.remarks.extend(reopened.failed.iter().cloned());
    outcome.remarks.extend(forms.chain(workspace.packages().filter_map(|(_, package)| remarks::not_found(package))));
    let sources = places::Sources { workspace: &workspace, owners: &owners, reopened: &reopened, inputs: &inputs };
    // Findings are large, and room for twice as many would stay empty.
    outcome.findings.reserve_exact(together.drafts.len());
    outcome.findings.par_extend(together.drafts.into_par_iter().map(|(draft, meta)| sources.finding(draft, meta)));

    overrides::apply(&mut outcome.findings, config);

    let mut decisions = Decisions::new(config, &workspace, today);
    outcome.suppressed = decisions.apply(&mut outcome.findings);
    let complete = outcome.errors.is_empty() && outcome.broken.is_empty() && outcome.misused.is_empty();
    let judged = Judged { config, coverage: &outcome.coverage, workspace: &workspace, owners: &owners, complete };
    let (stated, baseline) = decisions.state(&judged);
    outcome.baseline = baseline;
    // Notes stand in packages.
    let reopened = places::Reopened::of(&workspace, &stated, limits, &known);
    let inputs = places::InputPlaces::of(config, environment, &stated);
    let sources = places::Sources { reopened: &reopened, inputs: &inputs, ..sources };
    outcome.findings.extend(stated.into_iter().map(|(draft, meta)| sources.finding(draft, meta)));
    // What solutions of one repository share is checked with each of them, and told once.
    outcome.findings.sort_by(report_order);
    let repeated = &mut outcome.repeated;
    outcome.findings.dedup_by(|one, other| {
        let same = is_same(one, other);
        if same {
            repeated.push(one.clone());
        }
        same
    });
    outcome.suppressed.sort_by(|one, other| report_order(&one.finding, &other.finding));
    outcome.inputs = input_summaries(config, environment);
    if holdings {
        outcome.holdings = crate::holdings::holdings(&workspace, config, environment);
    }
    outcome.hints.retain(|hint| outcome.inputs.iter().all(|input| input.path != hint.path));
    outcome
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

/// Whether two findings say of two solutions the same of the same place in a file.
fn is_same(one: &Finding, other: &Finding) -> bool {
    let place = |finding: &Finding| {
        let place = &finding.place;
        Some((place.package.clone()?, place.file.clone()?, place.region?))
    };
    one.place.solution != other.place.solution
        && one.rule == other.rule
        && one.message == other.message
        && one.subject == other.subject
        && place(one).is_some_and(|one| place(other) == Some(one))
}

/// What a rule said of how much it could judge.
struct Counts {
    /// The rule's place in the configuration.
    rule: usize,
    judged: usize,
    unknown: Vec<(String, Missing)>,
}

/// The counts of all rules.
struct Tally<'c> {
    rules: &'c [ActiveRule],
    counts: Vec<(usize, Vec<(String, Missing)>)>,
}

impl<'c> Tally<'c> {
    fn new(rules: &'c [ActiveRule]) -> Self {
        Self { rules, counts: vec![(0, Vec::new()); rules.len()] }
    }

    fn add(&mut self, counts: Vec<Counts>) {
        for Counts { rule, judged, unknown } in counts {
            if let Some((all, missing)) = self.counts.get_mut(rule) {
                *all += judged;
                missing.extend(unknown);
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

fn input_summaries(config: &Config, environment: &Environment) -> Vec<InputSummary> {
    let mut inputs: Vec<InputSummary> = environment
        .inputs()
        .iter()
        .map(|input| InputSummary {
            path: input.path.clone(),
            kind: input.kind,
            environment: input.environment.clone(),
            date: input.date.clone(),
            records: input.records,
        })
        .collect();
    inputs.extend(config.path.iter().map(|path| InputSummary {
        path: path.clone(),
        kind: InputKind::Configuration,
        environment: config.chosen().map(|entry| entry.name.clone()),
        date: None,
        records: 0,
    }));
    inputs
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
