//! The only place that opens archives or walks folders; limits live here.

mod files;
mod find;
mod limits;
mod open;

pub use files::{Address, FileId, FileTable, PackageFiles, ReadError};
pub use find::{Found, Hint, InputError, Task, find};
pub use limits::Limits;
pub use open::{Opened, open, reopen};
