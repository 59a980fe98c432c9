//! Where something in a script stands, and how it is said. Scripts lie in archives or strings, which no editor shows: a finding stands
//! at the flow, and names the subflow and the line of the script.

use engine::{Report, SolutionContext, Stated, Subject, SubjectKind};
use solution::model::Flow;
use syntax::robin::{Kind, Statement, Subflow};

/// States a finding about a line of a script, by its subflow and number.
pub(super) fn state_at<'r>(
    cx: &SolutionContext<'_, '_>,
    report: &'r mut Report,
    flow: &Flow<'_>,
    (subflow, line): (&str, u32),
    what: &str,
) -> Stated<'r> {
    let subject = Subject::new(SubjectKind::Flow, flow.name);
    let message = format!("desktop flow \"{}\": {what} (subflow {subflow}, line {line} of the script)", flow.name);
    report.at(cx.at(flow.loc), subject, message)
}

/// Which one of the statements of its kind and subflow a statement is (`if 2`): it tells two alike apart, and stays when lines change.
pub(super) fn nth(subflow: &Subflow<'_>, statement: &Statement<'_>) -> String {
    let alike = |one: &&Statement<'_>| std::mem::discriminant(&one.kind) == std::mem::discriminant(&statement.kind);
    let before =
        subflow.statements().into_iter().filter(alike).take_while(|one| !std::ptr::eq(*one, statement)).count();
    let kind = match statement.kind {
        Kind::If(_) => "if",
        Kind::Switch(_) => "switch",
        Kind::Loop(_) => "loop",
        Kind::Block { .. } => "block",
        Kind::Wait(_) => "wait",
        _ => "statement",
    };
    format!("{kind} {before}")
}

/// How many seconds a statement waits, where that is written out.
pub(super) fn seconds(kind: &Kind<'_>) -> Option<f64> {
    let Kind::Wait(what) = kind else { return None };
    let what = what.trim().trim_start_matches('(').trim_end_matches(')').trim();
    what.parse().ok().filter(|seconds: &f64| seconds.is_finite())
}
