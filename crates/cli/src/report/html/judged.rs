//! What the rules of the four questions say of a reference or connection.

use std::collections::{HashMap, HashSet};

use engine::{CoverageLine, Outcome, SubjectKind};

use super::{findings::SolutionFindings, tone::Tone};

/// The rules that answer the four questions of [`crate::report::answers::QUESTIONS`].
pub(super) const PERSONAL: &str = "personal-connection";
pub(super) const OWNERS: &str = "several-owners";
pub(super) const COMMON: &str = "not-in-common-solution";
pub(super) const SHARED: &str = "not-shared-with-deployer";

/// What a rule says of something, in a few words.
pub(super) struct Mark {
    pub(super) tone: Tone,
    pub(super) words: String,
    /// The finding, where there is one.
    pub(super) finding: Option<usize>,
}

/// What the rules found, and of what they say that it cannot be judged.
pub(super) struct Judged<'o> {
    findings: HashMap<(&'static str, SubjectKind, String), (Tone, usize)>,
    accepted: HashSet<(&'static str, SubjectKind, String)>,
    lines: HashMap<&'static str, &'o CoverageLine>,
    open: HashSet<(&'static str, String)>,
}

impl<'o> Judged<'o> {
    pub(super) fn of(outcome: &'o Outcome, groups: &[SolutionFindings]) -> Self {
        let asked = [PERSONAL, OWNERS, COMMON, SHARED];
        let mut findings: HashMap<_, (Tone, usize)> = HashMap::new();
        for finding in groups.iter().flat_map(|group| &group.files).flat_map(|file| &file.findings) {
            let (kind, name) = (finding.about.0, finding.about.1.to_lowercase());
            let entry = findings.entry((finding.rule, kind, name)).or_insert((finding.tone, finding.number));
            if finding.tone > entry.0 {
                *entry = (finding.tone, finding.number);
            }
        }
        let accepted = outcome.suppressed.iter().map(|one| &one.finding);
        let accepted =
            accepted.map(|finding| (finding.rule, finding.subject.kind, finding.subject.name.to_lowercase()));
        let lines = || outcome.coverage.iter().filter(|line| asked.contains(&line.rule));
        let open = lines().flat_map(|line| line.subjects.iter().map(|subject| (line.rule, subject.to_lowercase())));
        Self {
            findings,
            accepted: accepted.collect(),
            open: open.collect(),
            lines: lines().map(|line| (line.rule, line)).collect(),
        }
    }

    /// Whether a rule ran, and met something to judge.
    pub(super) fn asked(&self, rule: &str) -> bool {
        self.lines.get(rule).is_some_and(|line| line.judged + line.unknown > 0)
    }

    /// What a rule says of something. `facts`: what is known of it without the rule, so that what a rule was not asked about, or may
    /// not speak of, is never drawn as fine. The words are those for each of the ends.
    pub(super) fn mark(
        &self,
        rule: &'static str,
        subjects: &[(SubjectKind, &str)],
        facts: Option<bool>,
        [bad, well, open]: [&str; 3],
    ) -> Mark {
        let keys = || subjects.iter().map(|&(kind, name)| (rule, kind, name.to_lowercase()));
        let mark = |tone, words: &str, finding| Mark { tone, words: words.to_owned(), finding };
        if let Some(&(tone, number)) = keys().filter_map(|key| self.findings.get(&key)).max_by_key(|found| found.0) {
            return mark(tone, bad, Some(number));
        }
        if keys().any(|key| self.accepted.contains(&key)) {
            return mark(Tone::Nothing, &format!("{bad} (accepted)"), None);
        }
        let unknown = keys().any(|(rule, _, name)| self.open.contains(&(rule, name)));
        match facts {
            Some(true) if self.asked(rule) && !unknown => mark(Tone::Fine, well, None),
            // The rule is off, or off for this solution: what is known is said, and not judged.
            Some(true) if !unknown => mark(Tone::Nothing, well, None),
            Some(false) if !unknown => mark(Tone::Nothing, bad, None),
            _ => mark(Tone::Open, open, None),
        }
    }
}
