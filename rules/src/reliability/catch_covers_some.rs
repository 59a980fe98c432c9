//! A catch that runs after some of the steps beside it, and not after others.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::flow_index::Step;

use super::failures::{self, Waiting};
use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CatchCoversSome {}

impl Rule for CatchCoversSome {
    const META: Meta = Meta {
        name: "catch-covers-some",
        summary: "A catch runs when one scope fails, and nothing runs when the scope beside it does",
        category: Category::Reliability,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("catch_covers_some.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let waiting = Waiting::new(flow);
            for list in flow.lists() {
                let steps = || list.iter().map(|id| flow.step(*id));
                let Some(catch) = steps().find(|step| step.is("Scope") && failures::is_catch(flow, step.id)) else {
                    continue;
                };
                // What waits for a catch belongs to the handling, as does what handles by itself.
                let own = |step: &Step<'_, '_>| {
                    flow.inside(step.id).any(|inner| failures::runs_without_success(flow, inner.id))
                };
                let handling = waiting.chain_from(catch.id);
                let left: Vec<_> = steps()
                    .filter(|step| step.is("Scope") && flow.inside(step.id).next().is_some())
                    .filter(|step| !failures::runs_without_success(flow, step.id) && !handling.contains(&step.id))
                    .filter(|step| !own(step) && !waiting.is_handled(step.id))
                    .collect();
                let Some(first) = left.first() else { continue };
                let name = flow.flow().name;
                let names: Vec<&str> = left.iter().map(|step| step.action.name.value).collect();
                let which = if let [only] = names.as_slice() {
                    (*only).to_owned()
                } else {
                    format!("one of {}", wording::list(&names))
                };
                report
                    .at(
                        cx.at(first.action.name.loc),
                        Subject::new(SubjectKind::Flow, name),
                        format!("flow \"{name}\": nothing runs when {which} fails"),
                    )
                    .detail(flow.path(first.id))
                    .note(
                        cx.at(catch.action.name.loc),
                        format!("{} runs when another scope fails", catch.action.name.value),
                    )
                    .help(format!(
                        "let {} run after these scopes too, when they have failed, have timed out or are skipped",
                        catch.action.name.value
                    ));
            }
        }
    }
}
