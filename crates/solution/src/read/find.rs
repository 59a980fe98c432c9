//! From arguments to the things that must be opened.

use serde::{Deserialize, Serialize};
use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::{
    Limits,
    archive::read_at_most,
    enclosing::{enclosing, up},
    expand::{Expanded, expand},
    flow::bytes_are_flow,
    folder::{self, Met, Unlisted},
    hints::hint,
    names::join,
    open::{is_called_archive, looks_like_archive, not_an_archive},
    walked::Walked,
};
use crate::layout::{self, Prefixes};

/// One piece of work: a file or folder on disk that holds at least one package, as far as its name and place can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The path as people see it: as given, with `/`.
    pub path: String,
    /// Named by the user, rather than met on a walk: then what it holds must be readable.
    pub named: bool,
    /// How to open it.
    pub(super) kind: TaskKind,
    /// The file or folder on disk.
    pub(super) origin: PathBuf,
    /// What lies in the folder, where it was met on a walk.
    pub(super) walked: Option<Walked>,
}

impl Task {
    /// How many bytes the file has; for a folder, of which that is not known, more than for any file. For telling what will take long.
    #[must_use]
    pub fn size(&self) -> u64 {
        match self.kind {
            TaskKind::Folder => u64::MAX,
            TaskKind::Archive | TaskKind::Flow => fs::metadata(&self.origin).map_or(0, |file| file.len()),
        }
    }
}

/// How a task is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TaskKind {
    /// A folder that is a package's root; packages below it are tasks of their own.
    Folder,
    /// A file that is a zip archive by its name or its content.
    Archive,
    /// A flow's JSON by its content if it was named, else by its name.
    Flow,
}

/// An input that could not be used. It does not stop the others, and the exit status is 2.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{message}")]
pub struct InputError {
    /// The path or pattern as given.
    pub path: String,
    /// What happened, for people.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// A file met on a walk that looks like facts about the environment; it is not read, since nobody named it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Hint {
    /// The path as people see it.
    pub path: String,
    /// `settings` or `inventory`: what it looks like by its name.
    pub looks_like: Cow<'static, str>,
}

/// What the arguments led to.
#[derive(Debug, Default)]
pub struct Found {
    /// What to open, sorted by path, each once.
    pub tasks: Vec<Task>,
    /// Inputs that lead to nothing.
    pub errors: Vec<InputError>,
    /// Files beside the packages that look like facts about the environment.
    pub hints: Vec<Hint>,
}

/// Expands globs, walks folders (not into `.git`, `node_modules`, `bin`, `obj`, and not through symbolic links) and finds
/// every package. `inputs` are as the user gave them, relative to `base`.
///
/// A named file is told by its content: a zip archive, or a flow's JSON. Any other file, and a folder without packages of
/// its own, stands for the package that it is a part of (`src/Other/Solution.xml` and `src/Workflows` for `src`), so that a
/// hook may name the files that were changed. What a pattern matches counts as named, as if a shell had expanded it, but
/// files and folders that lead to nothing are passed by as long as the pattern leads to something.
#[must_use]
pub fn find(inputs: &[String], base: &Path, limits: &Limits) -> Found {
    let mut finding = Finding { limits, tasks: HashMap::new(), hints: BTreeMap::new() };
    let mut errors = Vec::new();
    for input in inputs {
        match expand(input, base) {
            Ok(items) => {
                let mut failures = Vec::new();
                let count = items.len();
                for item in items {
                    failures.extend(finding.named(item).err());
                }
                // Of a pattern that leads to something, only what looks like a package must be one.
                let packages = |error: &InputError| error.path.to_ascii_lowercase().ends_with(".zip");
                if count == 1 {
                    errors.extend(failures);
                } else if failures.len() == count && !failures.iter().any(packages) {
                    errors.push(InputError {
                        path: input.clone(),
                        message: "nothing that this pattern matches is or holds a package".to_owned(),
                        help: None,
                    });
                } else {
                    errors.extend(failures.into_iter().filter(packages));
                }
            }
            Err(error) => errors.push(error),
        }
    }
    let mut tasks: Vec<Task> = finding.tasks.into_values().collect();
    let roots: Vec<PathBuf> = canonical_folders(&tasks);
    // A flow in a package that is checked anyway is checked there.
    tasks.retain(|task| {
        task.kind != TaskKind::Flow || {
            let path = canonical(&task.origin);
            !path.ancestors().any(|above| roots.iter().any(|root| root == above))
        }
    });
    tasks.sort_by(|one, other| (&one.path, &one.origin).cmp(&(&other.path, &other.origin)));
    let hints = finding.hints.into_values().collect();
    Found { tasks, errors, hints }
}

fn canonical_folders(tasks: &[Task]) -> Vec<PathBuf> {
    let folders = tasks.iter().filter(|task| task.kind == TaskKind::Folder);
    folders.map(|task| canonical(&task.origin)).collect()
}

/// A path by which the same file is recognised, however it was named.
fn canonical(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// What was found so far.
struct Finding<'l> {
    limits: &'l Limits,
    /// By the canonical path.
    tasks: HashMap<PathBuf, Task>,
    hints: BTreeMap<PathBuf, Hint>,
}

impl Finding<'_> {
    /// Notes a task once: what was named stays named, and the first spelling of a path is the one that is shown.
    fn task(&mut self, path: String, origin: PathBuf, kind: TaskKind, named: bool) {
        self.add(Task { path, named, kind, origin, walked: None });
    }

    fn add(&mut self, task: Task) {
        let known = self.tasks.entry(canonical(&task.origin)).or_insert_with(|| task.clone());
        if task.named && !known.named {
            *known = task;
        }
    }

    fn named(&mut self, item: Expanded) -> Result<(), InputError> {
        let shown = tidy(&item.shown);
        if item.path.is_dir() { self.folder(&shown, &item.path) } else { self.file(shown, item.path) }
    }

    fn file(&mut self, shown: String, path: PathBuf) -> Result<(), InputError> {
        let error = |message: String, help: Option<&str>| InputError {
            path: shown.clone(),
            message,
            help: help.map(str::to_owned),
        };
        let open = File::open(&path).and_then(|mut file| {
            let mut start = Vec::new();
            file.by_ref().take(64).read_to_end(&mut start)?;
            Ok((file, start))
        });
        let (file, mut start) = open.map_err(|problem| error(folder::in_words(&problem), None))?;
        if looks_like_archive(&start) {
            self.task(shown, path, TaskKind::Archive, true);
            return Ok(());
        }
        let extension = path.extension().unwrap_or_default();
        if extension.eq_ignore_ascii_case("zip") {
            let (message, help) = not_an_archive(&start);
            return Err(error(message.to_owned(), help));
        }
        if extension.eq_ignore_ascii_case("json") {
            let rest = read_at_most(file, self.limits.entry_bytes, 0);
            start.extend(rest.map_err(|problem| error(problem.to_string(), None))?);
            if bytes_are_flow(start) != Some(false) {
                self.task(shown, path, TaskKind::Flow, true);
                return Ok(());
            }
        }
        if self.enclosing(&shown, &path) {
            return Ok(());
        }
        let help = "name a solution zip, an unpacked solution's folder, a legacy package or a flow's JSON; files with facts \
                    about the environment are given with --inventory and --settings";
        Err(error("this is neither a package nor a part of one".to_owned(), Some(help)))
    }

    /// Takes the package that a file or folder is a part of.
    fn enclosing(&mut self, shown: &str, path: &Path) -> bool {
        let Some((folder, steps)) = enclosing(path) else { return false };
        self.task(up(shown, steps), folder, TaskKind::Folder, true);
        true
    }

    fn folder(&mut self, shown: &str, path: &Path) -> Result<(), InputError> {
        let is_other = canonical(path).file_name().is_some_and(|name| name.eq_ignore_ascii_case("other"));
        if is_other && self.enclosing(shown, path) {
            return Ok(());
        }
        let (mut signs, mut archives, mut flows) = (Vec::new(), Vec::new(), Vec::new());
        let (mets, is_whole) = walk(path);
        for met in &mets {
            let met = match met {
                Ok(met) => met,
                Err(problem) if problem.is_top => {
                    return Err(InputError { path: shown.to_owned(), message: problem.why.clone(), help: None });
                }
                // A folder further down that may not be listed is told by the package that it lies in.
                Err(_) => continue,
            };
            if let Some(looks_like) = hint(&met.name) {
                let hint = Hint { path: below(shown, &met.name), looks_like: looks_like.into() };
                self.hints.entry(canonical(&met.path)).or_insert(hint);
            }
            if is_called_archive(&met.name) {
                archives.push(met.clone());
            } else {
                if layout::may_be_loose_flow(&met.name) {
                    flows.push(met.clone());
                }
                if layout::is_sign(&met.name) {
                    signs.push(met.name.as_str());
                }
            }
        }
        let roots = layout::roots(signs);
        let prefixes = Prefixes::of(&roots);
        if roots.is_empty() && archives.is_empty() && self.enclosing(shown, path) {
            return Ok(());
        }
        flows.retain(|flow| prefixes.holding(&flow.name).is_none());
        if roots.is_empty() && archives.is_empty() && flows.is_empty() {
            return Err(InputError {
                path: shown.to_owned(),
                message: "there is no package in this folder".to_owned(),
                help: Some(
                    "powerlint looks for zips, folders with `Other/Solution.xml`, `solution.xml` or \
                     `solutions/*/solution.yml`, and legacy packages; not in .git, node_modules, bin and obj"
                        .to_owned(),
                ),
            });
        }
        let mets = Arc::new(mets);
        let folders = roots.iter().map(|root| root.prefix.as_str()).filter(|_| is_whole);
        let mut walked = Walked::below(&mets, folders);
        for root in &roots {
            let named = root.prefix.is_empty();
            self.add(Task {
                path: below(shown, &root.prefix),
                named,
                kind: TaskKind::Folder,
                origin: if named { path.to_owned() } else { path.join(&root.prefix) },
                walked: walked.remove(root.prefix.as_str()),
            });
        }
        for met in archives {
            self.task(below(shown, &met.name), met.path, TaskKind::Archive, false);
        }
        for met in flows {
            self.task(below(shown, &met.name), met.path, TaskKind::Flow, false);
        }
        Ok(())
    }
}

/// Walks a folder; and whether all that lies in it was met. A folder may hold very many files that say nothing, and then those are not kept.
fn walk(path: &Path) -> (Vec<Result<Met, Unlisted>>, bool) {
    /// So many files are kept at least: some megabytes of names.
    const KEPT: usize = 50_000;
    let met = AtomicUsize::new(0);
    let says_something = |name: &str| {
        is_called_archive(name) || layout::may_be_loose_flow(name) || layout::is_sign(name) || hint(name).is_some()
    };
    let mets = folder::walk(path, |name| met.fetch_add(1, Ordering::Relaxed) < KEPT || says_something(name));
    (mets, met.into_inner() <= KEPT)
}

/// The path of something below a folder that was named; what lies in `.` is shown without it.
fn below(shown: &str, name: &str) -> String {
    if shown == "." && !name.is_empty() { name.to_owned() } else { join(shown, name) }
}

/// A path as given, without `/` at its end.
fn tidy(shown: &str) -> String {
    match shown.trim_end_matches('/') {
        "" if shown.is_empty() => ".".to_owned(),
        "" => "/".to_owned(),
        path => path.to_owned(),
    }
}
