//! Reading shards.

use std::{
    fs,
    path::{Path, PathBuf},
};

use engine::Part;
use serde::{Deserialize, de::DeserializeOwned};

use super::{End, Head, SCHEMA, ShardFile};
use crate::errors::Trouble;

/// Reads the shards in some files and folders; of a folder, every file that ends with `.jsonl`. Several may stand in one file, one
/// after the other. They are in the order of what they hold, whatever the order of the files.
///
/// # Errors
/// Every file that cannot be read or is no shard, with its line.
pub fn read(paths: &[PathBuf]) -> Result<Vec<ShardFile>, Vec<Trouble>> {
    let (mut shards, mut troubles) = (Vec::new(), Vec::new());
    for path in paths {
        match files(path) {
            Ok(files) => {
                for file in files {
                    match read_file(&file) {
                        Ok(read) => shards.extend(read),
                        Err(trouble) => troubles.push(trouble),
                    }
                }
            }
            Err(trouble) => troubles.push(trouble),
        }
    }
    shards.sort_by(|one, other| order(one).cmp(&order(other)));
    if troubles.is_empty() { Ok(shards) } else { Err(troubles) }
}

/// What shards are sorted by: their numbers, and for those of the same number what they hold.
fn order(shard: &ShardFile) -> impl Ord + '_ {
    let first = shard.part.packages.first().map(|package| &package.outline.address);
    let opened = shard.part.opened.iter().flat_map(|opened| opened.errors.iter().map(|error| error.path.as_str()));
    (shard.head.shard, first, opened.collect::<Vec<_>>())
}

/// The files that a path stands for, sorted.
fn files(path: &Path) -> Result<Vec<PathBuf>, Trouble> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let entries = entries.map_err(|error| at(path, format!("cannot read the folder: {error}")))?;
    let is_shard = |path: &PathBuf| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("jsonl"));
    let mut files: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).filter(is_shard).collect();
    files.sort();
    if files.is_empty() {
        return Err(at(path, "holds no file that ends with .jsonl".to_owned())
            .help("powerlint check --shard 1/3 --output shards/1.jsonl writes one"));
    }
    Ok(files)
}

fn at(path: &Path, message: String) -> Trouble {
    Trouble { path: Some(path.to_string_lossy().replace('\\', "/")), ..Trouble::new(message) }
}

/// What a line is.
#[derive(Deserialize)]
struct Kind {
    r#type: String,
}

/// Every shard in a file.
fn read_file(path: &Path) -> Result<Vec<ShardFile>, Trouble> {
    const AGAIN: &str = "write the shard again with powerlint check --shard, and give the whole file";
    let text = fs::read(path).map_err(|error| at(path, format!("cannot read it: {error}")))?;
    // PowerShell writes UTF-16, or a byte order mark, where output is redirected to a file.
    let text = syntax::decode(text).map_err(|error| at(path, format!("is no text: {error}")).help(AGAIN))?.text;
    let mut shards = Vec::new();
    let mut open: Option<(Head, Part)> = None;
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let refused = |why: String| at(path, format!("line {number}: {why}")).help(AGAIN);
        let kind: Kind = parsed(line).map_err(|why| refused(format!("is no line of a shard: {why}")))?;
        let damaged = |why: String| refused(format!("is damaged: {why}"));
        match (kind.r#type.as_str(), &mut open) {
            ("shard", None) => open = Some((head(line, &refused)?, Part::default())),
            ("shard", Some(_)) => {
                return Err(refused("another shard begins, and the one before has no end".to_owned()));
            }
            (_, None) => return Err(refused("the head of the shard is missing".to_owned())),
            ("opened", Some((_, part))) => part.opened.push(parsed(line).map_err(damaged)?),
            ("package", Some((_, part))) => part.packages.push(parsed(line).map_err(damaged)?),
            ("finding", Some((_, part))) => part.findings.push(parsed(line).map_err(damaged)?),
            ("end", Some((_, part))) => {
                let end: End = parsed(line).map_err(damaged)?;
                if end != End::of(part) {
                    return Err(refused("lines of the shard are missing".to_owned()));
                }
                let whole = open.take();
                shards.extend(whole.map(|(head, part)| ShardFile { path: path.to_owned(), head, part }));
            }
            (other, _) => return Err(refused(format!("a line of the type {other:?} is not known"))),
        }
    }
    match open {
        None if shards.is_empty() => Err(at(path, "is empty".to_owned()).help(AGAIN)),
        None => Ok(shards),
        Some(_) => Err(at(path, "is cut off: its last line is missing".to_owned()).help(AGAIN)),
    }
}

/// The head, if it was written by this same powerlint: findings and outlines of another version may mean something else.
fn head(line: &str, refused: &impl Fn(String) -> Trouble) -> Result<Head, Trouble> {
    /// What is the same in every version.
    #[derive(Deserialize)]
    struct Written {
        schema: u32,
        version: String,
    }
    let own = env!("CARGO_PKG_VERSION");
    let written: Written = parsed(line).map_err(|why| refused(format!("is damaged: {why}")))?;
    if written.schema != SCHEMA || written.version != own {
        let message = format!("was written by powerlint {}, and this is {own}", written.version);
        return Err(refused(message).help("use one version for all shards and for merging"));
    }
    let head: Head = parsed(line).map_err(|why| refused(format!("is damaged: {why}")))?;
    let known = head.shard.number >= 1 && head.shard.number <= head.shard.of;
    if !known {
        return Err(refused(format!("there is no shard {}", head.shard)));
    }
    Ok(head)
}

/// A line as a value; what is wrong with it without the place, which is that of the line.
fn parsed<T: DeserializeOwned>(line: &str) -> Result<T, String> {
    serde_json::from_str(line).map_err(|error| {
        let (message, column) = (error.to_string(), error.column());
        let message = message.split(" at line ").next().unwrap_or_default();
        format!("{message} (column {column})")
    })
}
