//! `powerlint schema`: the JSON Schema of the JSON output.

use super::{fail, print};
use crate::{args::Screen, errors::Trouble, report::json};

pub(crate) fn run(screen: &Screen) -> u8 {
    match json::schema() {
        Ok(text) => print(screen, &text),
        Err(error) => fail(screen, &[Trouble::new(error.to_string())]),
    }
}
