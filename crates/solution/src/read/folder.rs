//! Folders on disk.

use std::{
    io,
    path::{Path, PathBuf},
};

use walkdir::WalkDir;

use super::{expand::is_skipped_folder, names::of_relative};

/// A file below a folder.
#[derive(Debug)]
pub(super) struct Met {
    /// Its name relative to the folder, with `/`.
    pub(super) name: String,
    /// Its path.
    pub(super) path: PathBuf,
}

/// Walks a folder in the order of names. Folders that are [skipped](is_skipped_folder) are passed by (the folder itself never is),
/// symbolic links are not followed: what lies elsewhere is not part of what was named.
pub(super) fn walk(folder: &Path, depth: usize) -> impl Iterator<Item = Result<Met, walkdir::Error>> {
    let base = folder.to_path_buf();
    WalkDir::new(folder)
        .max_depth(depth)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| {
            entry.depth() == 0
                || !entry.file_type().is_dir()
                || !is_skipped_folder(&entry.file_name().to_string_lossy())
        })
        .filter_map(move |entry| match entry {
            Ok(entry) if entry.file_type().is_file() => {
                let name = of_relative(entry.path().strip_prefix(&base).unwrap_or(entry.path()));
                Some(Ok(Met { name, path: entry.into_path() }))
            }
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        })
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
