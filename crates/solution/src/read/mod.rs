//! The only place that opens archives or walks folders; limits live here.

mod archive;
mod enclosing;
mod expand;
mod files;
mod find;
mod flow;
mod folder;
mod hints;
mod limits;
mod listing;
pub(crate) mod names;
mod open;

pub use expand::{Expanded, expand, expand_files, is_skipped_folder, literal_start};
pub use files::{Address, FileId, FileTable, PackageFiles, ReadError};
pub use find::{Found, Hint, InputError, Task, find};
pub use limits::Limits;
pub use open::{Opened, open, reopen};
