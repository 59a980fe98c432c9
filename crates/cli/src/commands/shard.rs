//! `powerlint check --shard`: a part of the packages, for `powerlint merge`.

use std::path::Path;

use engine::{Check, Preset, Shard};
use solution::read;

use super::{check::use_threads, fail, print};
use crate::{
    args::{CheckArgs, Format, Screen, targets},
    errors::Trouble,
    inputs,
    output::write_file,
    shards::{self, Head, SCHEMA},
};

pub(crate) fn run(args: &CheckArgs, shard: Shard, screen: &Screen) -> u8 {
    match written(args, shard) {
        Ok((text, mut troubles)) => {
            let mut status = 0;
            if args.run.output.is_empty() {
                status = print(screen, &text);
            }
            for output in &args.run.output {
                troubles.extend(write_file(&output.path, &text).err());
            }
            if troubles.is_empty() { status } else { fail(screen, &troubles) }
        }
        Err(troubles) => fail(screen, &troubles),
    }
}

/// The lines of the shard, and what could not be done: the lines tell it, too.
fn written(args: &CheckArgs, shard: Shard) -> Result<(String, Vec<Trouble>), Vec<Trouble>> {
    let targets = targets(None, &args.run.output).map_err(|trouble| vec![trouble])?;
    if let Some((_, path)) = targets.files.iter().find(|(format, _)| *format != Format::Jsonl) {
        let trouble = Trouble::new("a shard is written as JSON lines only".to_owned());
        let path = Some(path.to_string_lossy().replace('\\', "/"));
        return Err(vec![Trouble { path, ..trouble.help("powerlint merge makes every report from the shards") }]);
    }
    // A package by itself needs no facts: they are given to `powerlint merge`.
    let (mut config, _) = inputs::configured(&args.paths, &args.run.facts, args.run.preset.map(Preset::from))?;
    config
        .keep_only(&args.run.only, rules::ALL)
        .map_err(|errors| errors.into_iter().map(Trouble::from).collect::<Vec<_>>())?;
    let today = args.run.today.unwrap_or_else(engine::date::today);
    let limits = &config.limits;
    use_threads(args.run.jobs)?;
    let found = read::find(&args.paths, Path::new("."), limits);
    let part =
        engine::part(&found, &Check { config: &config, today, limits, with_facts: false, progress: &|_, _| {} }, shard);
    let errors = part.opened.iter().flat_map(|opened| opened.errors.iter().cloned());
    let mut troubles: Vec<Trouble> = errors.map(Trouble::from).collect();
    for package in &part.packages {
        troubles.extend(package.broken.iter().map(Trouble::new));
        troubles.extend(package.misused.iter().map(|(_, error)| Trouble::from(error.clone())));
    }
    let head = Head {
        found: engine::all_found(&found),
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        shard,
        configuration: engine::common_ground(&config),
        today: today.to_string(),
        paths: args.paths.clone(),
    };
    let text = shards::write(&head, &part)
        .map_err(|error| vec![Trouble::new(format!("cannot write the shard as JSON lines: {error}"))])?;
    Ok((text, troubles))
}
