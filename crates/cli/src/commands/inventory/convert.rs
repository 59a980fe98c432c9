//! `powerlint inventory convert`: one native inventory from whatever files there are.

use inventory::{InputKind, write};

use super::gather;
use crate::{
    args::{ConvertArgs, Screen},
    commands::{fail, print},
    errors::Trouble,
    output::write_file,
};

pub(crate) fn run(args: &ConvertArgs, screen: &Screen) -> u8 {
    let gathered = match gather(&args.paths, &args.facts) {
        Ok(gathered) => gathered,
        Err(troubles) => return fail(screen, &troubles),
    };
    let mut troubles = gathered.facts.troubles;
    let environment = &gathered.facts.environment;
    // Settings say what is wanted, and are no facts.
    if troubles.is_empty() && environment.inputs().iter().all(|input| input.kind == InputKind::Settings) {
        let trouble = Trouble::new("no inventory file was given");
        troubles.push(trouble.help("name some, or the folder they are in: powerlint inventory convert facts/"));
    }
    // A part of the facts would look like all of them.
    if !troubles.is_empty() {
        return fail(screen, &troubles);
    }
    let left_out = environment.conflicts().iter().map(|conflict| format!("left out: {}", write::left_out(conflict)));
    screen.remark(&left_out.collect::<Vec<_>>());
    let text = write::native(environment);
    match &args.output {
        None => print(screen, &text),
        Some(path) => match write_file(path, &text) {
            Ok(()) => 0,
            Err(trouble) => fail(screen, &[trouble]),
        },
    }
}
