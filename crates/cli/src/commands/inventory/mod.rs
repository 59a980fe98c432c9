//! `powerlint inventory`: what is known of the environment.

mod convert;
mod script;
mod show;

use crate::{
    args::{FactArgs, InventoryArgs, InventoryCommand, Screen},
    errors::Trouble,
    inputs::{self, Gathered},
};

pub(crate) fn run(args: &InventoryArgs, screen: &Screen) -> u8 {
    match &args.command {
        None => show::run(args, screen),
        Some(InventoryCommand::Convert(args)) => convert::run(args, screen),
        Some(InventoryCommand::Script(args)) => script::run(args, screen),
    }
}

/// The facts of this run: of the paths among the arguments, as if they were named with `--inventory`.
fn gather(paths: &[String], facts: &FactArgs) -> Result<Gathered, Vec<Trouble>> {
    let mut named = facts.inventory.clone();
    named.extend(paths.iter().cloned());
    let facts = FactArgs {
        inventory: named,
        settings: facts.settings.clone(),
        config: facts.config.clone(),
        no_config: facts.no_config,
        environment: facts.environment.clone(),
    };
    inputs::gather(&[], &facts)
}
