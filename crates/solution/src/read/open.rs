//! From a task to the packages in it.

use std::path::Path;

use super::{
    Address, InputError, Limits, PackageFiles, Task, archive::Archive, files::Place, find::TaskKind, flow::is_flow,
    folder, limits::named, listing::Listing, names::normalise, source::Source,
};
use crate::PackageKind;

/// What opening a task led to, beside the packages that were handed over.
#[derive(Debug, Default)]
pub struct Opened {
    /// Packages of packages that were met, outermost first.
    pub containers: Vec<Address>,
    /// What cannot be opened although it should.
    pub errors: Vec<InputError>,
    /// Archives that were met on a walk or in a container and are no packages.
    pub skipped: usize,
    /// Where an archive that was met on a walk has been left in Git's large file storage: its path.
    pub pointer: Option<String>,
}

/// Opens a task and hands over every package in it, in the order of their paths, one at a time:
/// only the archives that lead to it are in memory meanwhile.
///
/// An archive is a package if it has a package's files at its top or below a single folder; otherwise it is a container if
/// packages, or archives with packages, lie anywhere in it. Archives inside a package are opened too. An archive that
/// cannot be read is an error, also where it was only met on a walk: damage must not look like an unrelated file. A file
/// met on a walk that is no archive at all in spite of its name is skipped.
pub fn open(task: &Task, limits: &Limits, each: &mut dyn FnMut(PackageFiles)) -> Opened {
    let mut opening =
        Opening { limits, each, opened: Opened::default(), left: limits.package_bytes, named: task.named };
    match task.kind {
        TaskKind::Folder => opening.folder(task),
        TaskKind::Flow => opening.flow(task),
        TaskKind::Archive => opening.outermost(task),
    }
    opening.opened
}

/// Opens a package again, by its address.
///
/// # Errors
/// When it is no longer there or has changed.
pub fn reopen(address: &Address, limits: &Limits) -> Result<PackageFiles, InputError> {
    let error = |what: &str| InputError {
        path: address.path.clone(),
        message: format!("it cannot be opened again: {what}"),
        help: Some("it was changed or removed while it was checked; run the check again".to_owned()),
    };
    let gone = || error("it is no longer there");
    if address.nested.is_empty() && address.origin.is_dir() {
        let listing = Listing::of_folder(&address.origin, limits);
        return listing.again(address).ok_or_else(gone);
    }
    if address.nested.is_empty() && address.kind == PackageKind::Flow && address.root.is_empty() {
        return if address.origin.is_file() { Ok(flow_on_disk(address.clone(), limits)) } else { Err(gone()) };
    }
    let source = Source::of_file(&address.origin).map_err(|what| error(&what.to_string()))?;
    let mut archive = Archive::open(source, limits).map_err(|what| error(&what))?;
    for name in &address.nested {
        let entry = archive.entries().iter().position(|entry| entry.name == *name).ok_or_else(gone)?;
        let bytes = archive.read(entry, limits.entry_bytes).map_err(|what| error(&what.to_string()))?;
        archive = Archive::open(Source::Memory(bytes.into()), limits).map_err(|what| error(&what))?;
    }
    let listing = Listing::of_archive(&archive, limits);
    listing.again(address).ok_or_else(gone)
}

/// What opening needs to know on its way down.
struct Opening<'o> {
    limits: &'o Limits,
    each: &'o mut dyn FnMut(PackageFiles),
    opened: Opened,
    /// How many bytes of archives inside archives may still be inflated.
    left: u64,
    named: bool,
}

impl Opening<'_> {
    fn folder(&mut self, task: &Task) {
        let listing = match &task.walked {
            Some(walked) => Listing::of_mets(walked.mets(), self.limits),
            None => Listing::of_folder(&task.origin, self.limits),
        };
        let at = address(&task.path, &task.origin);
        for files in listing.packages(&at).filter(|files| files.address.root.is_empty()) {
            (self.each)(files);
        }
    }

    /// A file that looked like a flow by its name on a walk is looked at here; one that was named is known to be one.
    fn flow(&mut self, task: &Task) {
        let at = Address { kind: PackageKind::Flow, ..address(&task.path, &task.origin) };
        let mut files = flow_on_disk(at, self.limits);
        if task.named || is_flow(&mut files) {
            (self.each)(files);
        }
    }

    fn outermost(&mut self, task: &Task) {
        let read = Source::of_file(&task.origin).and_then(|source| Ok((source.start(64)?, source)));
        let (start, source) = match read {
            Ok(read) => read,
            Err(error) => {
                self.error(&task.path, folder::in_words(&error), None);
                return;
            }
        };
        // To others it may be an archive in spite of its beginning: they look for the end first.
        let other_beginning = || Archive::open(source.clone(), self.limits).is_ok();
        if !looks_like_archive(&start) && !other_beginning() {
            if task.named {
                let (message, help) = not_an_archive(&start);
                self.error(&task.path, message.to_owned(), help);
            } else if is_pointer(&start) {
                self.opened.pointer = Some(task.path.clone());
            } else {
                self.opened.skipped += 1;
            }
            return;
        }
        match Archive::open(source, self.limits) {
            Ok(archive) => {
                let found = self.archive(&archive, &address(&task.path, &task.origin));
                if !found && self.named && self.opened.errors.is_empty() {
                    self.opened.skipped = 0;
                    let message = "there is no solution, legacy package or flow in it".to_owned();
                    self.error(&task.path, message, Some("solutions are exported with `solution.xml` in the zip"));
                }
            }
            Err(what) => self.error(&task.path, format!("the archive cannot be read: {what}"), None),
        }
    }

    /// Hands over what is in an archive; whether there was anything.
    fn archive(&mut self, archive: &Archive, at: &Address) -> bool {
        let skipped = self.opened.skipped;
        let listing = Listing::of_archive(archive, self.limits);
        let packages: Vec<PackageFiles> = listing.packages(at).collect();
        let is_package = packages.iter().any(|files| files.address.path == at.path);
        let container = self.opened.containers.len();
        if !is_package {
            self.opened.containers.push(Address { kind: PackageKind::Container, ..at.clone() });
        }
        let mut items: Vec<Item> = packages.into_iter().map(|files| Item::Package(Box::new(files))).collect();
        items.extend(listing.flows(at).map(|files| Item::Package(Box::new(files))));
        let inner = archive.entries().iter().enumerate().filter(|(_, entry)| is_called_archive(&entry.name));
        items.extend(inner.map(|(index, entry)| Item::Archive(index, format!("{}!/{}", at.path, entry.name))));
        items.sort_by(|one, other| one.path().cmp(other.path()));
        let mut found = false;
        for item in items {
            found |= match item {
                Item::Package(mut files) => {
                    let wanted = files.address.kind != PackageKind::Flow || is_flow(&mut files);
                    if wanted {
                        (self.each)(*files);
                    }
                    wanted
                }
                Item::Archive(index, path) => self.inner(archive, index, at, path),
            };
        }
        if !found {
            self.opened.containers.truncate(container);
            self.opened.skipped = skipped + 1;
        }
        found
    }

    /// Opens an archive in an archive; whether there was anything in it.
    fn inner(&mut self, archive: &Archive, index: usize, at: &Address, path: String) -> bool {
        let Some(entry) = archive.entries().get(index) else { return false };
        let mut nested = at.nested.clone();
        nested.push(entry.name.clone());
        let bytes = match archive.again().read(index, self.limits.entry_bytes.min(self.left)) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.error(&path, format!("the archive cannot be read: {error}"), None);
                return false;
            }
        };
        self.left = self.left.saturating_sub(bytes.len() as u64);
        if !looks_like_archive(&bytes) {
            self.opened.skipped += 1;
            return false;
        }
        if nested.len() > self.limits.nesting {
            let most = named("nesting", self.limits.nesting);
            let message =
                format!("archives lie inside each other more than {} deep here ({most})", self.limits.nesting);
            let help = "unpack the outer archives and check what is in them, or raise the limit under [limits] in powerlint.toml";
            self.error(&path, message, Some(help));
            return false;
        }
        match Archive::open(Source::Memory(bytes.into()), self.limits) {
            Ok(archive) => self.archive(&archive, &Address { path, nested, ..at.clone() }),
            Err(what) => {
                self.error(&path, format!("the archive cannot be read: {what}"), None);
                false
            }
        }
    }

    fn error(&mut self, path: &str, message: String, help: Option<&str>) {
        self.opened.errors.push(InputError { path: path.to_owned(), message, help: help.map(str::to_owned) });
    }
}

/// What an archive holds, to be handed over in the order of the paths.
enum Item {
    Package(Box<PackageFiles>),
    /// The entry and its path.
    Archive(usize, String),
}

impl Item {
    fn path(&self) -> &str {
        match self {
            Self::Package(files) => &files.address.path,
            Self::Archive(_, path) => path,
        }
    }
}

/// Whether bytes begin like a zip archive (with a file, or the end record of an empty one).
pub(super) fn looks_like_archive(start: &[u8]) -> bool {
    start.starts_with(b"PK")
}

/// Whether a name says that the file is an archive. An `.msapp` is one as well, but never a package.
pub(super) fn is_called_archive(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
}

/// Whether a file stands for one that Git LFS keeps elsewhere.
fn is_pointer(start: &[u8]) -> bool {
    start.starts_with(b"version https://git-lfs")
}

/// Why a file that is called `.zip` is none.
pub(super) fn not_an_archive(start: &[u8]) -> (&'static str, Option<&'static str>) {
    if start.is_empty() {
        ("the file is empty", None)
    } else if is_pointer(start) {
        ("this is a pointer of Git LFS, not the archive itself", Some("fetch the file with `git lfs pull`"))
    } else {
        ("this is not a zip archive", None)
    }
}

fn address(path: &str, origin: &Path) -> Address {
    Address {
        path: path.to_owned(),
        kind: PackageKind::Container,
        whole_archive: false,
        origin: origin.to_owned(),
        nested: Vec::new(),
        root: String::new(),
        inner: String::new(),
        neighbours: 0,
    }
}

fn flow_on_disk(address: Address, limits: &Limits) -> PackageFiles {
    let name = address.origin.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let place = Place::Disk(address.origin.clone());
    PackageFiles::new(address, vec![(normalise(&name), place)], None, limits)
}
