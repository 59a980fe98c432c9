//! A package as a list of named files, whether it lies in a folder or an archive.

use std::path::PathBuf;

use crate::{PackageKind, Problem};

/// A file of one package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// The names of a package's files.
#[derive(Debug, Clone, Default)]
pub struct FileTable {
    names: Vec<String>,
}

impl FileTable {
    /// The name of a file: with `/`, relative to the package's root (to the repository's root in the YAML layout).
    #[must_use]
    pub fn name(&self, file: FileId) -> &str {
        self.names.get(file.0 as usize).map_or("", String::as_str)
    }

    /// All files in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &str)> {
        (0..).map(FileId).zip(self.names.iter().map(String::as_str))
    }

    /// The file of this name, without regard to case and to `\` or `/`, a leading `/` ignored.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<FileId> {
        let _ = name;
        todo!()
    }
}

/// Where a package lies: enough to open it again.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    /// The path as people see it: as given, with `/`, and `!/` before a path inside an archive.
    pub path: String,
    /// What kind of package it is.
    pub kind: PackageKind,
    /// The file or folder on disk.
    pub(crate) origin: PathBuf,
    /// The names of the archives inside each other, outermost first (as written in their archive).
    pub(crate) nested: Vec<String>,
    /// The folder inside the innermost archive (or the solution's name in the YAML layout), `""` where there is none.
    pub(crate) inner: String,
}

/// An open package: its files' names, and their bytes on request.
pub struct PackageFiles {
    /// Where it lies.
    pub address: Address,
    /// Its files.
    pub table: FileTable,
    /// What was wrong with it so far (entries that cannot be listed, limits).
    pub problems: Vec<Problem>,
}

/// A file that could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The archive or the file system refused.
    #[error("{0}")]
    Unreadable(String),
    /// It is larger than the limits allow.
    #[error("{0}")]
    TooLarge(String),
}

impl PackageFiles {
    /// The bytes of a file.
    ///
    /// # Errors
    /// When it cannot be read or exceeds a limit.
    pub fn read(&mut self, file: FileId) -> Result<Vec<u8>, ReadError> {
        let _ = file;
        todo!()
    }

    /// The size of a file in bytes, as its archive or the file system states it.
    #[must_use]
    pub fn size(&self, file: FileId) -> u64 {
        let _ = file;
        todo!()
    }
}
