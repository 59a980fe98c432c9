//! An action sets a variable to a value that reads the variable itself.

use std::collections::HashMap;

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::flow_index::{Change, StepId};
use syntax::expr::ReadKind;

use super::mentions::subject;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VariableSelfReference {}

impl Rule for VariableSelfReference {
    const META: Meta = Meta {
        name: "variable-self-reference",
        summary: "An action sets a variable to a value that reads the variable itself",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("variable_self_reference.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let mut sets = flow.variables().changed.iter().filter(|changed| changed.change == Change::Set).peekable();
            if sets.peek().is_none() {
                continue;
            }
            // What each step reads: a flow can set thousands of variables.
            let mut reads: HashMap<StepId, Vec<_>> = HashMap::new();
            for (string, read) in flow.reads_of(ReadKind::Variable) {
                if let Some(step) = string.step() {
                    reads.entry(step).or_default().push((string, read));
                }
            }
            for changed in sets {
                let name = changed.name.value;
                let own = reads.get(&changed.step).map_or(&[][..], Vec::as_slice);
                let itself = own.iter().find(|(_, read)| read.name.is_some_and(|read| read.eq_ignore_ascii_case(name)));
                let Some((string, read)) = itself else { continue };
                let action = flow.step(changed.step).action.name.value;
                report
                    .at(
                        cx.inside(string, read.span),
                        subject(flow),
                        format!("flow \"{}\": action {action} sets variable {name} to a value that reads {name}", flow.flow().name),
                    )
                    .label("the variable itself")
                    .detail(flow.path(changed.step))
                    .help("compute the value in a Compose before it, and set the variable to the output; to count or to append, there are actions of their own");
            }
        }
    }
}
