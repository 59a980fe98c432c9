//! A file of facts is old.

use engine::date::{day_of, days_between};
use engine::{
    Category, Meta, Missing, Place, Preset, Reason, Report, Rule, Severity, Subject, SubjectKind, WorkspaceContext,
};
use inventory::{Input, InputId, InputKind, Source};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::Span;

use crate::wording;

/// Options of the rule.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct StaleInventory {
    /// How many days old a file may be.
    max_age: u16,
}

impl Default for StaleInventory {
    fn default() -> Self {
        Self { max_age: 30 }
    }
}

impl Rule for StaleInventory {
    const META: Meta = Meta {
        name: "stale-inventory",
        summary: "A file of the inventory is old",
        category: Category::Inventory,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "inventory files",
        page: include_str!("stale_inventory.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        let aging = || cx.environment.inputs().iter().zip(0..).filter(|(input, _)| ages(input));
        // Most exports have no date. Where none has, nobody asked for their age.
        if aging().all(|(input, _)| input.date.is_none()) {
            return;
        }
        for (input, id) in aging() {
            self.judge(cx, input, InputId(id), report);
        }
    }
}

/// Whether what a file says comes to be wrong by itself. Settings are what somebody wants.
fn ages(input: &Input) -> bool {
    !matches!(input.kind, InputKind::Settings | InputKind::CustomDeploymentSettings | InputKind::Configuration)
}

impl StaleInventory {
    fn judge(&self, cx: &WorkspaceContext<'_>, input: &Input, id: InputId, report: &mut Report) {
        let Some(stated) = &input.date else {
            let what = "the file does not say when it was made";
            return report.unknown(&input.path, Missing::new(Reason::Incomplete, what, "\"exported\" in the file"));
        };
        let Some(day) = day_of(stated) else {
            let what = "what the file gives as its date is none";
            return report.unknown(&input.path, Missing::new(Reason::Incomplete, what, "a date such as 2026-11-30"));
        };
        report.judged();
        let age = days_between(day, cx.today);
        let place = Place::Input(Source { input: id, span: place_of(input, stated) });
        let subject = Subject::new(SubjectKind::File, &input.path);
        if age > i64::from(self.max_age) {
            let days = wording::count(usize::try_from(age).unwrap_or(usize::MAX), "day", "days");
            report
                .at(place, subject, format!("{} is {days} old", input.path))
                .label(format!("made on {day}"))
                .remark(format!(
                    "it may be at most {} old; today is {}",
                    wording::count(usize::from(self.max_age), "day", "days"),
                    cx.today
                ))
                .remark("connections, owners and shares have changed since, and the answers are about what was")
                .help("export the inventory anew, best in the job that uses it");
        // Clocks and time zones differ by a day.
        } else if age < -1 {
            report
                .at(place, subject, format!("{} is dated {day}, which is yet to come", input.path))
                .at_most(Severity::Note)
                .remark(format!("today is {}", cx.today))
                .help("correct the date, or the clock of the machine that made the file");
        }
    }
}

/// Where a file states its date.
fn place_of(input: &Input, stated: &str) -> Span {
    let start = input.text.find(stated).unwrap_or_default();
    let end = input.text.get(start..).map_or(start, |rest| start + rest.len().min(stated.len()));
    Span::new(start, if input.text.is_char_boundary(end) { end } else { start })
}
