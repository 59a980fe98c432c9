//! A desktop flow waits often.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::robin::Subflow;

use super::place::{seconds, state_at};

/// Options.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ManyScriptWaits {
    /// How many waits there may be.
    most: usize,
}

impl Default for ManyScriptWaits {
    fn default() -> Self {
        Self { most: 10 }
    }
}

impl Rule for ManyScriptWaits {
    const META: Meta = Meta {
        name: "many-script-waits",
        summary: "A desktop flow waits often",
        category: Category::DesktopFlows,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("many_script_waits.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for (flow, script) in cx.scripts() {
            let waits = |subflow: &&Subflow<'_>| {
                subflow.statements().into_iter().filter(|one| seconds(&one.kind).is_some()).count()
            };
            let all: usize = script.subflows.iter().map(|subflow| waits(&subflow)).sum();
            if all > self.most {
                let Some(subflow) = script.subflows.iter().max_by_key(waits) else { continue };
                let message = format!(
                    "it waits {all} times for some seconds, {} of them in subflow {}",
                    waits(&subflow),
                    subflow.name
                );
                state_at(cx, report, flow, (subflow.name, subflow.line), &message)
                    .help("wait for what the flow needs (Wait for window, for a web page, for a file), which is as short as can be");
            }
        }
    }
}
