//! An action is of a type that flows do not have.

use super::{
    mentions::{meant, subject},
    types::{TYPES, type_named},
};
use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnknownActionType {}

impl Rule for UnknownActionType {
    const META: Meta = Meta {
        name: "unknown-action-type",
        summary: "An action is of a type that flows do not have",
        category: Category::Flows,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("unknown_action_type.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for step in flow.steps().iter().filter(|step| type_named(step.action.kind).is_none()) {
                let (name, kind) = (step.action.name, step.action.kind);
                let what = if kind.is_empty() {
                    "has no type".to_owned()
                } else {
                    format!("is of type {kind}, which flows do not have")
                };
                let meant = meant(kind, TYPES.iter().map(|known| known.name));
                report
                    .at(
                        cx.at(name.loc),
                        subject(flow),
                        format!("flow \"{}\": action {} {what}", flow.flow().name, name.value),
                    )
                    .detail(flow.path(step.id))
                    .help(format!("add the action anew in the designer{meant}"));
            }
        }
    }
}
