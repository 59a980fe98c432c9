//! A trigger splits its rows into runs and limits how many go on at once.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::Loc;

use super::settings;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SplitOnWithConcurrency {}

impl Rule for SplitOnWithConcurrency {
    const META: Meta = Meta {
        name: "split-on-with-concurrency",
        summary: "A trigger that makes a run of each item also limits how many runs go on at once",
        category: Category::Reliability,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("split_on_with_concurrency.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for trigger in &flow.flow().triggers {
                let Some(split) = trigger.definition.member("splitOn") else { continue };
                let Some(concurrency) = settings::concurrency(trigger.definition) else { continue };
                let at = |span| cx.at(Loc::new(flow.file(), span));
                let name = flow.flow().name;
                report
                    .at(
                        at(split.span()),
                        Subject::new(SubjectKind::Flow, name),
                        format!(
                            "flow \"{name}\": trigger {} splits its items into runs and limits how many go on at once, so that it takes \
                             at most 100 items",
                            trigger.name.value
                        ),
                    )
                    .detail(trigger.name.value)
                    .note(at(concurrency.span()), "the limit of runs")
                    .help(
                        "make sure that the source never hands over more than 100 items at once, or take them as one list and go through \
                         it with Apply to each",
                    );
            }
        }
    }
}
