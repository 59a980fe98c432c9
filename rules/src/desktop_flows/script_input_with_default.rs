//! An input variable of a desktop flow has a default value.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::robin::MAIN;

use super::place::state_at;
use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScriptInputWithDefault {}

impl Rule for ScriptInputWithDefault {
    const META: Meta = Meta {
        name: "script-input-with-default",
        summary: "An input variable of a desktop flow has a default value",
        category: Category::DesktopFlows,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("script_input_with_default.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for (flow, script) in cx.scripts() {
            let with_default: Vec<_> = script.inputs.iter().filter(|input| input.default.is_some()).collect();
            let Some(first) = with_default.first() else { continue };
            let names: Vec<String> = with_default.iter().map(|input| input.name.to_owned()).collect();
            let what = match names.as_slice() {
                [name] => format!("input variable {name} has a default value"),
                names => format!("input variables have default values: {}", wording::list(names)),
            };
            state_at(cx, report, flow, (MAIN, first.line), &what)
                .help("leave the default value empty, and let the flow say what it misses");
        }
    }
}
