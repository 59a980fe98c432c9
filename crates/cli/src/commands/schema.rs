//! `powerlint schema`: the contracts for programs and editors.

use super::{fail, print};
use crate::{
    args::{SchemaArgs, SchemaOf, Screen},
    errors::Trouble,
    report::json,
};

pub(crate) fn run(args: &SchemaArgs, screen: &Screen) -> u8 {
    let text = match args.of {
        SchemaOf::Output => json::schema(),
        SchemaOf::Configuration => configuration(),
    };
    match text {
        Ok(text) => print(screen, &text),
        Err(error) => fail(screen, &[Trouble::new(error.to_string())]),
    }
}

/// The schema of powerlint.toml, with every rule.
///
/// # Errors
/// Never in practice: every schema has a JSON form.
fn configuration() -> serde_json::Result<String> {
    let mut text = serde_json::to_string_pretty(&engine::config::schema::schema(rules::ALL))?;
    text.push('\n');
    Ok(text)
}
