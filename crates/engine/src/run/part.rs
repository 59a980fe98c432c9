//! What one part of the packages led to, apart from the run that puts the parts together: for several machines, and for storing it.

use std::{borrow::Cow, collections::HashMap, fmt, sync::Arc};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use solution::{
    Address, Loc, Outline,
    outline::Name,
    read::{Found, Hint, InputError},
};

use super::{
    Check, Counts,
    packages::{self, Noted},
    places::KnownPlaces,
};
use crate::{
    Category, Config, ConfigError, Finding, FindingNote, Meta, Missing, ResolvedPlace, Severity, Subject,
    resolve::digits,
};

/// What came of one part of the packages: everything that the rules over all packages, and the report, need of them.
#[derive(Debug, Default)]
pub struct Part {
    /// What each file or folder that was opened led to beside packages.
    pub opened: Vec<PartOpened>,
    /// The packages.
    pub packages: Vec<PartPackage>,
    /// The findings of rules that look at one package, in the order of the packages.
    pub findings: Vec<PartFinding>,
}

/// What opening a file or folder led to, beside packages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PartOpened {
    /// Its place among all files and folders of the run, those of other parts counted too.
    pub task: usize,
    /// Packages of packages that were met.
    pub containers: Vec<Address>,
    /// What could not be opened.
    pub errors: Vec<InputError>,
    /// Archives that were met and are no packages.
    pub skipped: usize,
    /// An archive that has been left in Git's large file storage.
    pub pointer: Option<String>,
    /// Files that look like facts and were not named. They are told by the first part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<Hint>,
}

/// A package that was checked by itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PartPackage {
    /// The place of the file or folder that it lies in, as in [`PartOpened`].
    pub task: usize,
    /// The name that tells it from others in fingerprints.
    pub own_name: String,
    /// What it tells the others.
    pub outline: Outline,
    /// How the places of the outline look, so that the package need not be opened again.
    pub places: Vec<(Loc, Arc<ResolvedPlace>)>,
    /// What the rules could judge.
    pub judged: Vec<PartJudged>,
    /// The rules that broke, in words.
    pub broken: Vec<String>,
    /// What the configuration asks of rules and cannot be done.
    pub misused: Vec<(String, ConfigError)>,
}

/// How much of a package a rule could judge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PartJudged {
    /// The rule's name.
    pub rule: String,
    /// How many things it could judge.
    pub judged: usize,
    /// What it could not judge, and why.
    pub unknown: Vec<(Name, Missing)>,
}

/// A finding of a rule that looks at one package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PartFinding {
    /// Which package of the part, from 0.
    pub of: usize,
    /// The rule's name.
    pub rule: String,
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
    /// What it belongs to.
    pub owner: String,
    /// The same for the same finding in every form and version of a solution.
    pub fingerprint: String,
}

/// One of the parts that packages are dealt out to: the third of eight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Shard {
    /// Which one, from 1.
    pub number: usize,
    /// Of how many.
    pub of: usize,
}

/// A part that this run cannot go on with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PartError {
    /// It has findings of a rule that is not known here.
    #[error("it speaks of the rule {0}, which is not known here")]
    UnknownRule(String),
    /// A finding names a package that the part does not hold.
    #[error("it has a finding in a package that it does not hold")]
    UnknownPackage,
    /// Another part holds the same package.
    #[error("it holds {0}, which another holds, too")]
    SamePackage(String),
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl Shard {
    /// Whether what is at this place of the sorted list belongs to the part. Neighbours are dealt out in turns, as large and small
    /// packages of one project lie side by side.
    #[must_use]
    pub fn has(self, place: usize) -> bool {
        place % self.of.max(1) + 1 == self.number
    }
}

/// Opens the packages of a part and checks each by itself.
#[must_use]
pub fn part(found: &Found, check: &Check<'_>, shard: Shard) -> Part {
    let tasks = found.tasks.iter().enumerate().filter(|(place, _)| shard.has(*place));
    let (places, tasks): (Vec<usize>, Vec<_>) = tasks.map(|(place, task)| (place, task.clone())).unzip();
    let mut part = Part::default();
    for (task, done) in places.into_iter().zip(packages::check(&tasks, check, Noted::Everything)) {
        let opened = done.opened;
        part.opened.push(PartOpened {
            task,
            containers: opened.containers,
            errors: opened.errors,
            skipped: opened.skipped,
            pointer: opened.pointer,
            hints: Vec::new(),
        });
        for package in done.packages {
            let of = part.packages.len();
            part.findings.extend(package.findings.into_iter().map(|finding| PartFinding::new(of, finding)));
            part.packages.push(PartPackage {
                task,
                own_name: package.own_name,
                outline: package.outline,
                places: package.places.places,
                judged: package.counts.into_iter().filter_map(|counts| judged(check.config, counts)).collect(),
                broken: package.broken,
                misused: package
                    .misused
                    .into_iter()
                    .filter_map(|(rule, error)| Some((rule_name(check.config, rule)?.to_owned(), error)))
                    .collect(),
            });
        }
    }
    // What no package is to blame for is told by one part.
    if shard.number == 1 {
        let Found { errors, hints, .. } = found;
        let (errors, hints) = (errors.clone(), hints.clone());
        let first = PartOpened { task: 0, containers: Vec::new(), errors, skipped: 0, pointer: None, hints };
        part.opened.insert(0, first);
    }
    part
}

/// What parts must have in common to be put together: 32 hexadecimal digits that say which rules run, and by which configuration.
#[must_use]
pub fn common_ground(config: &Config) -> String {
    let mut hash = Sha256::new();
    let environment = config.chosen().map_or("", |entry| entry.name.as_str());
    for part in [env!("CARGO_PKG_VERSION"), &config.text, environment] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    for active in &config.rules {
        hash.update(format!("{} {}\n", active.rule.meta().name, active.severity));
    }
    digits(hash)
}

/// Which files and folders may hold packages: 32 hexadecimal digits, the same for every part of one run.
#[must_use]
pub fn all_found(found: &Found) -> String {
    let mut hash = Sha256::new();
    for task in &found.tasks {
        hash.update(task.path.as_bytes());
        hash.update([0]);
    }
    digits(hash)
}

fn rule_name(config: &Config, place: usize) -> Option<&'static str> {
    config.rules.get(place).map(|active| active.rule.meta().name)
}

fn judged(config: &Config, counts: Counts) -> Option<PartJudged> {
    let rule = rule_name(config, counts.rule)?.to_owned();
    Some(PartJudged { rule, judged: counts.judged, unknown: counts.unknown.into_pairs().collect() })
}

impl Part {
    /// As the packages of a run.
    pub(super) fn into_done(self, config: &Config) -> Result<Vec<packages::Done>, PartError> {
        let known: HashMap<&str, &'static Meta> = config.known.iter().map(|meta| (meta.name, *meta)).collect();
        let active = config.rules.iter().enumerate().map(|(place, active)| (active.rule.meta().name, place));
        let active: HashMap<&str, usize> = active.collect();
        let place = |rule: &str| active.get(rule).copied().ok_or_else(|| PartError::UnknownRule(rule.to_owned()));
        let mut checked = Vec::with_capacity(self.packages.len());
        for package in self.packages {
            let counts = package.judged.into_iter().map(|one| {
                Ok(Counts { rule: place(&one.rule)?, judged: one.judged, unknown: one.unknown.into_iter().collect() })
            });
            let misused = package.misused.into_iter().map(|(rule, error)| Ok((place(&rule)?, error)));
            checked.push(packages::Checked {
                counts: counts.collect::<Result<_, PartError>>()?,
                misused: misused.collect::<Result<_, PartError>>()?,
                outline: package.outline,
                own_name: package.own_name,
                findings: Vec::new(),
                broken: package.broken,
                places: KnownPlaces::of_all(package.places),
            });
        }
        for finding in self.findings {
            let rule = known.get(finding.rule.as_str()).map(|meta| meta.name);
            let rule = rule.ok_or_else(|| PartError::UnknownRule(finding.rule.clone()))?;
            let package = checked.get_mut(finding.of).ok_or(PartError::UnknownPackage)?;
            package.findings.push(finding.into_finding(rule));
        }
        let mut done: Vec<packages::Done> = self.opened.into_iter().map(packages::Done::of_part).collect();
        done.push(packages::Done { opened: solution::read::Opened::default(), packages: checked });
        Ok(done)
    }
}

impl PartFinding {
    fn new(of: usize, finding: Finding) -> Self {
        Self {
            of,
            rule: finding.rule.to_owned(),
            severity: finding.severity,
            category: finding.category,
            message: finding.message,
            label: finding.label,
            place: Arc::unwrap_or_clone(finding.place),
            subject: finding.subject,
            help: finding.help.map(Cow::into_owned),
            notes: finding.notes,
            owner: finding.owner.to_string(),
            fingerprint: finding.fingerprint,
        }
    }

    fn into_finding(self, rule: &'static str) -> Finding {
        Finding {
            rule,
            severity: self.severity,
            category: self.category,
            message: self.message,
            label: self.label,
            place: Arc::new(self.place),
            subject: self.subject,
            help: self.help.map(Cow::Owned),
            notes: self.notes,
            owner: self.owner.into(),
            fingerprint: self.fingerprint,
        }
    }
}
