//! `powerlint completions`: what a shell needs to complete commands and options.

use clap::CommandFactory as _;

use super::print;
use crate::args::{Cli, CompletionsArgs, Screen};

pub(crate) fn run(args: &CompletionsArgs, screen: &Screen) -> u8 {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "powerlint", &mut script);
    print(screen, &String::from_utf8_lossy(&script))
}
