//! From patterns to paths: globs are expanded here, because PowerShell and `cmd` do not expand them.

use std::path::{Path, PathBuf};

use globset::GlobBuilder;
use walkdir::WalkDir;

use super::{InputError, names::join};

/// A path on disk, and the same path as people see it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expanded {
    /// The path as given, with `/`.
    pub shown: String,
    /// The path to open.
    pub path: PathBuf,
}

/// Whether a walk goes around a folder of this name: what lies there was not written or exported by anybody.
#[must_use]
pub fn is_skipped_folder(name: &str) -> bool {
    [".git", "node_modules", "bin", "obj"].iter().any(|skipped| name.eq_ignore_ascii_case(skipped))
}

/// Expands one argument, relative to `base`: itself where something of that name exists (even if it looks like a pattern),
/// else every file and folder that it matches as a glob, sorted. Names are compared without regard to case on Windows only.
///
/// # Errors
/// When nothing of that name exists, nothing matches, or the pattern is not one.
pub fn expand(input: &str, base: &Path) -> Result<Vec<Expanded>, InputError> {
    let shown = if cfg!(windows) { input.replace('\\', "/") } else { input.to_owned() };
    let literal = base.join(input);
    if std::fs::symlink_metadata(&literal).is_ok() {
        return Ok(vec![Expanded { shown, path: literal }]);
    }
    let error = |message: String, help: Option<&str>| InputError {
        path: input.to_owned(),
        message,
        help: help.map(str::to_owned),
    };
    if !shown.contains(['*', '?', '[', '{']) {
        return Err(error("there is no such file or folder".to_owned(), nearest(&shown, base).as_deref()));
    }
    let (start, pattern) = literal_start(&shown, base);
    let glob = GlobBuilder::new(pattern)
        .literal_separator(true)
        .case_insensitive(cfg!(windows))
        .build()
        .map_err(|problem| error(format!("this is not a pattern: {}", problem.kind()), None))?
        .compile_matcher();
    let root = if start.is_empty() { base.to_owned() } else { base.join(start) };
    let depth = if pattern.contains("**") { usize::MAX } else { pattern.split('/').count() };
    let mut found = Vec::new();
    let walk = WalkDir::new(&root).max_depth(depth).sort_by_file_name().into_iter();
    // A folder that walks go around is entered where the pattern names it.
    let enter = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        let named = || pattern.split('/').any(|part| part.eq_ignore_ascii_case(&name));
        entry.depth() == 0 || !entry.file_type().is_dir() || !is_skipped_folder(&name) || named()
    };
    for entry in walk.filter_entry(enter).flatten() {
        let Ok(rest) = entry.path().strip_prefix(&root) else { continue };
        let rest = rest.to_string_lossy();
        let rest = if cfg!(windows) { rest.replace('\\', "/") } else { rest.into_owned() };
        if !rest.is_empty() && glob.is_match(&rest) {
            found.push(Expanded { shown: join(start, &rest), path: entry.path().to_owned() });
        }
    }
    if found.is_empty() {
        return Err(error(
            "nothing matches this pattern".to_owned(),
            Some("a pattern that matches nothing is an error, so that a check of nothing is never green"),
        ));
    }
    found.sort();
    Ok(found)
}

/// Where a walk for a pattern begins, and the rest of the pattern below it: the first parts that are no pattern, or that exist
/// as they are written (a folder may be called `[old] exports`).
#[must_use]
pub fn literal_start<'p>(pattern: &'p str, base: &Path) -> (&'p str, &'p str) {
    let mut start = 0;
    for (end, _) in pattern.match_indices('/') {
        let (Some(head), Some(part)) = (pattern.get(..end), pattern.get(start..end)) else { break };
        if part.contains(['*', '?', '[', '{']) && !base.join(head).is_dir() {
            break;
        }
        start = end + 1;
    }
    let (head, rest) = pattern.split_at(start);
    (if head == "/" { head } else { head.trim_end_matches('/') }, rest)
}

/// What a path may be meant for, or how far it exists, for people who mistyped it.
fn nearest(shown: &str, base: &Path) -> Option<String> {
    let path = Path::new(shown);
    let (below, above) = path.ancestors().zip(path.ancestors().skip(1)).find(|(_, above)| base.join(above).exists())?;
    let missing = below.file_name()?.to_string_lossy().to_lowercase();
    if let Some(name) = alike(&missing, &base.join(above)) {
        return Some(format!("did you mean `{}`?", above.join(name).display().to_string().replace('\\', "/")));
    }
    // The folder that one is in says nothing.
    let telling = above.file_name().is_some();
    telling.then(|| format!("as far as it exists, the path is `{}`", above.display()))
}

/// The name in a folder that begins like a missing one for the longest, at least for a third of it.
fn alike(missing: &str, folder: &Path) -> Option<String> {
    let begins = |name: &str| {
        let name = name.to_lowercase();
        missing.chars().zip(name.chars()).take_while(|(one, other)| one == other).count()
    };
    let names = std::fs::read_dir(folder).ok()?.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let (length, name) = names.map(|name| (begins(&name), name)).max()?;
    (length >= 3 && length * 3 >= missing.chars().count()).then_some(name)
}

/// Expands patterns to files of facts: a file stands for itself, a folder for every file of JSON, CSV or TOML below it but the
/// configuration.
/// Each file once, in the order of the patterns.
#[must_use]
pub fn expand_files(patterns: &[String], base: &Path) -> (Vec<Expanded>, Vec<InputError>) {
    let mut files: Vec<Expanded> = Vec::new();
    let mut errors = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for pattern in patterns {
        let expanded = match expand(pattern, base) {
            Ok(expanded) => expanded,
            Err(error) => {
                errors.push(error);
                continue;
            }
        };
        let mut any = false;
        for item in expanded {
            for file in files_of(item) {
                any = true;
                let key = std::fs::canonicalize(&file.path).unwrap_or_else(|_| file.path.clone());
                if seen.insert(key) {
                    files.push(file);
                }
            }
        }
        if !any {
            errors.push(InputError {
                path: pattern.clone(),
                message: "there is no file of facts in it".to_owned(),
                help: Some(format!("their names end with .{}", EXTENSIONS.join(", ."))),
            });
        }
    }
    (files, errors)
}

/// What the names of files of facts end with. Others are read where they are named themselves.
const EXTENSIONS: [&str; 5] = ["json", "jsonl", "ndjson", "csv", "toml"];

fn files_of(item: Expanded) -> Vec<Expanded> {
    if !item.path.is_dir() {
        return vec![item];
    }
    let enter = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_type().is_dir() || !is_skipped_folder(&entry.file_name().to_string_lossy())
    };
    let walk = WalkDir::new(&item.path).sort_by_file_name().into_iter().filter_entry(enter).flatten();
    let files = walk.filter(|entry| entry.file_type().is_file()).filter_map(|entry| {
        let extension = entry.path().extension()?.to_str()?.to_ascii_lowercase();
        if !EXTENSIONS.contains(&extension.as_str()) || entry.file_name() == "powerlint.toml" {
            return None;
        }
        let rest = entry.path().strip_prefix(&item.path).ok()?.to_string_lossy().replace('\\', "/");
        let folder = item.shown.trim_end_matches('/');
        let shown = if folder == "." { rest } else { format!("{folder}/{rest}") };
        Some(Expanded { shown, path: entry.path().to_owned() })
    });
    files.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "a.zip",
            "b.zip",
            "facts/x.json",
            "facts/y.toml",
            "facts/powerlint.toml",
            "facts/z.txt",
            "facts/z.csv",
            "deep/er/c.zip",
            "bin/d.zip",
        ] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        folder
    }

    fn names(found: &[Expanded]) -> Vec<&str> {
        found.iter().map(|item| item.shown.as_str()).collect()
    }

    #[test]
    fn patterns_match_whole_paths_and_stars_stop_at_folders() {
        let folder = folder();
        let base = folder.path();
        assert_eq!(names(&expand("*.zip", base).unwrap()), ["a.zip", "b.zip"]);
        assert_eq!(names(&expand("**/*.zip", base).unwrap()), ["a.zip", "b.zip", "deep/er/c.zip"]);
        assert_eq!(names(&expand("deep/*/c.zip", base).unwrap()), ["deep/er/c.zip"]);
        assert_eq!(names(&expand("{a,b}.zip", base).unwrap()), ["a.zip", "b.zip"]);
        assert_eq!(names(&expand("[ab].zip", base).unwrap()), ["a.zip", "b.zip"]);
        assert_eq!(names(&expand("**/bin/?.zip", base).unwrap()), ["bin/d.zip"], "the pattern names the folder");
        let whole = format!("{}/*.zip", base.display());
        assert_eq!(expand(&whole, Path::new("elsewhere")).unwrap().len(), 2);
    }

    #[test]
    fn what_exists_is_never_a_pattern() {
        let folder = folder();
        std::fs::write(folder.path().join("[a].zip"), "").unwrap();
        assert_eq!(names(&expand("[a].zip", folder.path()).unwrap()), ["[a].zip"]);
    }

    #[test]
    fn folders_that_exist_are_no_pattern_either() {
        let folder = folder();
        let deep = folder.path().join("[old] & new {1}/deep");
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::write(deep.join("e.zip"), "").unwrap();
        for pattern in ["[old] & new {1}/**/*.zip", "[old] & new {1}/*/e.zip", "[old] & new {1}/deep/*.zip"] {
            let found = expand(pattern, folder.path()).unwrap();
            assert_eq!(names(&found), ["[old] & new {1}/deep/e.zip"], "{pattern}");
        }
        assert_eq!(literal_start("/a*/b", Path::new("/")), ("/", "a*/b"));
        assert_eq!(literal_start("a/./b*", Path::new("/")), ("a/.", "b*"));
        assert_eq!(names(&expand("./deep/*/*.zip", folder.path()).unwrap()), ["./deep/er/c.zip"]);
    }

    #[test]
    fn a_pattern_that_matches_nothing_is_an_error() {
        let folder = folder();
        for input in ["*.cab", "nothing.zip", "a{.zip"] {
            assert_eq!(expand(input, folder.path()).unwrap_err().path, input);
        }
        let help = expand("facts/x.jsn", folder.path()).unwrap_err().help;
        assert_eq!(help.as_deref(), Some("did you mean `facts/x.json`?"));
        assert_eq!(expand("nothing.zip", folder.path()).unwrap_err().help, None);
        let help = expand("facts/deeper/x.json", folder.path()).unwrap_err().help;
        assert_eq!(help.as_deref(), Some("as far as it exists, the path is `facts`"));
    }

    #[test]
    fn folders_of_facts_give_their_json_and_toml_once() {
        let folder = folder();
        let patterns = ["facts".to_owned(), "facts/*.json".to_owned(), "./facts/../facts".to_owned()];
        let (files, errors) = expand_files(&patterns, folder.path());
        assert_eq!((names(&files), errors.len()), (vec!["facts/x.json", "facts/y.toml", "facts/z.csv"], 0));
        let (files, errors) = expand_files(&["deep".to_owned(), "gone.json".to_owned()], folder.path());
        assert_eq!((files.len(), errors.len()), (0, 2));
    }
}
