//! From a task to the packages in it.

use std::{
    collections::HashMap,
    io::Read,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    Address, InputError, Limits, PackageFiles, Task,
    archive::{Archive, Source},
    files::Place,
    find::TaskKind,
    flow::is_flow,
    folder,
    names::{below, fold, join, normalise},
};
use crate::{
    PackageKind, Problem, ProblemKind,
    layout::{self, Prefixes, Root, RootKind},
};

/// What opening a task led to, beside the packages that were handed over.
#[derive(Debug, Default)]
pub struct Opened {
    /// Packages of packages that were met, outermost first.
    pub containers: Vec<Address>,
    /// What cannot be opened although it should.
    pub errors: Vec<InputError>,
    /// Archives that were met on a walk or in a container and are no packages.
    pub skipped: usize,
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
    let mut archive = Archive::open(Source::Disk(address.origin.clone()), limits).map_err(|what| error(&what))?;
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
        let listing = Listing::of_folder(&task.origin, self.limits);
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
        let mut start = Vec::new();
        let read = std::fs::File::open(&task.origin).and_then(|file| file.take(64).read_to_end(&mut start));
        if let Err(error) = read {
            self.error(&task.path, folder::in_words(&error), None);
            return;
        }
        if !looks_like_archive(&start) {
            if task.named {
                let (message, help) = not_an_archive(&start);
                self.error(&task.path, message.to_owned(), help);
            } else {
                self.opened.skipped += 1;
            }
            return;
        }
        match Archive::open(Source::Disk(task.origin.clone()), self.limits) {
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
            let message = format!("archives lie inside each other more than {} deep here", self.limits.nesting);
            self.error(&path, message, Some("unpack the outer archives and check what is in them"));
            return false;
        }
        match Archive::open(Source::Memory(Arc::from(bytes)), self.limits) {
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
fn is_called_archive(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
}

/// Why a file that is called `.zip` is none.
pub(super) fn not_an_archive(start: &[u8]) -> (&'static str, Option<&'static str>) {
    if start.is_empty() {
        ("the file is empty", None)
    } else if start.starts_with(b"version https://git-lfs") {
        ("this is a pointer of Git LFS, not the archive itself", Some("fetch the file with `git lfs pull`"))
    } else {
        ("this is not a zip archive", None)
    }
}

fn address(path: &str, origin: &Path) -> Address {
    Address {
        path: path.to_owned(),
        kind: PackageKind::Container,
        origin: origin.to_owned(),
        nested: Vec::new(),
        root: String::new(),
        inner: String::new(),
    }
}

fn flow_on_disk(address: Address, limits: &Limits) -> PackageFiles {
    let name = address.origin.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let place = Place::Disk(address.origin.clone());
    PackageFiles::new(address, vec![(normalise(&name), place)], None, limits)
}

/// The files below a folder or in an archive, and the roots among them.
struct Listing<'l> {
    names: Vec<String>,
    roots: Vec<Root>,
    prefixes: Prefixes,
    /// The files of each root, by its folded prefix.
    files: HashMap<String, Vec<usize>>,
    from: From<'l>,
    limits: &'l Limits,
    problems: Vec<Problem>,
}

enum From<'l> {
    Folder(Vec<PathBuf>),
    Archive(&'l Archive),
}

impl<'l> Listing<'l> {
    fn of_folder(path: &Path, limits: &'l Limits) -> Self {
        let mut problems = Vec::new();
        let (mut names, mut paths) = (Vec::new(), Vec::new());
        for met in folder::walk(path, usize::MAX) {
            if names.len() >= limits.entries {
                problems.push(too_many(limits));
                break;
            }
            match met {
                Ok(met) => {
                    names.push(met.name);
                    paths.push(met.path);
                }
                Err(error) => {
                    let part = error.path().and_then(|at| at.strip_prefix(path).ok()).unwrap_or(Path::new(""));
                    let subject = super::names::of_relative(part);
                    let why = error.io_error().map_or_else(|| error.to_string(), folder::in_words);
                    let message =
                        format!("{} cannot be listed: {why}", if subject.is_empty() { "the folder" } else { &subject });
                    problems.push(Problem::new(ProblemKind::UnreadableEntry, None, subject.clone(), message));
                }
            }
        }
        Self::new(names, From::Folder(paths), limits, problems)
    }

    fn of_archive(archive: &'l Archive, limits: &'l Limits) -> Self {
        let names = archive.entries().iter().map(|entry| entry.name.clone()).collect();
        let problems = if archive.cut { vec![too_many(limits)] } else { Vec::new() };
        Self::new(names, From::Archive(archive), limits, problems)
    }

    fn new(names: Vec<String>, from: From<'l>, limits: &'l Limits, problems: Vec<Problem>) -> Self {
        let roots = layout::roots(names.iter().map(String::as_str));
        let prefixes = Prefixes::of(&roots);
        let mut files: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, name) in names.iter().enumerate() {
            if let Some(prefix) = prefixes.holding(name) {
                files.entry(prefix.to_owned()).or_default().push(index);
            }
        }
        Self { names, roots, prefixes, files, from, limits, problems }
    }

    /// Every package here, in the order of the folders. `at` is the address of the folder or archive itself.
    fn packages<'s>(&'s self, at: &'s Address) -> impl Iterator<Item = PackageFiles> + 's {
        self.roots.iter().flat_map(move |root| match &root.kind {
            RootKind::Yaml(solutions) => {
                // Each solution lists the repository's files: a hostile repository must not make that explode.
                let most = self.limits.entries.saturating_mul(20) / self.names.len().max(1);
                let mut packages: Vec<_> =
                    solutions.iter().take(most.max(1)).map(|solution| self.package(root, solution, at)).collect();
                if let Some(last) = packages.last_mut().filter(|_| solutions.len() > most.max(1)) {
                    let message = format!("only {most} of the repository's {} solutions are checked", solutions.len());
                    last.problems.push(Problem::new(ProblemKind::LimitExceeded, None, "solutions", message));
                }
                packages
            }
            _ => vec![self.package(root, "", at)],
        })
    }

    /// The package of an address that was handed over before.
    fn again(&self, address: &Address) -> Option<PackageFiles> {
        let same = |files: &PackageFiles| {
            let other = &files.address;
            (other.kind, &other.root, &other.inner) == (address.kind, &address.root, &address.inner)
        };
        let mut files = self.packages(address).chain(self.flows(address)).find(same)?;
        files.address = address.clone();
        Some(files)
    }

    /// Whether a root stands for the whole archive: it is the top, or the only folder at the top and the only root.
    fn is_whole(&self, root: &Root) -> bool {
        let alone = || self.roots.iter().all(|other| other.prefix == root.prefix);
        let only = || self.names.iter().all(|name| below(name, &root.prefix).is_some());
        root.prefix.is_empty() || (!root.prefix.contains('/') && alone() && only())
    }

    fn package(&self, root: &Root, solution: &str, at: &Address) -> PackageFiles {
        let whole = self.is_whole(root);
        let kind = match (&root.kind, &self.from) {
            (RootKind::Solution { unpacked: false, .. }, From::Archive(_)) if whole => PackageKind::SolutionZip,
            (RootKind::Solution { .. }, _) => PackageKind::SolutionFolder,
            (RootKind::Legacy, _) => PackageKind::LegacyPackage,
            (RootKind::Yaml(_), _) => PackageKind::YamlRepository,
        };
        let path = if whole { at.path.clone() } else { self.path_in(at, &root.prefix) };
        let mine = self.files.get(&fold(&root.prefix)).map(Vec::as_slice).unwrap_or_default();
        let files = mine.iter().filter_map(|&index| {
            // The prefix may be written in another case here.
            let rest = self.names.get(index)?.get(root.prefix.len()..)?.trim_start_matches('/');
            let wanted = solution.is_empty() || belongs(rest, solution);
            if wanted { Some((rest.to_owned(), self.place(index)?)) } else { None }
        });
        let address = Address {
            path,
            kind,
            root: root.prefix.clone(),
            inner: solution.to_owned(),
            origin: at.origin.clone(),
            nested: at.nested.clone(),
        };
        let files = files.collect();
        self.finish(address, files)
    }

    /// The files outside of any package that look like flows; the caller looks into them.
    fn flows<'s>(&'s self, at: &'s Address) -> impl Iterator<Item = PackageFiles> + 's {
        let loose = self
            .names
            .iter()
            .enumerate()
            .filter(|(_, name)| layout::may_be_loose_flow(name) && self.prefixes.holding(name).is_none());
        loose.filter_map(move |(index, name)| {
            let address =
                Address { path: self.path_in(at, name), kind: PackageKind::Flow, root: name.clone(), ..at.clone() };
            let file = name.rsplit('/').next().unwrap_or(name).to_owned();
            Some(self.finish(address, vec![(file, self.place(index)?)]))
        })
    }

    fn path_in(&self, at: &Address, name: &str) -> String {
        match self.from {
            From::Archive(_) => format!("{}!/{name}", at.path),
            From::Folder(_) => join(&at.path, name),
        }
    }

    fn place(&self, index: usize) -> Option<Place> {
        match &self.from {
            From::Folder(paths) => paths.get(index).cloned().map(Place::Disk),
            From::Archive(archive) => archive.entries().get(index).map(|entry| Place::Entry(index, entry.size)),
        }
    }

    fn finish(&self, address: Address, files: Vec<(String, Place)>) -> PackageFiles {
        let archive = match &self.from {
            From::Archive(archive) => Some(archive.again()),
            From::Folder(_) => None,
        };
        let mut files = PackageFiles::new(address, files, archive, self.limits);
        files.problems.extend(self.problems.iter().cloned());
        files
    }
}

/// Whether a file of a repository in the YAML layout belongs to a solution: everything that is not another solution's own.
/// Which of the shared components are the solution's is for the model to say.
fn belongs(name: &str, solution: &str) -> bool {
    let mut parts = name.split('/');
    let in_solutions = parts.next().is_some_and(|first| first.eq_ignore_ascii_case("solutions"));
    let folder = parts.next();
    !in_solutions || parts.next().is_none() || folder.is_some_and(|folder| fold(folder) == fold(solution))
}

fn too_many(limits: &Limits) -> Problem {
    let message = format!("there are more than {} files, and only the first of them are checked", limits.entries);
    Problem::new(ProblemKind::LimitExceeded, None, "files", message)
}
