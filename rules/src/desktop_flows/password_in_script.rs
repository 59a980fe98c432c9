//! A password is written in the script of a desktop flow.

use engine::{Category, Config, Meta, Preset, Report, Rule, Severity, SolutionContext};
use inventory::Filling;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::HashMap;
use syntax::robin::{Kind, MAIN, Script, literal};

use super::place::state_at;
use crate::secrets;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordInScript {}

impl Rule for PasswordInScript {
    const META: Meta = Meta {
        name: "password-in-script",
        summary: "A password is written in the script of a desktop flow",
        category: Category::DesktopFlows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("password_in_script.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for (flow, script) in cx.scripts() {
            // The same action can stand several times in one subflow.
            let mut times: HashMap<(&str, String), usize> = HashMap::new();
            for (subflow, line, what) in passwords(cx.config, &script) {
                let detail = format!("{subflow}/{what}");
                let message = format!("{what} is a password that is written out");
                let met = times.entry((subflow, what)).or_default();
                *met += 1;
                let detail = if *met > 1 { format!("{detail}/{met}") } else { detail };
                state_at(cx, report, flow, (subflow, line), &message)
                    .detail(detail)
                    .help("change the password, and let the flow fetch it when it runs: with Get credential, or as a sensitive input variable");
            }
        }
    }
}

/// Whether an argument takes a password.
fn asks_for_password(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["password", "passphrase"].iter().any(|end| name.ends_with(end))
}

/// Whether a value is meant as it stands: what takes a password is given one, however plain it is.
fn is_meant(config: &Config, value: &str) -> bool {
    !value.trim().is_empty()
        && value.contains(char::is_alphanumeric)
        && Filling::of_value(value) == Filling::Literal
        && !config.placeholders.matches(value)
}

/// The passwords of a script: subflow, line, and what each is.
fn passwords<'t>(config: &Config, script: &Script<'t>) -> Vec<(&'t str, u32, String)> {
    let mut found = Vec::new();
    for input in &script.inputs {
        if input.default.is_some_and(|value| secrets::by_name(config, input.name, value)) {
            found.push((MAIN, input.line, format!("the default value of input {}", input.name)));
        }
    }
    for subflow in &script.subflows {
        for statement in subflow.statements() {
            let mut add = |what| found.push((subflow.name, statement.line, what));
            match &statement.kind {
                Kind::Set { name, value } => {
                    let Some(value) = literal(value) else { continue };
                    if secrets::by_name(config, name, value) || secrets::certain(config, value).is_some() {
                        add(format!("what variable {name} is set to"));
                    }
                }
                Kind::Action(action) => {
                    for argument in &action.arguments {
                        let Some(value) = literal(argument.value) else { continue };
                        let asked = asks_for_password(argument.name) && is_meant(config, value);
                        if asked || secrets::certain(config, value).is_some() {
                            add(format!("argument {} of {}", argument.name, action.name));
                        }
                    }
                }
                _ => {}
            }
        }
    }
    found
}
