//! Writes packages and an inventory of any size, for measuring: the same arguments write the same contents.
//!
//! ```console
//! cargo run --release -p powerlint-bench --bin generate -- FOLDER --solutions 2000 --flows 10 --connections 20000
//! ```
//!
//! `docs/performance.md` tells what was measured with it. The shapes are those of real exports: flows in one line, a
//! `Workflow` element for each, references in customizations.xml.

use std::{env, path::Path};

use powerlint_bench::generate::{Sizes, write};

fn main() {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().filter(|first| !first.starts_with('-')).unwrap_or_else(|| usage());
    let mut sizes = Sizes::default();
    while let Some(name) = arguments.next() {
        let number = arguments.next().and_then(|number| number.parse().ok()).unwrap_or_else(|| usage());
        match name.as_str() {
            "--solutions" => sizes.solutions = number,
            "--flows" => sizes.flows = number,
            "--actions" => sizes.actions = number,
            "--references" => sizes.references = number,
            "--keys" => sizes.keys = number,
            "--broken" => sizes.broken = number,
            "--tables" => sizes.tables = number,
            "--connections" => sizes.connections = number,
            _ => usage(),
        }
    }
    write(Path::new(&folder), &sizes);
}

fn usage() -> ! {
    eprintln!(
        "usage: generate FOLDER [--solutions N] [--flows N] [--actions N] [--references N] [--keys N] [--broken N] \
         [--tables N] [--connections N]"
    );
    std::process::exit(2);
}
