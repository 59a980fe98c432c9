//! A loop only collects values.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::flow_index::{Change, Changed, StepId, Variables};
use syntax::Kind;

use crate::flows::mentions::subject;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppendInLoop {}

impl Rule for AppendInLoop {
    const META: Meta = Meta {
        name: "append-in-loop",
        summary: "A loop does nothing but append to an array",
        category: Category::Performance,
        severity: Severity::Note,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("append_in_loop.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let variables = flow.variables();
            for step in flow.steps().iter().filter(|step| step.is("Foreach") && flow.loops(step.id).next().is_none()) {
                let mut inside = flow.inside(step.id);
                let (Some(only), None) = (inside.next(), inside.next()) else { continue };
                let Some(appended) = only_filled_by(variables, only.id) else { continue };
                let name = appended.name.value;
                report
                    .at(
                        cx.at(only.action.name.loc),
                        subject(flow),
                        format!(
                            "flow \"{}\": loop {} does nothing but append to variable {name}, one item at a time",
                            flow.flow().name,
                            step.action.name.value
                        ),
                    )
                    .label("the only action of the loop")
                    .detail(flow.path(step.id))
                    .help("use Select (Data Operation): it makes the whole array in one action, without a loop and a variable");
            }
        }
    }
}

/// What a step appends to an array that begins empty and that nothing else changes.
fn only_filled_by<'v, 't>(variables: &'v Variables<'t>, step: StepId) -> Option<&'v Changed<'t>> {
    let appended = variables.changed.iter().find(|one| one.step == step && one.change == Change::AppendToArray)?;
    let name = appended.name.value;
    let others = variables.changed.iter().filter(|other| other.name.value.eq_ignore_ascii_case(name));
    let empty = variables
        .made(name)
        .all(|made| made.value.is_none_or(|value| matches!(&value.kind, Kind::Array(items) if items.is_empty())));
    (variables.known && empty && others.count() == 1).then_some(appended)
}
