//! Conditions of a desktop flow stand deep in each other.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::robin::{Kind, Statement};

use super::place::state_at;

/// Options.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct NestedScriptConditions {
    /// How many conditions may stand in each other.
    most: usize,
}

impl Default for NestedScriptConditions {
    fn default() -> Self {
        Self { most: 5 }
    }
}

impl Rule for NestedScriptConditions {
    const META: Meta = Meta {
        name: "nested-script-conditions",
        summary: "Conditions of a desktop flow stand deep in each other",
        category: Category::DesktopFlows,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("nested_script_conditions.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for (flow, script) in cx.scripts() {
            for subflow in script.subflows.iter().filter(|subflow| subflow.is_whole) {
                let Some((depth, line)) = deepest(&subflow.body, 0) else { continue };
                if depth > self.most {
                    let message = format!("{depth} conditions stand in each other");
                    state_at(cx, report, flow, (subflow.name, line), &message)
                        .detail(subflow.name)
                        .help("leave early (Exit subflow) where a condition does not hold, use Switch, or move the inner part to a subflow");
                }
            }
        }
    }
}

/// How many conditions stand in each other at the deepest place, and its line.
fn deepest(body: &[Statement<'_>], above: usize) -> Option<(usize, u32)> {
    let depths = body.iter().flat_map(|statement| {
        let depth = above + usize::from(matches!(statement.kind, Kind::If(_)));
        let own = (depth > above).then_some((depth, statement.line));
        own.into_iter().chain(statement.bodies().filter_map(move |body| deepest(body, depth)).collect::<Vec<_>>())
    });
    // Of several places that are as deep, the first.
    depths.reduce(|one, other| if other.0 > one.0 { other } else { one })
}
