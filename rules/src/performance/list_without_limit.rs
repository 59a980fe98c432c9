//! How many rows a flow reads is left to the connector.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    flows::mentions::subject,
    operations::{self, Store},
};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListWithoutLimit {}

impl Rule for ListWithoutLimit {
    const META: Meta = Meta {
        name: "list-without-limit",
        summary: "A flow leaves it to the connector how many rows it reads",
        category: Category::Performance,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("list_without_limit.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for (flow, step, list) in operations::lists(cx) {
            let limited = ["$top", "fetchXml", "$apply"].iter().any(|name| list.parameter(name).is_some());
            let pages = step.action.definition.at(&["runtimeConfiguration", "paginationPolicy"]).is_some();
            if limited || pages || !list.parameters_known() {
                continue;
            }
            let most = match list.store {
                Store::Dataverse => "5000",
                Store::SharePoint => "100",
                Store::Sql => "2048",
                Store::Excel => "256",
            };
            report
                .at(
                    cx.at(step.action.name.loc),
                    subject(flow),
                    format!(
                        "flow \"{}\": action {} reads at most {most} rows, without saying so",
                        flow.flow().name,
                        step.action.name.value
                    ),
                )
                .label("further rows are left out without an error")
                .detail(flow.path(step.id))
                .help("set the number of rows (Row count, Top Count), or turn on pagination in the action's settings with a threshold");
        }
    }
}
