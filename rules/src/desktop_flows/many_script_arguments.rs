//! A desktop flow has many input and output variables.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::robin::MAIN;

use super::place::state_at;

/// Options.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ManyScriptArguments {
    /// How many there may be.
    most: usize,
}

impl Default for ManyScriptArguments {
    fn default() -> Self {
        Self { most: 25 }
    }
}

impl Rule for ManyScriptArguments {
    const META: Meta = Meta {
        name: "many-script-arguments",
        summary: "A desktop flow has many input and output variables",
        category: Category::DesktopFlows,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("many_script_arguments.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for (flow, script) in cx.scripts() {
            let (inputs, outputs) = (script.inputs.len(), script.outputs.len());
            if inputs + outputs > self.most {
                let line = script.inputs.first().or(script.outputs.first()).map_or(1, |variable| variable.line);
                state_at(
                    cx,
                    report,
                    flow,
                    (MAIN, line),
                    &format!("it has {} input and output variables ({inputs} and {outputs})", inputs + outputs),
                )
                .help("pass what belongs together as one object (JSON), or divide the flow");
            }
        }
    }
}
