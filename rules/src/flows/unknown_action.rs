//! An expression reads an action that the flow does not have.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::expr::ReadKind;

use super::mentions::{Mention, Mentions, meant};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnknownAction {}

impl Rule for UnknownAction {
    const META: Meta = Meta {
        name: "unknown-action",
        summary: "An expression reads an action that the flow does not have",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("unknown_action.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows().filter(|flow| flow.is_whole()) {
            let mut unknown = Mentions::default();
            for (string, read) in flow.reads_of(ReadKind::Action) {
                // A computed name may be any.
                let Some(name) = read.name.filter(|name| flow.named(name).is_empty()) else { continue };
                unknown.read(cx, flow, string, name, read.span);
            }
            let names = || flow.steps().iter().map(|step| step.action.name.value);
            unknown.state(
                report,
                flow,
                |first| {
                    let Mention { name, holder, .. } = first;
                    format!("flow \"{}\": {holder} reads action {name}, which the flow does not have", flow.flow().name)
                },
                "no such action",
                |first| {
                    let meant = meant(&first.name, names());
                    format!("name an action that runs before this one{meant}")
                },
            );
        }
    }
}
