//! A trigger limits how many runs go on at once, which cannot be undone.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::Loc;

use super::settings;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TriggerConcurrency {}

impl Rule for TriggerConcurrency {
    const META: Meta = Meta {
        name: "trigger-concurrency",
        summary: "A trigger limits how many runs go on at once, which cannot be undone",
        category: Category::Reliability,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("trigger_concurrency.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for trigger in &flow.flow().triggers {
                let Some(concurrency) = settings::concurrency(trigger.definition) else { continue };
                let name = flow.flow().name;
                report
                    .at(
                        cx.at(Loc::new(flow.file(), concurrency.span())),
                        Subject::new(SubjectKind::Flow, name),
                        format!("flow \"{name}\": trigger {} limits how many runs go on at once", trigger.name.value),
                    )
                    .label("cannot be turned off again")
                    .detail(trigger.name.value)
                    .help(
                        "keep it where runs must not overlap, and then say so in the trigger's note; else make the trigger anew without \
                         concurrency control, for it cannot be turned off",
                    );
            }
        }
    }
}
