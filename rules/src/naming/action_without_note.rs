//! Actions that are hard to understand have no note.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{
    FlowIndex,
    flow_index::{ByStep, Step},
};
use syntax::Value;

use crate::{flows::mentions::subject, wording};

/// Options.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ActionWithoutNote {
    /// How many functions an expression may call without a note.
    most: usize,
}

impl Default for ActionWithoutNote {
    fn default() -> Self {
        Self { most: 4 }
    }
}

impl Rule for ActionWithoutNote {
    const META: Meta = Meta {
        name: "action-without-note",
        summary: "Actions that are hard to understand have no note",
        category: Category::Naming,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("action_without_note.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let calls = calls(flow);
            let is_hard = |step: &&Step<'_, '_>| calls.get(&step.id).is_some_and(|&calls| calls > self.most);
            let hard: Vec<_> = flow.steps().iter().filter(is_hard).filter(|step| !has_note(step)).collect();
            let Some(first) = hard.first() else { continue };
            let names: Vec<&str> = hard.iter().map(|step| step.action.name.value).collect();
            report
                .at(
                    cx.at(first.action.name.loc),
                    subject(flow),
                    format!(
                        "flow \"{}\": {} a long expression and no note: {}",
                        flow.flow().name,
                        wording::count(names.len(), "action has", "actions have"),
                        wording::list(&names)
                    ),
                )
                .help("say in the action's note (More commands, Add a note) what the expression does and why");
        }
    }
}

fn has_note(step: &Step<'_, '_>) -> bool {
    let note = step.action.definition.get("description").and_then(Value::as_str);
    note.is_some_and(|note| !note.trim().is_empty())
}

/// How many functions the longest expression of each action calls.
fn calls(flow: &FlowIndex<'_, '_>) -> ByStep<usize> {
    let mut longest = ByStep::default();
    for string in flow.strings() {
        let Some(step) = string.step() else { continue };
        let known = longest.entry(step).or_insert(0);
        *known = string.most_calls().max(*known);
    }
    longest
}
