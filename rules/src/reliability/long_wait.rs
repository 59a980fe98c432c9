//! A flow waits for days.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;

use super::settings;

/// Options.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct LongWait {
    /// The most hours that a delay may last.
    max_hours: u64,
}

impl Default for LongWait {
    fn default() -> Self {
        Self { max_hours: 24 }
    }
}

impl Rule for LongWait {
    const META: Meta = Meta {
        name: "long-wait",
        summary: "A delay keeps a run waiting for days",
        category: Category::Reliability,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("long_wait.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for step in flow.steps() {
                let Some(seconds) = settings::wait_seconds(step) else { continue };
                if seconds <= self.max_hours.saturating_mul(3_600) {
                    continue;
                }
                let (name, action) = (flow.flow().name, step.action.name);
                let hours =
                    crate::wording::count(usize::try_from(seconds / 3_600).unwrap_or(usize::MAX), "hour", "hours");
                report
                    .at(
                        cx.at(action.loc),
                        Subject::new(SubjectKind::Flow, name),
                        format!("flow \"{name}\": delay {} keeps the run waiting for {hours}", action.value),
                    )
                    .detail(flow.path(step.id))
                    .help("keep the date in a row and let a flow with a schedule look for what is due");
            }
        }
    }
}
