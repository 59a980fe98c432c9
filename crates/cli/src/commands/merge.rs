//! `powerlint merge`: one report from the shards of a run.

use std::collections::BTreeSet;

use engine::{Date, Shard};

use super::{
    check::{Job, Source, report},
    fail,
};
use crate::{
    args::{MergeArgs, Screen},
    errors::Trouble,
    shards::{self, ShardFile},
};

pub(crate) fn run(args: &MergeArgs, screen: &Screen) -> u8 {
    let shards = match shards::read(&args.files).and_then(|shards| whole(shards).map_err(|trouble| vec![trouble])) {
        Ok(shards) => shards,
        Err(troubles) => return fail(screen, &troubles),
    };
    let paths: BTreeSet<&String> = shards.iter().flat_map(|shard| &shard.head.paths).collect();
    let paths: Vec<String> = paths.into_iter().cloned().collect();
    let today = args.run.today.or_else(|| latest(&shards));
    report(&args.run, screen, |holdings, progress| Job {
        today,
        ..Job::of(&args.run, &paths, Source::Shards(shards), holdings, progress)
    })
}

/// The day that the shards were judged by; the last one, where a run went past midnight.
fn latest(shards: &[ShardFile]) -> Option<Date> {
    shards.iter().filter_map(|shard| shard.head.day()).max()
}

/// All shards, if there are all of them and none twice. Those of 1/1 may be any number: each holds all packages of some place.
fn whole(shards: Vec<ShardFile>) -> Result<Vec<ShardFile>, Trouble> {
    let Some(of) = shards.first().map(|shard| shard.head.shard.of) else { return Ok(shards) };
    let path = |shard: &ShardFile| Some(shard.path.to_string_lossy().replace('\\', "/"));
    if let Some(other) = shards.iter().find(|shard| shard.head.shard.of != of) {
        let message = format!("is one of {} shards, and another file is one of {of}", other.head.shard.of);
        let trouble = Trouble::new(message).help("give the shards of one run");
        return Err(Trouble { path: path(other), ..trouble });
    }
    if of == 1 {
        return Ok(shards);
    }
    let mut seen = BTreeSet::new();
    if let Some(twice) = shards.iter().find(|shard| !seen.insert(shard.head.shard)) {
        let trouble = Trouble::new(format!("is shard {}, which another file is, too", twice.head.shard));
        return Err(Trouble { path: path(twice), ..trouble.help("give each shard of a run once") });
    }
    let mut pairs = shards.iter().zip(shards.iter().skip(1));
    if let Some((one, other)) = pairs.find(|(one, other)| one.head.found != other.head.found) {
        let message = format!("saw other files than shard {}, so that packages would be missing", one.head.shard);
        let help = "give each part the same paths, and the same files below them";
        return Err(Trouble { path: path(other), ..Trouble::new(message).help(help) });
    }
    let missing = (1..=of).map(|number| Shard { number, of }).find(|shard| !seen.contains(shard));
    match missing {
        Some(missing) => {
            Err(Trouble::new(format!("shard {missing} is missing, so that the report would not be whole"))
                .help("give the shards of all jobs; where one has failed, run it again"))
        }
        None => Ok(shards),
    }
}
