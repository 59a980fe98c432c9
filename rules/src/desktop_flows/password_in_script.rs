//! A password is written in the script of a desktop flow.

use engine::{Category, Config, Meta, Preset, Report, Rule, Severity, SolutionContext};
use inventory::Filling;
use serde::Deserialize;
use solution::model::Flow;
use syntax::robin::{Kind, MAIN, literal};

use super::place::state_at;
use crate::secrets;

/// Options: none.
#[derive(Debug, Default, Deserialize)]
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
            for input in &script.inputs {
                if input.default.is_some_and(|value| secrets::by_name(cx.config, input.name, value)) {
                    state(cx, report, flow, (MAIN, input.line), &format!("the default value of input {}", input.name));
                }
            }
            for subflow in &script.subflows {
                for statement in subflow.statements() {
                    let spot = (subflow.name, statement.line);
                    match &statement.kind {
                        Kind::Set { name, value } => {
                            let is_secret =
                                literal(value).is_some_and(|value| secrets::by_name(cx.config, name, value));
                            if is_secret
                                || literal(value).is_some_and(|value| secrets::certain(cx.config, value).is_some())
                            {
                                state(cx, report, flow, spot, &format!("what variable {name} is set to"));
                            }
                        }
                        Kind::Action(action) => {
                            for argument in &action.arguments {
                                let Some(value) = literal(argument.value) else { continue };
                                let asked = asks_for_password(argument.name) && is_meant(cx.config, value);
                                if asked || secrets::certain(cx.config, value).is_some() {
                                    state(
                                        cx,
                                        report,
                                        flow,
                                        spot,
                                        &format!("argument {} of {}", argument.name, action.name),
                                    );
                                }
                            }
                        }
                        _ => {}
                    }
                }
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

fn state(cx: &SolutionContext<'_, '_>, report: &mut Report, flow: &Flow<'_>, spot: (&str, u32), what: &str) {
    state_at(cx, report, flow, spot, &format!("{what} is a password that is written out"))
        .detail(format!("{}/{what}", spot.0))
        .help("change the password, and let the flow fetch it when it runs: with Get credential, or as a sensitive input variable");
}
