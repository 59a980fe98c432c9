//! A flow starts for every row of a table.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;

use super::events::{self, RowEvents};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TriggerWithoutRowFilter {}

impl Rule for TriggerWithoutRowFilter {
    const META: Meta = Meta {
        name: "trigger-without-row-filter",
        summary: "A flow starts for every row of a table",
        category: Category::Reliability,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("trigger_without_row_filter.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for trigger in &flow.flow().triggers {
                let Some(events) = RowEvents::of(trigger) else { continue };
                if events.filter.is_some() || !events::conditions(trigger).is_empty() {
                    continue;
                }
                let name = flow.flow().name;
                report
                    .at(
                        cx.at(trigger.name.loc),
                        Subject::new(SubjectKind::Flow, name),
                        format!("flow \"{name}\" starts for every row of table {}", events.table),
                    )
                    .detail(trigger.name.value)
                    .help("say under \"Filter rows\" of the trigger which rows the flow is about");
            }
        }
    }
}
