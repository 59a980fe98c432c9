//! An expression reads an action that has not run by then.

use std::collections::HashSet;

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::flow_index::{Order, Step};
use syntax::expr::ReadKind;

use super::mentions::subject;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActionNotRunBefore {}

impl Rule for ActionNotRunBefore {
    const META: Meta = Meta {
        name: "action-not-run-before",
        summary: "An expression reads an action that has not run by then",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("action_not_run_before.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows().filter(|flow| flow.is_whole()) {
            let orders = flow.orders();
            let mut said: HashSet<_, foldhash::fast::RandomState> = HashSet::default();
            for (string, read) in flow.reads_of(ReadKind::Action) {
                let (Some(user), Some(name)) = (string.step(), read.name) else { continue };
                let Some(target) = flow.find(name) else { continue };
                let why = match orders.order(target.id, user) {
                    Order::After => "runs only after it",
                    Order::Parallel => "is in a branch that it does not wait for",
                    Order::Exclusive => "is in the other branch of a condition or switch",
                    Order::Same if !reads_itself(flow.step(user)) => "is itself",
                    _ => continue,
                };
                if !said.insert((user, target.id)) {
                    continue;
                }
                let (reader, read_name) = (flow.step(user).action.name.value, target.action.name);
                report
                    .at(
                        cx.inside(string, read.span),
                        subject(flow),
                        format!(
                            "flow \"{}\": action {reader} reads {}, which {why}",
                            flow.flow().name,
                            read_name.value
                        ),
                    )
                    .label("has not run here")
                    .note(cx.at(read_name.loc), "the action that is read")
                    .detail(format!("{}: {}", flow.path(user), read_name.value))
                    .help("let the action run after the one that it reads, or read another");
            }
        }
    }
}

/// An Until asks for itself after each round, and a webhook for its own call-back address.
fn reads_itself(step: &Step<'_, '_>) -> bool {
    step.is("Until") || step.action.kind.to_ascii_lowercase().ends_with("webhook")
}
