//! What the user has decided not to hear of. Decisions that do nothing any more, or cannot be followed, are said.
//!
//! The findings that say so are stated here, after everything else, because here alone it is known what was of use. No decision
//! reaches them.

mod baseline;
mod expired_ignore;
mod ignores;
mod invalid_ignore;
mod notes;
mod stale_baseline;
mod stale_ignore;

pub use self::{
    baseline::{BASELINE_VERSION, Baseline, BaselineEntry, BaselineUse, entries_of},
    expired_ignore::expired_ignore_entry,
    invalid_ignore::invalid_ignore_entry,
    stale_baseline::stale_baseline_entry,
    stale_ignore::stale_ignore_entry,
};

use crate::{Config, CoverageLine, Date, Draft, Finding, Report, Rule as _, Workspace, resolve::Owner};
use baseline::Allowance;
use expired_ignore::ExpiredIgnore;
use ignores::Ignores;
pub(crate) use ignores::Pattern;
use invalid_ignore::InvalidIgnore;
use notes::Notes;
use stale_baseline::StaleBaseline;
use stale_ignore::StaleIgnore;

/// A finding that somebody has decided to live with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
    /// By what it was suppressed; where several would do, by the first.
    pub by: SuppressedBy,
    /// Why, in the user's words; a baseline gives no reasons.
    pub reason: Option<String>,
}

/// By what a finding was suppressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SuppressedBy {
    /// An `[[ignore]]` of the configuration.
    Ignore,
    /// A note in the description of an action, a trigger or a flow.
    Note,
    /// The baseline.
    Baseline,
}

/// All decisions of a run, and which of them were of use.
pub(crate) struct Decisions<'r> {
    ignores: Ignores<'r>,
    notes: Notes<'r>,
    baseline: Option<Allowance<'r>>,
}

impl<'r> Decisions<'r> {
    pub(crate) fn new(config: &'r Config, workspace: &'r Workspace, today: Date) -> Self {
        Self {
            ignores: Ignores::new(config, today),
            notes: Notes::new(config, workspace, today),
            baseline: config.baseline.as_ref().map(Allowance::new),
        }
    }

    /// Takes what is suppressed out of the findings.
    pub(crate) fn apply(&mut self, findings: &mut Vec<Finding>) -> Vec<Suppressed> {
        let mut decided = Vec::new();
        // In their place: there may be very many of them, and a second list would be as long as the first.
        let taken = findings.extract_if(.., |finding| {
            let decision = self.decide(finding);
            let is_taken = decision.is_some();
            decided.extend(decision);
            is_taken
        });
        let taken: Vec<Finding> = taken.collect();
        taken.into_iter().zip(decided).map(|(finding, (by, reason))| Suppressed { finding, by, reason }).collect()
    }

    /// By what a finding is suppressed, and why.
    fn decide(&mut self, finding: &Finding) -> Option<(SuppressedBy, Option<String>)> {
        // Every decision is asked, so that none is taken for useless because another came first.
        let ignored = self.ignores.reason(finding).map(|reason| (SuppressedBy::Ignore, reason));
        let noted = self.notes.reason(finding).map(|reason| (SuppressedBy::Note, reason));
        let known = self.baseline.as_mut().is_some_and(|baseline| baseline.allows(finding));
        match ignored.or(noted) {
            Some((by, reason)) => Some((by, Some(reason.to_owned()))),
            None => known.then_some((SuppressedBy::Baseline, None)),
        }
    }

    /// States the decisions that are over, and those that had no effect although all they speak of was judged in this run.
    pub(crate) fn state(&self, judged: &Judged<'_>) -> (Vec<Draft>, BaselineUse) {
        let mut reports = Reports::new(judged.config);
        self.ignores.state(judged, &mut reports);
        self.notes.state(judged, &mut reports);
        let mut used = BaselineUse::default();
        if let Some(baseline) = &self.baseline {
            used = baseline.outcome(judged);
            baseline.state(&used.stale, &mut reports);
        }
        (reports.drafts(), used)
    }
}

/// What this run could have found.
pub(crate) struct Judged<'r> {
    pub(crate) config: &'r Config,
    pub(crate) coverage: &'r [CoverageLine],
    pub(crate) workspace: &'r Workspace,
    /// The packages' own names, as fingerprints have them.
    pub(crate) owners: &'r [Owner],
    /// Every input could be read, and no rule broke.
    pub(crate) complete: bool,
}

impl Judged<'_> {
    /// Whether a rule ran and knew everything that it asked for.
    fn rule(&self, name: &str) -> bool {
        let known = self.coverage.iter().all(|line| line.rule != name || line.unknown == 0);
        self.complete && known && self.config.rules.iter().any(|active| active.rule.meta().name == name)
    }

    /// Whether every rule that ran knew everything that it asked for.
    fn every_rule(&self) -> bool {
        self.config.rules.iter().all(|active| self.rule(active.rule.meta().name))
    }
}

/// A report for each of the rules about decisions; `None` where it does not run.
struct Reports {
    stale: Option<Report>,
    expired: Option<Report>,
    invalid: Option<Report>,
    baseline: Option<Report>,
}

impl Reports {
    fn new(config: &Config) -> Self {
        let report = |meta| config.severity_of(meta).map(|severity| Report::new(meta, severity));
        Self {
            stale: report(&StaleIgnore::META),
            expired: report(&ExpiredIgnore::META),
            invalid: report(&InvalidIgnore::META),
            baseline: report(&StaleBaseline::META),
        }
    }

    fn drafts(self) -> Vec<Draft> {
        let reports = [self.stale, self.expired, self.invalid, self.baseline].into_iter().flatten();
        reports.flat_map(|report| report.drafts).collect()
    }
}

/// Whether a rule is one of those whose findings are stated here, which no decision reaches.
#[must_use]
pub fn is_about_decisions(rule: &str) -> bool {
    let own = [&StaleIgnore::META, &ExpiredIgnore::META, &InvalidIgnore::META, &StaleBaseline::META];
    own.iter().any(|own| own.name == rule)
}
