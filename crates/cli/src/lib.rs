//! The command `powerlint`, as a library with a short `main`.

pub mod args;
mod commands;
mod dropped;
pub mod errors;
pub mod inputs;
mod output;
pub mod report;
pub mod settings;
pub mod shards;

use std::{ffi::OsString, process::ExitCode};

use clap::Parser as _;

use args::{Cli, Command};

/// Runs the command with its arguments, the first of which is its own name.
#[must_use]
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let (args, page) = match dropped::meant(&args) {
        Some((meant, page)) => (meant, Some(page)),
        None => (args, None),
    };
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Standard output may be closed; there is nobody left to tell.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let status = match &cli.command {
        Command::Check(args) => commands::check::run(args, &cli.screen),
        Command::Merge(args) => commands::merge::run(args, &cli.screen),
        Command::Baseline(args) => commands::baseline::run(args, &cli.screen),
        Command::Config(args) => commands::config::run(args, &cli.screen),
        Command::Explain(args) => commands::explain::run(args, &cli.screen),
        Command::Rules(args) => commands::rules::run(args, &cli.screen),
        Command::Init(args) => commands::init::run(args, &cli.screen),
        Command::Inventory(args) => commands::inventory::run(args, &cli.screen),
        Command::Settings(args) => commands::settings::run(args, &cli.screen),
        Command::Impact(args) => commands::impact::run(args, &cli.screen),
        Command::Order(args) => commands::order::run(args, &cli.screen),
        Command::Completions(args) => commands::completions::run(args, &cli.screen),
        Command::Man(args) => commands::man::run(args, &cli.screen),
        Command::Schema(args) => commands::schema::run(args, &cli.screen),
    };
    if let Some(page) = page.filter(|page| page.is_file()) {
        cli.screen.remark(&[format!("the report is a page, too: {}", page.display())]);
    }
    ExitCode::from(status)
}
