//! What could be judged, what could not, and which input would answer it.

use std::{borrow::Cow, cmp::Reverse, collections::BTreeMap};

use serde::{Deserialize, Serialize};

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

/// Counts what one rule could and could not judge. Gives no line for a rule that never asks.
pub(crate) fn line(meta: &'static Meta, judged: usize, mut unknown: Vec<(String, Missing)>) -> Option<CoverageLine> {
    if meta.judges.is_empty() && judged == 0 && unknown.is_empty() {
        return None;
    }
    // One subject can be met in several packages or forms; what is missing for it is said once.
    unknown.sort_unstable();
    unknown.dedup();
    let missing = || unknown.iter().map(|(_, missing)| missing);
    let words = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect();
    let reason = most_frequent(missing().map(|missing| missing.reason)).into_iter().next();
    let what = words(most_frequent(missing().map(|missing| &*missing.what)));
    let needs = words(most_frequent(missing().map(|missing| &*missing.needs)));
    let mut subjects: Vec<String> = unknown.into_iter().map(|(subject, _)| subject).collect();
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

/// Each once, the most frequent first, and in their own order where they are equally frequent.
fn most_frequent<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for item in items {
        *counts.entry(item).or_default() += 1;
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

    fn unknown(subject: &str, reason: Reason, needs: &'static str) -> (String, Missing) {
        (subject.to_owned(), Missing::new(reason, "no data", needs))
    }

    #[test]
    fn a_rule_that_never_asks_has_no_line() {
        assert_eq!(line(&ALWAYS_KNOWS, 0, Vec::new()), None);
        assert_eq!(line(&JUDGES, 0, Vec::new()).unwrap().reason, None);
        assert_eq!(line(&ALWAYS_KNOWS, 2, Vec::new()).unwrap().judged, 2);
    }

    #[test]
    fn a_subject_counts_once_and_the_main_reason_is_that_of_most() {
        let line = line(
            &JUDGES,
            1,
            vec![
                unknown("c", Reason::NoData, "connections.json"),
                unknown("b", Reason::Incomplete, "permissions.json"),
                unknown("a", Reason::Incomplete, "permissions.json"),
                unknown("a", Reason::Incomplete, "permissions.json"),
            ],
        )
        .unwrap();
        assert_eq!((line.judged, line.unknown), (1, 3));
        assert_eq!(line.reason, Some(Reason::Incomplete));
        assert_eq!(line.needs, ["permissions.json", "connections.json"]);
        assert_eq!(line.subjects, ["a", "b", "c"]);
    }
}
