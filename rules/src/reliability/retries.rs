//! How actions are tried again.

use engine::{Report, SolutionContext, Subject, SubjectKind};
use solution::{FlowIndex, Loc, flow_index::Step};

use crate::wording;

/// How many further actions a finding shows one by one.
const SHOWN: usize = 5;

/// Where an action says that its retry policy is of this type.
///
/// <https://learn.microsoft.com/azure/logic-apps/error-exception-handling#retry-policies>
pub(super) fn policy_of(step: &Step<'_, '_>, kind: &str) -> Option<Loc> {
    let member = step.action.inputs?.get("retryPolicy")?.member("type")?;
    let loc = Loc::new(step.action.name.loc.file, member.span());
    member.value.as_str()?.eq_ignore_ascii_case(kind).then_some(loc)
}

/// One finding for all actions of a flow that are set the same way.
pub(super) fn state(
    cx: &SolutionContext<'_, '_>,
    flow: &FlowIndex<'_, '_>,
    found: &[(&Step<'_, '_>, Loc)],
    report: &mut Report,
    how: &str,
    help: &str,
) {
    let Some(((first, place), others)) = found.split_first() else { return };
    let name = flow.flow().name;
    let action = first.action.name.value;
    let mut stated = report.at(
        cx.at(*place),
        Subject::new(SubjectKind::Flow, name),
        format!("flow \"{name}\": action {action} {how}"),
    );
    for (step, place) in others.iter().take(SHOWN) {
        stated = stated.note(cx.at(*place), format!("so with action {}", step.action.name.value));
    }
    if let Some(more) = others.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        stated = stated.remark(format!("so with {}", wording::count(more, "more action", "more actions")));
    }
    stated.help(help);
}
