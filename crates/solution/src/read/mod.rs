//! The only place that opens archives or walks folders; limits live here.

mod ambiguity;
mod archive;
mod changed;
mod enclosing;
mod expand;
mod files;
mod find;
mod flow;
mod folder;
mod hints;
mod inflate;
pub(crate) mod limits;
mod listing;
pub(crate) mod names;
mod open;
mod source;
mod walked;

pub use changed::{Changed, changed};
pub use expand::{Expanded, expand, expand_files, is_skipped_folder, literal_start};
pub use files::{Address, FileId, FileTable, PackageFiles, ReadError};
pub use find::{Found, Hint, InputError, Task, find};
pub use limits::Limits;
pub use open::{Opened, open, reopen};

/// One file of an archive in memory; `None` where that is none, where it holds no such file, and where the file cannot be read or has more than
/// `limit` bytes.
pub(crate) fn entry_of(archive: Vec<u8>, name: &str, limit: u64) -> Option<Vec<u8>> {
    let limits = Limits { entry_bytes: limit, ..Limits::default() };
    let mut archive = archive::Archive::open(source::Source::Memory(archive.into()), &limits).ok()?;
    let entry = archive.entries().iter().position(|entry| entry.name.eq_ignore_ascii_case(name))?;
    archive.read(entry, limit).ok()
}
