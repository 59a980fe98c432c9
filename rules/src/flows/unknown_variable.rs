//! A step uses a variable that the flow does not have.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::expr::ReadKind;

use super::mentions::{Mention, Mentions, meant};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnknownVariable {}

impl Rule for UnknownVariable {
    const META: Meta = Meta {
        name: "unknown-variable",
        summary: "A step uses a variable that the flow does not have",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("unknown_variable.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let variables = flow.variables();
            if !variables.known {
                continue;
            }
            let mut unknown = Mentions::default();
            for (string, read) in flow.reads_of(ReadKind::Variable) {
                let Some(name) = read.name.filter(|name| variables.made(name).next().is_none()) else { continue };
                unknown.read(cx, flow, string, name, read.span);
            }
            for changed in
                variables.changed.iter().filter(|changed| variables.made(changed.name.value).next().is_none())
            {
                let holder = format!("action {}", flow.step(changed.step).action.name.value);
                unknown.add(changed.name.value, holder, cx.at(changed.name.loc));
            }
            unknown.state(
                report,
                flow,
                |first| {
                    let Mention { name, holder, .. } = first;
                    format!(
                        "flow \"{}\": {holder} uses variable {name}, which the flow does not have",
                        flow.flow().name
                    )
                },
                "no such variable",
                |first| {
                    let meant = meant(&first.name, variables.names());
                    format!("initialise the variable at the top of the flow, or name one that is there{meant}")
                },
            );
        }
    }
}
