//! One finding for several actions of a flow that have the same fault.

use engine::{Report, SolutionContext, Subject, SubjectKind};
use solution::{FlowIndex, Loc, flow_index::Step};

use crate::wording;

/// How many further actions a finding shows one by one.
const SHOWN: usize = 5;

/// States one finding for all actions of a flow that have the same fault, `how` being what follows the name of the first.
pub(super) fn state(
    cx: &SolutionContext<'_, '_>,
    flow: &FlowIndex<'_, '_>,
    found: &[(&Step<'_, '_>, Loc)],
    report: &mut Report,
    how: &str,
    help: &'static str,
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
