//! A flow reads every row of a table.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{flows::mentions::subject, operations};

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ListWithoutFilter {
    /// Tables and lists that may be read as a whole, as the flow names them.
    except_tables: Vec<String>,
}

impl Rule for ListWithoutFilter {
    const META: Meta = Meta {
        name: "list-without-filter",
        summary: "A flow reads a table without a filter",
        category: Category::Performance,
        severity: Severity::Warning,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("list_without_filter.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        /// Each of them narrows what is read, or asks for so many rows and no more.
        const NARROWS: [&str; 8] =
            ["$filter", "fetchXml", "view", "$top", "$apply", "$search", "folderPath", "partitionId"];
        for (flow, step, list) in operations::lists(cx) {
            let narrowed = NARROWS.iter().any(|name| list.parameter(name).is_some());
            let table = list.table();
            let excepted = table.as_ref().is_some_and(|table| self.excepts(table));
            if narrowed || excepted || !list.parameters_known() {
                continue;
            }
            let what = table.map_or_else(|| "a table".to_owned(), |table| format!("the table {table}"));
            report
                .at(
                    cx.at(step.action.name.loc),
                    subject(flow),
                    format!(
                        "flow \"{}\": action {} reads {what} without a filter",
                        flow.flow().name,
                        step.action.name.value
                    ),
                )
                .label("every row, and what is added later")
                .detail(flow.path(step.id))
                .help(
                    "say in the action's filter which rows are needed; if it is all of them, name the table under except-tables in \
                     [rules.list-without-filter]",
                );
        }
    }
}

impl ListWithoutFilter {
    fn excepts(&self, table: &str) -> bool {
        self.except_tables.iter().any(|except| except.eq_ignore_ascii_case(table))
    }
}
