//! The least that a linter of packages must do: find the files, open each archive, inflate the texts that matter, and parse each of them
//! once, with the crates that powerlint uses. It keeps nothing, knows no rule and says nothing but how much it read.
//!
//! ```console
//! cargo run --release -p powerlint-bench --bin floor -- plan.txt FOLDER [--jobs N]
//! ```
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a tool for developers: what cannot be read must stop it")]

use std::{
    collections::HashMap,
    env, fs,
    fs::File,
    hint::black_box,
    io::{BufReader, Cursor, Read as _, Seek},
    path::Path,
};

use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use powerlint_bench::Read;
use quick_xml::events::Event;
use rayon::prelude::*;
use saphyr_parser::Parser;
use serde::de::IgnoredAny;
use walkdir::WalkDir;
use zip::{
    ZipArchive,
    read::{ArchiveOffset, Config},
};

/// powerlint's own, so that none of the two is quicker for that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let mut arguments = env::args().skip(1);
    let usage = "usage: floor PLAN FOLDER [--jobs N]";
    let (plan, folder) = (arguments.next().expect(usage), arguments.next().expect(usage));
    let jobs = arguments.nth(1).map_or(0, |jobs| jobs.parse().expect("--jobs wants a number"));
    rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global().expect("threads can be started");
    let met =
        WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file()).count();
    let plan = fs::read_to_string(plan).expect("the list can be read");
    let reads: Vec<Read> = plan.lines().filter_map(Read::parse).collect();
    let tasks: Vec<&[Read]> = reads.chunk_by(|one, other| one.origin == other.origin).collect();
    let bytes: usize = tasks.par_iter().map(|reads| of_one_file(reads)).sum();
    println!("{} of {met} files, {} texts, {bytes} bytes", tasks.len(), reads.len());
}

/// Everything that is read of one file on disk.
fn of_one_file(reads: &[Read]) -> usize {
    let origin = Path::new(&reads[0].origin);
    if reads[0].inside.is_empty() {
        return parsed(&reads[0].origin, &fs::read(origin).unwrap(), false);
    }
    let archive = ZipArchive::new(BufReader::new(File::open(origin).unwrap())).unwrap();
    let reads: Vec<(&[String], bool)> = reads.iter().map(|read| (read.inside.as_slice(), read.of_app)).collect();
    inside(archive, &reads)
}

/// Everything that is read of one archive, and of the archives in it.
fn inside<R: std::io::Read + Seek>(mut archive: ZipArchive<R>, reads: &[(&[String], bool)]) -> usize {
    let names = archive.file_names().map(|name| folded(&name.unwrap_or_default()));
    let entries: HashMap<String, usize> = names.enumerate().map(|(entry, name)| (name, entry)).collect();
    let mut bytes = 0;
    for together in reads.chunk_by(|(one, _), (other, _)| one.len() > 1 && other.len() > 1 && one[0] == other[0]) {
        let (names, of_app) = together[0];
        let content = entries.get(&folded(&names[0])).and_then(|&entry| inflated(&mut archive, entry));
        let content = content.unwrap_or_else(|| panic!("{names:?} cannot be read"));
        if names.len() == 1 {
            bytes += parsed(&names[0], &content, of_app);
        } else {
            let deeper: Vec<_> = together.iter().map(|(names, of_app)| (&names[1..], *of_app)).collect();
            bytes += inside(in_memory(&content), &deeper);
        }
    }
    bytes
}

fn folded(name: &str) -> String {
    name.replace('\\', "/").to_lowercase()
}

/// An archive in an archive. Some apps have zeros behind their end.
fn in_memory(content: &[u8]) -> ZipArchive<Cursor<&[u8]>> {
    let config = Config { archive_offset: ArchiveOffset::Known(0) };
    let end = content.iter().rposition(|&byte| byte != 0).map_or(0, |last| content.len().min(last + 3));
    ZipArchive::with_config(config, Cursor::new(content))
        .or_else(|_| ZipArchive::with_config(config, Cursor::new(&content[..end])))
        .expect("an archive that powerlint opens can be opened")
}

fn inflated<R: std::io::Read + Seek>(archive: &mut ZipArchive<R>, entry: usize) -> Option<Vec<u8>> {
    let mut entry = archive.by_index(entry).ok()?;
    let mut bytes = Vec::with_capacity(usize::try_from(entry.size()).ok()?);
    entry.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Parses a text once, with the crate for its notation; how many bytes it has.
fn parsed(name: &str, bytes: &[u8], of_app: bool) -> usize {
    let Ok(text) = std::str::from_utf8(bytes) else { return 0 };
    let text = text.trim_start_matches('\u{feff}');
    if of_app {
        // Nobody asks for places in the files of apps.
        let _ = black_box(serde_json::from_str::<IgnoredAny>(text));
    } else if text.trim_start().starts_with('<') {
        let mut reader = quick_xml::Reader::from_str(text);
        while !matches!(black_box(reader.read_event()), Ok(Event::Eof) | Err(_)) {}
    } else if text.trim_start().starts_with(['{', '[']) {
        let _ = black_box(parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default()));
    } else if !name.to_ascii_lowercase().ends_with(".json") {
        // It goes on for ever behind a fault.
        let _ = black_box(Parser::new_from_str(text).take_while(Result::is_ok).count());
    }
    bytes.len()
}
