//! A flow reads every column of rows.

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
pub(crate) struct ListWithoutColumns {}

impl Rule for ListWithoutColumns {
    const META: Meta = Meta {
        name: "list-without-columns",
        summary: "A flow reads rows with all of their columns",
        category: Category::Performance,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("list_without_columns.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for (flow, step, list) in operations::lists(cx) {
            // The Dataverse connector before the present one cannot choose columns.
            if list.connector.eq_ignore_ascii_case("shared_commondataservice") || !list.parameters_known() {
                continue;
            }
            let (names, field) = match list.store {
                Store::SharePoint => (&["view"][..], "Limit Columns by View"),
                Store::Dataverse => (&["$select", "fetchXml", "$apply"][..], "Select columns"),
                Store::Sql | Store::Excel => (&["$select"][..], "Select Query"),
            };
            if names.iter().any(|name| list.parameter(name).is_some()) {
                continue;
            }
            report
                .at(
                    cx.at(step.action.name.loc),
                    subject(flow),
                    format!(
                        "flow \"{}\": action {} reads rows with all of their columns",
                        flow.flow().name,
                        step.action.name.value
                    ),
                )
                .detail(flow.path(step.id))
                .help(format!("name the columns that the flow needs, in the action's field {field}"));
        }
    }
}
