//! A package as a list of named files, whether it lies in a folder or an archive.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::{
    collections::{HashMap, HashSet},
    fs::File,
    path::PathBuf,
};

use super::{
    Limits,
    ambiguity::Ambiguity,
    archive::{Archive, read_at_most, too_large},
    folder,
    limits::named,
    names::{fold, normalise},
    source::Source,
};
use crate::{PackageKind, Problem, ProblemKind};

/// A file of one package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileId(pub u32);

/// The names of a package's files.
#[derive(Debug, Clone, Default)]
pub struct FileTable {
    names: Vec<String>,
    /// The names as [`fold`] levels them.
    folded: HashMap<String, FileId, foldhash::fast::RandomState>,
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
        self.folded.get(&fold(name)).copied()
    }
}

/// Where a package lies: enough to open it again.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Address {
    /// The path as people see it: as given, with `/`, and `!/` before a path inside an archive.
    pub path: String,
    /// What kind of package it is.
    pub kind: PackageKind,
    /// Whether the package is all of an archive, so that `!/` stands between its path and a file's name. A folder may be
    /// called `x.zip`, and an archive may hold source.
    pub whole_archive: bool,
    /// The file or folder on disk. Of a package of another run nobody needs it.
    #[serde(skip)]
    pub(crate) origin: PathBuf,
    /// The names of the archives inside each other, outermost first.
    pub(crate) nested: Vec<String>,
    /// The package's folder (for a flow: its file) inside the innermost archive, `""` where it is the whole archive.
    pub(crate) root: String,
    /// In the YAML layout the name of the solution's folder below `solutions/`, `""` in all others.
    pub(crate) inner: String,
    /// In the YAML layout how many other solutions the repository holds.
    pub(crate) neighbours: usize,
}

/// An open package: its files' names, and their bytes on request.
pub struct PackageFiles {
    /// Where it lies.
    pub address: Address,
    /// Its files.
    pub table: FileTable,
    /// What was wrong with it so far (entries that cannot be listed, limits).
    pub problems: Vec<Problem>,
    /// Where each file's bytes are, in the order of the table.
    places: Vec<Place>,
    archive: Option<Archive>,
    limits: Limits,
    /// How many bytes may still be read.
    left: u64,
}

/// Where a file's bytes are.
pub(super) enum Place {
    /// On disk.
    Disk(PathBuf),
    /// An entry of the archive, with its size as stated.
    Entry(usize, u64),
    /// Here.
    Memory(Vec<u8>),
}

/// Takes a file's name and its bytes, or why there are none.
type Visit<'v> = dyn FnMut(&str, Result<Vec<u8>, ReadError>) + 'v;

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
    /// A package whose files are at hand: for tests and examples. Names may have either separator.
    #[must_use]
    pub fn in_memory(path: &str, kind: PackageKind, files: Vec<(String, Vec<u8>)>) -> Self {
        let address = Address {
            path: path.to_owned(),
            kind,
            whole_archive: kind == PackageKind::SolutionZip,
            origin: PathBuf::from(path),
            nested: Vec::new(),
            root: String::new(),
            inner: String::new(),
            neighbours: 0,
        };
        let files = files.into_iter().map(|(name, bytes)| (normalise(&name), Place::Memory(bytes)));
        Self::new(address, files.collect(), None, &Limits::default())
    }

    /// Puts a package together. Of several files with one name (case and separators levelled) the first counts.
    pub(super) fn new(
        address: Address,
        files: Vec<(String, Place)>,
        archive: Option<Archive>,
        limits: &Limits,
    ) -> Self {
        let mut order: Vec<(String, Place)> = Vec::with_capacity(files.len());
        let mut again = Vec::new();
        let mut seen = HashSet::with_capacity(files.len());
        let mut too_long = Vec::new();
        for (name, place) in files {
            if name.len() > limits.name_bytes {
                too_long.push(name);
            } else if seen.insert(fold(&name)) {
                order.push((name, place));
            } else {
                again.push(name);
            }
        }
        order.sort_by(|(one, _), (other, _)| one.cmp(other));
        let (names, places): (Vec<String>, Vec<Place>) = order.into_iter().unzip();
        let folded = (0..).map(FileId).zip(&names).map(|(file, name)| (fold(name), file)).collect();
        let table = FileTable { names, folded };
        let problems = again.into_iter().map(|name| {
            let loc = table.find(&name).map(crate::Loc::file);
            let message =
                format!("two files are called {name}, apart from case and separators; only the first is read");
            Problem::new(ProblemKind::AmbiguousArchive, loc, name, message)
        });
        let too_long = too_long.into_iter().map(|name| {
            let end = (0..=60).rev().find(|&end| name.is_char_boundary(end)).unwrap_or_default();
            let shown = format!("{}…", name.get(..end).unwrap_or_default());
            let most = named("name-bytes", limits.name_bytes);
            let message = format!("the name {shown} has {} bytes, and its file is not read ({most})", name.len());
            Problem::new(ProblemKind::LimitExceeded, None, shown, message)
        });
        Self {
            problems: problems.chain(too_long).collect(),
            address,
            table,
            places,
            archive,
            limits: limits.clone(),
            left: limits.package_bytes,
        }
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// When it cannot be read or exceeds a limit.
    pub fn read(&mut self, file: FileId) -> Result<Vec<u8>, ReadError> {
        let limit = self.limits.entry_bytes.min(self.left);
        let nothing = || ReadError::Unreadable("there is no such file in the package".to_owned());
        let bytes = match self.places.get(file.0 as usize).ok_or_else(nothing)? {
            Place::Memory(bytes) if bytes.len() as u64 > limit => Err(too_large(limit)),
            Place::Memory(bytes) => Ok(bytes.clone()),
            Place::Disk(path) => {
                let open = File::open(path).and_then(|file| Ok((file.metadata()?.len(), file)));
                let (size, file) = open.map_err(|error| ReadError::Unreadable(folder::in_words(&error)))?;
                if size > limit { Err(too_large(limit)) } else { read_at_most(file, limit, size) }
            }
            Place::Entry(entry, _) => {
                let archive = self.archive.as_mut().ok_or_else(nothing)?;
                let bytes = archive.read(*entry, limit);
                let ambiguities = archive.take_ambiguities();
                self.ambiguous(file, ambiguities);
                bytes
            }
        };
        if limit < self.limits.entry_bytes && matches!(bytes, Err(ReadError::TooLarge(_))) {
            let most = named("package-bytes", self.limits.package_bytes);
            let message = format!("the package as a whole is larger than is read ({most})");
            return Err(ReadError::TooLarge(message));
        }
        let bytes = bytes?;
        self.left = self.left.saturating_sub(bytes.len() as u64);
        Ok(bytes)
    }

    /// The bytes of several files, as [`read`](Self::read) gives them one after the other. Where they are many and large, they are
    /// inflated side by side.
    pub fn read_all(&mut self, files: &[FileId]) -> Vec<Result<Vec<u8>, ReadError>> {
        if let Some(read) = self.read_side_by_side(files) {
            let mut all = Vec::with_capacity(files.len());
            for (file, (bytes, ambiguities)) in files.iter().zip(read) {
                self.left = self.left.saturating_sub(bytes.len() as u64);
                self.ambiguous(*file, ambiguities);
                all.push(Ok(bytes));
            }
            return all;
        }
        files.iter().map(|file| self.read(*file)).collect()
    }

    /// The same for many files of an archive. `None` where they are few, where anything is wrong with one of them, or where not all of
    /// them may be read: what is to be said then depends on their order.
    fn read_side_by_side(&self, files: &[FileId]) -> Option<Vec<(Vec<u8>, Vec<Ambiguity>)>> {
        /// From so many bytes on it is worth while, and so many files at a time: enough to open the archive once more for them, and few
        /// enough that no thread has a long rest to itself.
        const LARGE: u64 = 1 << 20;
        const TOGETHER: usize = 16;
        let archive = self.archive.as_ref()?;
        let entries: Option<Vec<(usize, u64)>> = files
            .iter()
            .map(|file| match self.places.get(file.0 as usize) {
                Some(Place::Entry(entry, size)) => Some((*entry, *size)),
                _ => None,
            })
            .collect();
        let entries = entries?;
        let size = entries.iter().fold(0, |sum: u64, (_, size)| sum.saturating_add(*size));
        let largest = entries.iter().map(|(_, size)| *size).max()?;
        if size < LARGE || size > self.left || largest > self.limits.entry_bytes {
            return None;
        }
        let entries = entries.par_iter().with_min_len(TOGETHER).with_max_len(2 * TOGETHER);
        let read = entries.map_init(
            || archive.again(),
            |archive, (entry, size)| {
                // The size that is stated may be a lie.
                let bytes = archive.read(*entry, *size).ok().filter(|bytes| bytes.len() as u64 == *size)?;
                Some((bytes, archive.take_ambiguities()))
            },
        );
        read.collect()
    }

    /// Notes what two readers could understand differently of a file.
    fn ambiguous(&mut self, file: FileId, found: Vec<Ambiguity>) {
        let problems = found.into_iter().map(Ambiguity::into_problem);
        self.problems.extend(problems.map(|problem| Problem { loc: Some(crate::Loc::file(file)), ..problem }));
    }

    /// Hands the bytes of some files of an archive in the package to `visit`, one after the other in the order of the archive, by their
    /// names in lower case and with `/`. No other entry is inflated, and no more than one is in memory.
    ///
    /// # Errors
    /// When the archive cannot be read. What is wrong with one of the files is told to `visit`.
    pub fn visit_inside(
        &mut self,
        file: FileId,
        is_wanted: impl Fn(&str) -> bool,
        visit: &mut Visit<'_>,
    ) -> Result<(), ReadError> {
        let mut archive = self.open_inside(file)?;
        let inner = self.table.name(file).to_owned();
        let ambiguous = archive.ambiguities.iter().cloned().map(Ambiguity::into_problem).map(|problem| Problem {
            loc: Some(crate::Loc::file(file)),
            message: format!("in `{inner}`: {}", problem.message),
            subject: inner.clone(),
            ..problem
        });
        self.problems.extend(ambiguous);
        let names: Vec<String> = archive.entries().iter().map(|entry| fold(&entry.name)).collect();
        for (entry, name) in names.iter().enumerate().filter(|(_, name)| is_wanted(name)) {
            let bytes = archive.read(entry, self.limits.entry_bytes.min(self.left));
            self.left = self.left.saturating_sub(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64));
            visit(name, bytes);
        }
        Ok(())
    }

    /// Opens an archive that lies in the package.
    fn open_inside(&mut self, file: FileId) -> Result<Archive, ReadError> {
        let source = match self.places.get(file.0 as usize) {
            Some(Place::Disk(path)) => {
                Source::of_file(path).map_err(|error| ReadError::Unreadable(folder::in_words(&error)))?
            }
            _ => Source::Memory(self.read(file)?.into()),
        };
        Archive::open(source, &self.limits).map_err(ReadError::Unreadable)
    }

    /// How much of it is read.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The size of a file in bytes, as its archive or the file system states it.
    #[must_use]
    pub fn size(&self, file: FileId) -> u64 {
        match self.places.get(file.0 as usize) {
            Some(Place::Memory(bytes)) => bytes.len() as u64,
            Some(Place::Disk(path)) => path.metadata().map_or(0, |metadata| metadata.len()),
            Some(Place::Entry(_, size)) => *size,
            None => 0,
        }
    }
}
