//! A flow brings together connectors that are to be kept apart.

use crate::{flows::mentions::subject, operations};
use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: without both nothing is judged.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ConnectorCombination {
    /// Connectors that hold what must not leave: `shared_sql`. `http` stands for HTTP actions.
    from: Vec<String>,
    /// Connectors through which it would leave.
    to: Vec<String>,
}

impl Rule for ConnectorCombination {
    const META: Meta = Meta {
        name: "connector-combination",
        summary: "A flow brings together connectors that are to be kept apart",
        category: Category::Security,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("connector_combination.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        // Which data may not go where is the user's to say.
        if self.from.is_empty() || self.to.is_empty() {
            return;
        }
        for flow in cx.flows() {
            let find = |list: &[String]| {
                let mut all = flow.steps().iter();
                all.find_map(|step| {
                    let name = if step.is("Http") || step.is("HttpWebhook") {
                        "http"
                    } else {
                        operations::connector(flow.flow(), step.action)?
                    };
                    list.iter().any(|listed| listed.eq_ignore_ascii_case(name)).then_some((step.action.name, name))
                })
            };
            let (Some((source, from)), Some((target, to))) = (find(&self.from), find(&self.to)) else { continue };
            report
                .at(
                    cx.at(target.loc),
                    subject(flow),
                    format!(
                        "flow \"{}\" brings {} and {} together, which are to be kept apart",
                        flow.flow().name,
                        from,
                        to
                    ),
                )
                .note(cx.at(source.loc), "the data comes from here")
                .help("move one of them into a flow of its own, with only what it needs");
        }
    }
}
