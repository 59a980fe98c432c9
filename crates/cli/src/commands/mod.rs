//! One command a file. Each returns the exit status.

pub(crate) mod baseline;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod explain;
pub(crate) mod impact;
pub(crate) mod init;
pub(crate) mod inventory;
pub(crate) mod man;
pub(crate) mod merge;
pub(crate) mod order;
pub(crate) mod rules;
pub(crate) mod schema;
pub(crate) mod settings;
pub(crate) mod shard;

use std::path::Path;

use engine::Outlined;
use solution::{Limits, read};

use crate::{args::Screen, errors::Trouble};

/// Prints a text; the exit status.
fn print(screen: &Screen, text: &str) -> u8 {
    match screen.print(text) {
        Ok(()) => 0,
        Err(trouble) => fail(screen, &[trouble]),
    }
}

/// What the packages below some paths tell, without a rule.
fn outlines(paths: &[String], limits: &Limits) -> Outlined {
    engine::outlines(read::find(paths, Path::new("."), limits), limits)
}

/// Says that paths hold nothing of what a command is for: `what` begins the sentence.
fn nothing_in(paths: &[String], what: &str) -> Trouble {
    Trouble::new(format!("{what} in {}", paths.join(", ")))
        .help("give exported solution zips, unpacked solutions, or folders that hold some")
}

/// Tells what could not be done; the exit status.
fn fail(screen: &Screen, troubles: &[Trouble]) -> u8 {
    screen.complain(troubles);
    2
}
