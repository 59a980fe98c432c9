//! An expression writes an action's name in another case.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::expr::ReadKind;

use super::mentions::{Mention, Mentions};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActionNameCase {}

impl Rule for ActionNameCase {
    const META: Meta = Meta {
        name: "action-name-case",
        summary: "An expression writes an action's name in another case",
        category: Category::Flows,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("action_name_case.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let mut other = Mentions::default();
            for (string, read) in flow.reads_of(ReadKind::Action) {
                let Some(name) = read.name else { continue };
                if flow.find(name).is_some_and(|step| step.action.name.value != name) {
                    other.read(cx, flow, string, name, read.span);
                }
            }
            other.state(
                report,
                flow,
                |first| {
                    let Mention { name, holder, .. } = first;
                    let meant = flow.find(name).map(|step| step.action.name.value).unwrap_or_default();
                    format!("flow \"{}\": {holder} reads {name}, whose name is {meant}", flow.flow().name)
                },
                "in another case",
                |_| {
                    "write the name as the action has it: the run time does not mind, but who searches for it does"
                        .to_owned()
                },
            );
        }
    }
}
