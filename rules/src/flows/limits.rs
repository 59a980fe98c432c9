//! The platform's limits on flows: how a number stands to its limit, and how that is said.
//!
//! <https://learn.microsoft.com/power-automate/limits-and-config>

use engine::{Place, Report, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::FlowIndex;

use super::mentions::subject;

/// The options of rules about limits: from which share of the limit on a flow that grows is a note.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Near {
    /// Percent of the limit; 0 and more than 100 say nothing early.
    near: u32,
}

impl Default for Near {
    fn default() -> Self {
        // Four fifths leave room for a change or two.
        Self { near: 80 }
    }
}

impl Near {
    /// Whether a number can be near the limit `most` or beyond it.
    pub(crate) fn may_matter(&self, most: usize, number: usize) -> bool {
        let near = if self.near == 0 { 100 } else { self.near.min(100) };
        number.saturating_mul(100) >= most.saturating_mul(near as usize)
    }

    /// For what does not grow by itself: says nothing early unless the user has asked for it.
    pub(crate) fn only_beyond(asked: &Self) -> Self {
        Self { near: if asked.near == Self::default().near { 0 } else { asked.near } }
    }
}

/// What is counted, and how much of it the platform allows.
pub(crate) struct Limit {
    /// The limit itself is still allowed.
    pub(crate) most: usize,
    /// What is said of the flow, with `{}` for the number: `has {} actions`.
    pub(crate) says: &'static str,
    /// What to do.
    pub(crate) help: &'static str,
}

impl Limit {
    /// Judges one number. `detail` tells it from others of the flow.
    pub(crate) fn judge(
        &self,
        near: &Near,
        number: usize,
        flow: &FlowIndex<'_, '_>,
        (place, detail): (Place, String),
        report: &mut Report,
    ) {
        if !self.is_near(near, number) {
            return;
        }
        let says = self.says.replacen("{}", &number.to_string(), 1);
        let message = format!("flow \"{}\" {says}; the platform allows {}", flow.flow().name, self.most);
        let stated = report.at(place, subject(flow), message).detail(detail).help(self.help);
        if number <= self.most {
            stated.at_most(Severity::Note);
        }
    }

    /// Whether there is something to say of a number.
    pub(crate) fn is_near(&self, near: &Near, number: usize) -> bool {
        let close = near.near > 0 && number.saturating_mul(100) >= self.most.saturating_mul(near.near as usize);
        // Just what is allowed is no reason to speak where the user asked for nothing early.
        let early = close && near.near <= 100;
        number > self.most || early
    }
}

/// The place of a flow as a whole.
pub(crate) fn whole(cx: &SolutionContext<'_, '_>, flow: &FlowIndex<'_, '_>) -> (Place, String) {
    (cx.at(flow.flow().loc), String::new())
}
