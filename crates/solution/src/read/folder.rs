//! Folders on disk.

use std::{
    io,
    path::{MAIN_SEPARATOR, Path, PathBuf},
};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::{expand::is_skipped_folder, names::of_relative};

/// A file below a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Met {
    /// Its name relative to the folder, with `/`.
    pub(super) name: String,
    /// Its path.
    pub(super) path: PathBuf,
}

/// A folder that cannot be listed, or a file of which not even the kind is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unlisted {
    /// Whether it is the folder that the walk began with.
    pub(super) is_top: bool,
    /// Its name relative to the folder, with `/`; empty where that is not told.
    pub(super) name: String,
    /// Why, for people.
    pub(super) why: String,
}

/// How deep folders lie that are walked side by side.
const SIDE_BY_SIDE: usize = 3;

/// Every file below a folder that `is_wanted` by its name, in the order of names. Folders that are [skipped](is_skipped_folder) are passed by (the folder itself never
/// is), symbolic links are not followed: what lies elsewhere is not part of what was named.
pub(super) fn walk(folder: &Path, is_wanted: impl Fn(&str) -> bool + Sync) -> Vec<Result<Met, Unlisted>> {
    enum Step {
        Done(Result<Met, Unlisted>),
        Deeper(PathBuf),
    }
    let wanted = |met: &Result<Met, Unlisted>| met.as_ref().map_or(true, |met| is_wanted(&met.name));
    let steps = entries(folder, SIDE_BY_SIDE, true).filter_map(|entry| match entry {
        Ok(entry) if entry.depth() == SIDE_BY_SIDE && entry.file_type().is_dir() => {
            Some(Step::Deeper(entry.into_path()))
        }
        entry => met(folder, entry, true).filter(wanted).map(Step::Done),
    });
    let steps: Vec<Step> = steps.collect();
    let deeper = |step| match step {
        Step::Done(met) => vec![met],
        Step::Deeper(inner) => {
            entries(&inner, usize::MAX, false).filter_map(|entry| met(folder, entry, false)).filter(wanted).collect()
        }
    };
    let mets: Vec<Vec<_>> = steps.into_par_iter().map(deeper).collect();
    mets.into_iter().flatten().collect()
}

/// What lies in a folder; `is_top` where the folder itself is never passed by.
fn entries(folder: &Path, depth: usize, is_top: bool) -> impl Iterator<Item = walkdir::Result<DirEntry>> {
    WalkDir::new(folder).max_depth(depth).sort_by_file_name().into_iter().filter_entry(move |entry| {
        let is_walked = entry.depth() == 0 && is_top;
        is_walked || !entry.file_type().is_dir() || !is_skipped_folder(&entry.file_name().to_string_lossy())
    })
}

/// A file below `base`; `None` for anything else.
fn met(base: &Path, entry: walkdir::Result<DirEntry>, is_top: bool) -> Option<Result<Met, Unlisted>> {
    match entry {
        Ok(entry) if entry.file_type().is_file() => {
            Some(Ok(Met { name: name_below(base, entry.path()), path: entry.into_path() }))
        }
        Ok(_) => None,
        Err(error) => Some(Err(Unlisted {
            is_top: is_top && error.depth() == 0,
            name: error.path().map(|path| name_below(base, path)).unwrap_or_default(),
            why: error.io_error().map_or_else(|| error.to_string(), in_words),
        })),
    }
}

/// The name of something that was met below `base`.
fn name_below(base: &Path, path: &Path) -> String {
    // A walk writes what it meets behind its base: where both are text, there is nothing to take apart.
    let behind = || path.to_str()?.strip_prefix(base.to_str()?);
    match behind().filter(|_| MAIN_SEPARATOR == '/') {
        Some(name) => name.trim_start_matches('/').to_owned(),
        None => of_relative(path.strip_prefix(base).unwrap_or(path)),
    }
}

/// Why something on disk cannot be read, for people, without its path.
pub(super) fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "it may not be read (permission denied)".to_owned(),
        io::ErrorKind::NotFound => "it is not there".to_owned(),
        _ => error.to_string(),
    }
}

/// The names in a folder, and whether each is a folder; nothing where it cannot be listed.
pub(super) fn names_at(folder: &Path) -> impl Iterator<Item = (String, bool)> + use<> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        (entry.file_name().to_string_lossy().into_owned(), is_folder)
    })
}
