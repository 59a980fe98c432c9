//! A desktop flow waits for many minutes.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

use super::place::{nth, seconds, state_at};

/// Options.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct LongScriptWait {
    /// How many seconds a wait may take.
    longest: f64,
}

impl Default for LongScriptWait {
    fn default() -> Self {
        Self { longest: 600.0 }
    }
}

impl Rule for LongScriptWait {
    const META: Meta = Meta {
        name: "long-script-wait",
        summary: "A desktop flow waits for many minutes",
        category: Category::DesktopFlows,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("long_script_wait.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for (flow, script) in cx.scripts() {
            for subflow in &script.subflows {
                for statement in subflow.statements() {
                    let Some(wait) = seconds(&statement.kind).filter(|wait| *wait > self.longest) else { continue };
                    state_at(cx, report, flow, (subflow.name, statement.line), &format!("it waits {wait} seconds"))
                        .detail(format!("{}/{}", subflow.name, nth(subflow, statement)))
                        .help(
                            "divide the flow, and let the cloud flow that calls it wait: a machine that waits is taken",
                        );
                }
            }
        }
    }
}
