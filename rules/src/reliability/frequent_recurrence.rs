//! A flow starts every few minutes.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::Loc;

use super::settings;

/// Options.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct FrequentRecurrence {
    /// The fewest minutes between two runs.
    min_minutes: u64,
}

impl Default for FrequentRecurrence {
    fn default() -> Self {
        Self { min_minutes: 15 }
    }
}

impl Rule for FrequentRecurrence {
    const META: Meta = Meta {
        name: "frequent-recurrence",
        summary: "A schedule starts a flow every few minutes",
        category: Category::Reliability,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("frequent_recurrence.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for trigger in &flow.flow().triggers {
                // Connectors' triggers also have a recurrence: how often they ask, which is no run.
                if !["Recurrence", "SlidingWindow"].iter().any(|kind| trigger.kind.eq_ignore_ascii_case(kind)) {
                    continue;
                }
                let Some(recurrence) = trigger.definition.member("recurrence") else { continue };
                let Some(seconds) = settings::schedule_seconds(&recurrence.value) else { continue };
                if seconds == 0 || seconds >= self.min_minutes.saturating_mul(60) {
                    continue;
                }
                let name = flow.flow().name;
                let runs = 86_400 / seconds;
                report
                    .at(
                        cx.at(Loc::new(flow.file(), recurrence.span())),
                        Subject::new(SubjectKind::Flow, name),
                        format!("flow \"{name}\" starts every {}, which makes {runs} runs a day", interval(seconds)),
                    )
                    .detail(trigger.name.value)
                    .help("let the event start the flow where the source has a trigger for it, or run less often");
            }
        }
    }
}

/// Seconds in words.
fn interval(seconds: u64) -> String {
    match (seconds, seconds % 60) {
        (1, _) => "second".to_owned(),
        (60, _) => "minute".to_owned(),
        (_, 0) => format!("{} minutes", seconds / 60),
        _ => format!("{seconds} seconds"),
    }
}
