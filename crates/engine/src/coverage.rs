//! What could be judged, what could not, and which input would answer it.

use std::{borrow::Cow, cmp::Reverse, collections::BTreeMap};

use serde::{Deserialize, Serialize};
use solution::outline::Name;

use crate::Meta;

/// Why something could not be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The configuration does not say what to judge by (no deployers, no common solution).
    NotConfigured,
    /// No file with such facts was given.
    NoData,
    /// Files were given, but they leave this out.
    Incomplete,
}

/// What is missing. Thousands of subjects lack the same thing, so that its words are mostly borrowed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Missing {
    /// Why.
    pub reason: Reason,
    /// In words, for the coverage line: `no permissions for it`.
    pub what: Cow<'static, str>,
    /// The file or setting that would answer it: `connections.json`, `permissions.json`, `connectionreferences.json`,
    /// `workflows.json`, `systemusers.json`, `deployers in powerlint.toml`, `the package of the common solution` …
    pub needs: Cow<'static, str>,
}

impl Missing {
    /// Something that is missing.
    #[must_use]
    pub fn new(reason: Reason, what: impl Into<Cow<'static, str>>, needs: impl Into<Cow<'static, str>>) -> Self {
        Self { reason, what: what.into(), needs: needs.into() }
    }
}

/// What one rule could judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageLine {
    /// The rule's name.
    pub rule: &'static str,
    /// What it judges: `connections`.
    pub judges: &'static str,
    /// How many it could judge.
    pub judged: usize,
    /// How many it could not.
    pub unknown: usize,
    /// The main reason: that of most subjects; `None` where all could be judged.
    pub reason: Option<Reason>,
    /// What is missing in words, each once, most frequent first.
    pub what: Vec<String>,
    /// What would answer it, each once, most frequent first.
    pub needs: Vec<String>,
    /// What could not be judged, sorted.
    pub subjects: Vec<String>,
}

/// What a rule could not judge, and what is missing for it. Tens of thousands of subjects lack a few things.
#[derive(Debug, Default)]
pub(crate) struct Unknown {
    missing: Vec<Missing>,
    /// With the places of what they lack in `missing`.
    subjects: Vec<(Name, usize)>,
}

impl Unknown {
    /// Among so many of the last things that were missing, one that is missing again is looked for.
    const RECENT: usize = 8;

    pub(crate) fn push(&mut self, subject: Name, missing: Missing) {
        let recent = self.missing.iter().enumerate().rev().take(Self::RECENT);
        let known = recent.filter(|(_, known)| **known == missing).map(|(place, _)| place).next();
        let place = known.unwrap_or(self.missing.len());
        if known.is_none() {
            self.missing.push(missing);
        }
        self.subjects.push((subject, place));
    }

    pub(crate) fn append(&mut self, mut other: Self) {
        if self.subjects.is_empty() {
            *self = other;
            return;
        }
        for (subject, place) in other.subjects {
            if let Some(missing) = other.missing.get_mut(place) {
                self.push(subject, missing.clone());
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.subjects.is_empty()
    }

    pub(crate) fn shrink_to_fit(&mut self) {
        self.subjects.shrink_to_fit();
    }

    /// Each subject with what is missing for it.
    pub(crate) fn into_pairs(self) -> impl Iterator<Item = (Name, Missing)> {
        let Self { missing, subjects } = self;
        subjects.into_iter().filter_map(move |(subject, place)| Some((subject, missing.get(place)?.clone())))
    }
}

impl FromIterator<(Name, Missing)> for Unknown {
    fn from_iter<I: IntoIterator<Item = (Name, Missing)>>(pairs: I) -> Self {
        let mut this = Self::default();
        pairs.into_iter().for_each(|(subject, missing)| this.push(subject, missing));
        this
    }
}

/// Counts what one rule could and could not judge. Gives no line for a rule that never asks.
pub(crate) fn line(meta: &'static Meta, judged: usize, unknown: Unknown) -> Option<CoverageLine> {
    if meta.judges.is_empty() && judged == 0 && unknown.is_empty() {
        return None;
    }
    let Unknown { missing, mut subjects } = unknown;
    let lacks = |place: usize| missing.get(place);
    // One subject can be met in several packages or forms; what is missing for it is said once.
    subjects.sort_unstable_by(|(one, lack), (other, other_lack)| {
        one.cmp(other).then_with(|| lacks(*lack).cmp(&lacks(*other_lack)))
    });
    subjects.dedup_by(|(one, lack), (other, other_lack)| one == other && lacks(*lack) == lacks(*other_lack));
    let mut counts = vec![0; missing.len()];
    for &(_, place) in &subjects {
        counts.get_mut(place).into_iter().for_each(|count| *count += 1);
    }
    let counted = || missing.iter().zip(counts.iter().copied()).filter(|&(_, count)| count > 0);
    let words = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect();
    let reason = most_frequent(counted().map(|(missing, count)| (missing.reason, count))).into_iter().next();
    let what = words(most_frequent(counted().map(|(missing, count)| (&*missing.what, count))));
    let needs = words(most_frequent(counted().map(|(missing, count)| (&*missing.needs, count))));
    let mut subjects: Vec<String> = subjects.into_iter().map(|(subject, _)| subject.to_string()).collect();
    subjects.dedup();
    subjects.shrink_to_fit();
    Some(CoverageLine {
        rule: meta.name,
        judges: meta.judges,
        judged,
        unknown: subjects.len(),
        reason,
        what,
        needs,
        subjects,
    })
}

/// Each once, the most frequent first by what is counted of them, and in their own order where they are equally frequent.
fn most_frequent<T: Ord>(items: impl Iterator<Item = (T, usize)>) -> Vec<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for (item, count) in items {
        *counts.entry(item).or_default() += count;
    }
    let mut counted: Vec<(T, usize)> = counts.into_iter().collect();
    counted.sort_by_key(|(_, count)| Reverse(*count));
    counted.into_iter().map(|(item, _)| item).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Category, Preset, Severity};

    const fn meta(judges: &'static str) -> Meta {
        Meta {
            name: "toy",
            summary: "",
            category: Category::Connections,
            severity: Severity::Note,
            preset: Preset::Recommended,
            since: "0.1.0",
            aliases: &[],
            judges,
            page: "",
        }
    }
    static JUDGES: Meta = meta("connections");
    static ALWAYS_KNOWS: Meta = meta("");

    fn unknown(subject: &str, reason: Reason, needs: &'static str) -> (Name, Missing) {
        (subject.into(), Missing::new(reason, "no data", needs))
    }

    #[test]
    fn a_rule_that_never_asks_has_no_line() {
        assert_eq!(line(&ALWAYS_KNOWS, 0, Unknown::default()), None);
        assert_eq!(line(&JUDGES, 0, Unknown::default()).unwrap().reason, None);
        assert_eq!(line(&ALWAYS_KNOWS, 2, Unknown::default()).unwrap().judged, 2);
    }

    #[test]
    fn a_subject_counts_once_and_the_main_reason_is_that_of_most() {
        let line = line(
            &JUDGES,
            1,
            [
                unknown("c", Reason::NoData, "connections.json"),
                unknown("b", Reason::Incomplete, "permissions.json"),
                unknown("a", Reason::Incomplete, "permissions.json"),
                unknown("a", Reason::Incomplete, "permissions.json"),
            ]
            .into_iter()
            .collect(),
        )
        .unwrap();
        assert_eq!((line.judged, line.unknown), (1, 3));
        assert_eq!(line.reason, Some(Reason::Incomplete));
        assert_eq!(line.needs, ["permissions.json", "connections.json"]);
        assert_eq!(line.subjects, ["a", "b", "c"]);
    }

    #[test]
    fn what_is_missing_counts_once_for_a_subject_however_much_lay_between() {
        let needs: Vec<String> = (0..20).map(|number| format!("{number:02}.json")).collect();
        let lack = |needs: &String| Missing::new(Reason::NoData, "no data", needs.clone());
        let mut unknown: Unknown = needs.iter().map(|needs| ("a".into(), lack(needs))).collect();
        unknown.append(needs.iter().map(|needs| ("a".into(), lack(needs))).collect());
        unknown.append([("b".into(), lack(&needs[19]))].into_iter().collect());
        let line = line(&JUDGES, 0, unknown).unwrap();
        assert_eq!((line.unknown, line.subjects), (2, vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!((line.needs.len(), line.needs[0].as_str()), (20, "19.json"));
    }
}
