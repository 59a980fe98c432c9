//! The command `powerlint`.

use std::process::ExitCode;

fn main() -> ExitCode {
    powerlint::run(std::env::args_os())
}
