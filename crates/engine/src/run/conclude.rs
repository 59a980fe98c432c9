//! The second half of a run: from what was found in each package to what is said of all.

use std::collections::{BTreeMap, BTreeSet};

use inventory::{Environment, Input, InputKind};
use rayon::prelude::*;
use solution::{Limits, read::Found};

use super::{
    CheckedPackages, InputSummary, Outcome, PackageSummary, Tally, outlines, overrides, places, remarks, together,
};
use crate::{
    Config, Date, Draft, Finding, Workspace,
    resolve::{Owner, report_order},
    suppress::{Decisions, Judged},
};

/// What the second half of a run needs.
pub struct Conclude<'a> {
    /// What was deployed before: packages that are compared with, and not checked.
    pub previous: Found,
    /// The configuration that the packages were checked with.
    pub config: &'a Config,
    /// What is known of the environment. It is let go of once the rules have asked, before there is a finding of theirs.
    pub environment: Environment,
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
    let ground = Ground { config, today, limits, holdings };
    let mut said = ask(&ground, previous, &environment, checked);
    let (inputs, ()) = rayon::join(|| environment.into_inputs(), || said.workspace.let_go());
    complete(said, &ground, &inputs.iter().collect::<Vec<_>>())
}

/// Like [`conclude`], of an environment that somebody else keeps.
pub(super) fn of_kept(
    ground: &Ground<'_>,
    previous: Found,
    environment: &Environment,
    checked: CheckedPackages,
) -> Outcome {
    let mut said = ask(ground, previous, environment, checked);
    said.workspace.let_go();
    complete(said, ground, &environment.every_input().collect::<Vec<_>>())
}

/// What both parts of the second half need.
pub(super) struct Ground<'a> {
    pub(super) config: &'a Config,
    pub(super) today: Date,
    pub(super) limits: &'a Limits,
    pub(super) holdings: bool,
}

/// What the rules have said of all packages.
struct Said {
    /// Without the findings.
    outcome: Outcome,
    /// What the rules have found in each package by itself.
    findings: Vec<Vec<Finding>>,
    /// What they have found in all together, rule by rule.
    drafts: Vec<Vec<Draft>>,
    workspace: Workspace,
    /// The packages' own names.
    owners: Vec<Owner>,
    /// How places of the packages look, where that is known.
    known: Vec<places::KnownPlaces>,
}

/// Asks the rules about all packages together.
fn ask(ground: &Ground<'_>, previous: Found, environment: &Environment, checked: CheckedPackages) -> Said {
    let &Ground { config, today, limits, holdings } = ground;
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
    let mut outlines_of_all = Vec::with_capacity(kept.len());
    let mut owners = Vec::with_capacity(kept.len());
    let mut known = Vec::with_capacity(kept.len());
    let mut findings = Vec::with_capacity(kept.len());
    let mut misused = BTreeMap::new();
    for package in kept {
        outcome.packages.push(PackageSummary::of(&package.outline));
        outcome.broken.extend(package.broken);
        for (rule, error) in package.misused {
            misused.entry(rule).or_insert(error);
        }
        tally.add(package.counts);
        findings.push(package.findings);
        outlines_of_all.push(package.outline);
        owners.push(Owner::new(package.own_name));
        known.push(package.places);
    }
    outcome.misused = misused.into_values().collect();
    outcome.packages.sort_by(|one, other| (&one.path, one.kind).cmp(&(&other.path, other.kind)));

    let before = outlines(previous, limits);
    outcome.errors.extend(before.errors);
    let workspace = Workspace::new(outlines_of_all).with_previous(before.outlines);
    let together = together::check(&workspace, config, environment, today, limits.findings);
    tally.add(together.counts);
    outcome.coverage = tally.lines();
    outcome.broken.extend(together.broken);
    outcome.inputs = input_summaries(config, environment);
    if holdings {
        outcome.holdings = crate::holdings::holdings(&workspace, config, environment);
    }
    Said { outcome, findings, drafts: together.drafts, workspace, owners, known }
}

/// Makes findings of what the rules have said, and asks what the user has decided of them.
fn complete(said: Said, ground: &Ground<'_>, inputs: &[&Input]) -> Outcome {
    let &Ground { config, today, limits, .. } = ground;
    let Said { mut outcome, findings, drafts, workspace, owners, known } = said;
    let forms = workspace.solutions().iter().filter_map(|forms| remarks::leading_form(&workspace, forms));
    // A large file of facts is parsed again by one thread.
    let (in_inputs, reopened) = rayon::join(
        || places::InputPlaces::of(config, inputs, drafts.iter().flatten()),
        || places::Reopened::of(&workspace, drafts.iter().flatten(), limits, &known),
    );
    outcome.remarks.extend(reopened.failed.iter().cloned());
    outcome.remarks.extend(forms.chain(workspace.packages().filter_map(|(_, package)| remarks::not_found(package))));
    let sources = places::Sources::new(&workspace, &owners, &reopened, &in_inputs);
    // Findings are large, and room for twice as many would stay empty.
    let stated = drafts.iter().map(Vec::len).sum::<usize>();
    outcome.findings.reserve_exact(findings.iter().map(Vec::len).sum::<usize>() + stated);
    outcome.findings.extend(findings.into_iter().flatten());
    for drafts in drafts {
        outcome.findings.par_extend(drafts.into_par_iter().map(|draft| sources.finding(draft)));
    }
    drop((in_inputs, reopened));

    overrides::apply(&mut outcome.findings, config);

    let mut decisions = Decisions::new(config, &workspace, today);
    outcome.suppressed = decisions.apply(&mut outcome.findings);
    let complete = outcome.errors.is_empty() && outcome.broken.is_empty() && outcome.misused.is_empty();
    let judged = Judged { config, coverage: &outcome.coverage, workspace: &workspace, owners: &owners, complete };
    let (stated, baseline) = decisions.state(&judged);
    outcome.baseline = baseline;
    // Notes stand in packages.
    let reopened = places::Reopened::of(&workspace, &stated, limits, &known);
    let in_inputs = places::InputPlaces::of(config, inputs, &stated);
    let sources = places::Sources::new(&workspace, &owners, &reopened, &in_inputs);
    outcome.findings.extend(stated.into_iter().map(|draft| sources.finding(draft)));
    // What solutions of one repository share is checked with each of them, and told once.
    outcome.findings.par_sort_by(report_order);
    let repeated = &mut outcome.repeated;
    outcome.findings.dedup_by(|one, other| {
        let same = is_same(one, other);
        if same {
            repeated.push(one.clone());
        }
        same
    });
    outcome.suppressed.sort_by(|one, other| report_order(&one.finding, &other.finding));
    outcome.hints.retain(|hint| outcome.inputs.iter().all(|input| input.path != hint.path));
    outcome
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
