//! A variable of a desktop flow has a long name.

use std::collections::HashSet;

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::robin::{Kind, MAIN};

use super::place::state_at;

/// Options.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct LongScriptVariableName {
    /// How many characters a name may have.
    longest: usize,
}

impl Default for LongScriptVariableName {
    fn default() -> Self {
        Self { longest: 25 }
    }
}

impl Rule for LongScriptVariableName {
    const META: Meta = Meta {
        name: "long-script-variable-name",
        summary: "A variable of a desktop flow has a long name",
        category: Category::DesktopFlows,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("long_script_variable_name.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for (flow, script) in cx.scripts() {
            let mut met = HashSet::new();
            let declared =
                script.inputs.iter().chain(&script.outputs).map(|variable| (variable.name, MAIN, variable.line));
            let mut found: Vec<(&str, &str, u32)> = declared.collect();
            for subflow in &script.subflows {
                for statement in subflow.statements() {
                    let names: Vec<&str> = match &statement.kind {
                        Kind::Set { name, .. } => vec![name],
                        Kind::Action(action) => action.produced.clone(),
                        _ => Vec::new(),
                    };
                    found.extend(names.into_iter().map(|name| (name, subflow.name, statement.line)));
                }
            }
            // A property or an element of a variable is no name.
            let is_name = |name: &str| name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
            found.retain(|(name, ..)| {
                is_name(name) && name.chars().count() > self.longest && met.insert(name.to_lowercase())
            });
            for (name, subflow, line) in found {
                let message = format!("the name of variable {name} has {} characters", name.chars().count());
                state_at(cx, report, flow, (subflow, line), &message)
                    .detail(name)
                    .help("give it a shorter name in the variables pane");
            }
        }
    }
}
