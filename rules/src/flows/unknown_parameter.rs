//! An expression reads a parameter that the flow does not have.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::expr::ReadKind;

use super::mentions::{Mention, Mentions, meant};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnknownParameter {}

impl Rule for UnknownParameter {
    const META: Meta = Meta {
        name: "unknown-parameter",
        summary: "An expression reads a parameter that the flow does not have",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("unknown_parameter.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let parameters = || flow.flow().parameters.iter().map(|parameter| parameter.name.value);
            let mut unknown = Mentions::default();
            for (string, read) in flow.reads_of(ReadKind::Parameter) {
                // What powers connections is filled in by the platform, declared or not.
                let Some(name) = read.name.filter(|name| !name.starts_with('$')) else { continue };
                if !parameters().any(|parameter| parameter.eq_ignore_ascii_case(name)) {
                    unknown.read(cx, flow, string, name, read.span);
                }
            }
            unknown.state(
                report,
                flow,
                |first| {
                    let Mention { name, holder, .. } = first;
                    let name = if name.is_empty() { "without a name" } else { name.as_str() };
                    format!("flow \"{}\": {holder} reads parameter {name}, which the flow does not have", flow.flow().name)
                },
                "no such parameter",
                |first| {
                    let meant = meant(&first.name, parameters());
                    format!("choose the environment variable anew in the designer, which adds its parameter to the flow{meant}")
                },
            );
        }
    }
}
