//! A flow starts whatever column of a row changes.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;

use super::events::RowEvents;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TriggerWithoutFilteringColumns {}

impl Rule for TriggerWithoutFilteringColumns {
    const META: Meta = Meta {
        name: "trigger-without-filtering-columns",
        summary: "A flow starts whatever column of a row changes",
        category: Category::Reliability,
        severity: Severity::Warning,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("trigger_without_filtering_columns.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for trigger in &flow.flow().triggers {
                let Some(events) = RowEvents::of(trigger) else { continue };
                if !events.changed || events.columns.as_ref().is_none_or(|columns| !columns.is_empty()) {
                    continue;
                }
                let name = flow.flow().name;
                report
                    .at(
                        cx.at(trigger.name.loc),
                        Subject::new(SubjectKind::Flow, name),
                        format!("flow \"{name}\" starts whatever column of a row of table {} changes", events.table),
                    )
                    .detail(trigger.name.value)
                    .help("name the columns that the flow is about under \"Select columns\" of the trigger");
            }
        }
    }
}
