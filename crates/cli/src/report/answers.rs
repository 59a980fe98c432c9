//! The four answers about connection references, as short as a table: what was asked, and what came of it.

use std::fmt::Write as _;

use engine::{CoverageLine, Severity};

use super::Reported;

/// The questions, with the rules that answer them.
pub const QUESTIONS: [(&str, &str); 4] = [
    ("personal-connection", "Does a reference run under a person's account?"),
    ("several-owners", "Is a reference in the hands of several people?"),
    ("not-in-common-solution", "Is a reference missing from the common solution?"),
    ("not-shared-with-deployer", "Is a connection closed to the deploying service principals?"),
];

/// What came of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Everything was judged, and all is well.
    Fine,
    /// There was nothing to ask it of.
    Nothing,
    /// What was judged is well; something could not be.
    Open,
    /// There are findings, the worst of which is this bad.
    Found(Severity),
}

/// A question with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The rule that answers it.
    pub rule: &'static str,
    /// The question.
    pub question: &'static str,
    /// What came of it.
    pub verdict: Verdict,
    /// That in words, without full stop: `yes, 2 of 5; 1 could not be judged: needs connections.json`.
    pub words: String,
}

/// The four answers of a run, in their order.
#[must_use]
pub fn answers(reported: &Reported<'_>) -> Vec<Answer> {
    QUESTIONS.iter().map(|&(rule, question)| answer(reported, rule, question)).collect()
}

fn answer(reported: &Reported<'_>, rule: &'static str, question: &'static str) -> Answer {
    let outcome = reported.outcome;
    let of_rule = || outcome.findings.iter().filter(|finding| finding.rule == rule);
    let found = of_rule().count();
    let line = outcome.coverage.iter().find(|line| line.rule == rule);
    let (judged, unknown) = line.map_or((0, 0), |line| (line.judged, line.unknown));
    let suppressed = outcome.suppressed.iter().filter(|one| one.finding.rule == rule).count();
    let open = line.map(open).unwrap_or_default();
    let (verdict, mut words) = match (of_rule().map(|finding| finding.severity).max(), judged, unknown) {
        (Some(worst), ..) => (Verdict::Found(worst), format!("yes, {found} of {}{open}", judged.max(found) + unknown)),
        (None, 0, 0) if line.is_none() => (Verdict::Nothing, "not asked: the rule is off".to_owned()),
        (None, 0, 0) => (Verdict::Nothing, "there is nothing to ask it of".to_owned()),
        (None, _, 0) => (Verdict::Fine, format!("no, all {judged} judged")),
        (None, 0, _) => (Verdict::Open, format!("not known{open}")),
        (None, ..) => (Verdict::Open, format!("not of the {judged} that could be judged{open}")),
    };
    if suppressed > 0 {
        // Writing to a string cannot fail.
        let _ = write!(words, "; {suppressed} suppressed");
    }
    Answer { rule, question, verdict, words }
}

/// `; 3 could not be judged, needs connections.json`
fn open(line: &CoverageLine) -> String {
    if line.unknown == 0 {
        return String::new();
    }
    let needs = if line.needs.is_empty() { String::new() } else { format!(", needs {}", line.needs.join(", ")) };
    format!("; {} could not be judged{needs}", line.unknown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples;

    #[test]
    fn an_answer_says_what_was_found_and_what_is_open() {
        let mut outcome = samples::outcome();
        let words = |outcome: &engine::Outcome| {
            let answers = answers(&samples::reported(outcome, &[]));
            answers.into_iter().map(|answer| (answer.verdict, answer.words)).next()
        };
        let yes = "yes, 1 of 16; 2 could not be judged, needs connections.json".to_owned();
        assert_eq!(words(&outcome), Some((Verdict::Found(Severity::Note), yes)));
        outcome.findings.clear();
        let open = "not of the 14 that could be judged; 2 could not be judged, needs connections.json".to_owned();
        assert_eq!(words(&outcome), Some((Verdict::Open, open)));
        if let Some(line) = outcome.coverage.first_mut() {
            line.unknown = 0;
        }
        assert_eq!(words(&outcome), Some((Verdict::Fine, "no, all 14 judged".to_owned())));
        outcome.coverage.clear();
        assert_eq!(words(&outcome), Some((Verdict::Nothing, "not asked: the rule is off".to_owned())));
    }
}
