//! The files of a folder or an archive, and the packages among them.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use super::{
    Address, Limits, PackageFiles,
    ambiguity::Ambiguity,
    archive::Archive,
    files::Place,
    folder::{self, Met, Unlisted},
    limits::named,
    names::{below, fold, join},
};
use crate::{
    PackageKind, Problem, ProblemKind,
    layout::{self, Prefixes, Root, RootKind},
};

/// The files below a folder or in an archive, and the roots among them.
pub(super) struct Listing<'l> {
    names: Vec<String>,
    roots: Vec<Root>,
    prefixes: Prefixes,
    /// The files of each root, by its folded prefix.
    files: HashMap<String, Vec<usize>, foldhash::fast::RandomState>,
    from: From<'l>,
    limits: &'l Limits,
    problems: Vec<Problem>,
}

enum From<'l> {
    Folder(Vec<PathBuf>),
    Archive(&'l Archive),
}

impl<'l> Listing<'l> {
    /// The files below a folder, which is walked.
    pub(super) fn of_folder(path: &Path, limits: &'l Limits) -> Self {
        Self::of_mets(folder::walk(path, |_| true), limits)
    }

    /// The files below a folder, as a walk met them.
    pub(super) fn of_mets(mets: impl IntoIterator<Item = Result<Met, Unlisted>>, limits: &'l Limits) -> Self {
        let mut problems = Vec::new();
        let (mut names, mut paths) = (Vec::new(), Vec::new());
        for met in mets {
            if names.len() >= limits.entries {
                problems.push(too_many(limits));
                break;
            }
            match met {
                Ok(met) => {
                    names.push(met.name);
                    paths.push(met.path);
                }
                Err(Unlisted { name, why, .. }) => {
                    let what = if name.is_empty() { "the folder" } else { &name };
                    let message = format!("{what} cannot be listed: {why}");
                    problems.push(Problem::new(ProblemKind::UnreadableEntry, None, name.clone(), message));
                }
            }
        }
        Self::new(names, From::Folder(paths), limits, problems)
    }

    pub(super) fn of_archive(archive: &'l Archive, limits: &'l Limits) -> Self {
        let names = archive.entries().iter().map(|entry| entry.name.clone()).collect();
        let mut problems = if archive.cut { vec![too_many(limits)] } else { Vec::new() };
        problems.extend(archive.ambiguities.iter().cloned().map(Ambiguity::into_problem));
        Self::new(names, From::Archive(archive), limits, problems)
    }

    fn new(names: Vec<String>, from: From<'l>, limits: &'l Limits, problems: Vec<Problem>) -> Self {
        let roots = layout::roots(names.iter().map(String::as_str));
        let prefixes = Prefixes::of(&roots);
        let mut files: HashMap<String, Vec<usize>, foldhash::fast::RandomState> = HashMap::default();
        for (index, name) in names.iter().enumerate() {
            if let Some(prefix) = prefixes.holding(name) {
                files.entry(prefix.to_owned()).or_default().push(index);
            }
        }
        Self { names, roots, prefixes, files, from, limits, problems }
    }

    /// Every package here, in the order of the folders. `at` is the address of the folder or archive itself.
    pub(super) fn packages<'s>(&'s self, at: &'s Address) -> impl Iterator<Item = PackageFiles> + 's {
        self.roots.iter().flat_map(move |root| match &root.kind {
            RootKind::Yaml(solutions) => {
                // Each solution lists the repository's files: a hostile repository must not make that explode.
                let most = self.limits.entries.saturating_mul(20) / self.names.len().max(1);
                let mut packages: Vec<_> =
                    solutions.iter().take(most.max(1)).map(|solution| self.package(root, solution, at)).collect();
                if let Some(last) = packages.last_mut().filter(|_| solutions.len() > most.max(1)) {
                    let limit = named("entries", self.limits.entries);
                    let message =
                        format!("only {most} of the repository's {} solutions are checked ({limit})", solutions.len());
                    last.problems.push(Problem::new(ProblemKind::LimitExceeded, None, "solutions", message));
                }
                packages
            }
            _ => vec![self.package(root, "", at)],
        })
    }

    /// The package of an address that was handed over before.
    pub(super) fn again(&self, address: &Address) -> Option<PackageFiles> {
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
        let neighbours = match &root.kind {
            RootKind::Yaml(solutions) => solutions.len().saturating_sub(1),
            _ => 0,
        };
        let address = Address {
            path,
            kind,
            whole_archive: whole && matches!(self.from, From::Archive(_)),
            root: root.prefix.clone(),
            inner: solution.to_owned(),
            neighbours,
            origin: at.origin.clone(),
            nested: at.nested.clone(),
        };
        let files = files.collect();
        self.finish(address, files)
    }

    /// The files outside of any package that look like flows; the caller looks into them.
    pub(super) fn flows<'s>(&'s self, at: &'s Address) -> impl Iterator<Item = PackageFiles> + 's {
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
    let most = named("entries", limits.entries);
    let message =
        format!("there are more than {} files, and only the first of them are checked ({most})", limits.entries);
    Problem::new(ProblemKind::LimitExceeded, None, "files", message)
}
