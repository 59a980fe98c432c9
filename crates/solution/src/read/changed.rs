//! From files that were changed to the packages that hold them.

use std::{
    collections::HashMap,
    fs::File,
    path::{Path, PathBuf},
};

use super::{
    Limits,
    archive::read_at_most,
    enclosing::{enclosing, up},
    flow::bytes_are_flow,
};

/// What changed files stand for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// The packages that hold them, each once, in the order of the files; zips and flows that lie in no unpacked package, and folders,
    /// are here as they are.
    pub packages: Vec<String>,
    /// Files that belong to no package.
    pub others: Vec<String>,
}

/// Finds the packages that files belong to, by going up from each. The paths are taken as they are: none is a pattern. A file that
/// is gone stands for the package that it would lie in.
#[must_use]
pub fn changed(paths: &[String], limits: &Limits) -> Changed {
    let mut found = Changed::default();
    let mut known: HashMap<String, Option<String>> = HashMap::new();
    for path in paths {
        let path = if cfg!(windows) { path.replace('\\', "/") } else { path.clone() };
        let on_disk = Path::new(&path);
        // All files of a folder belong to one package.
        let folder = if on_disk.is_dir() { path.clone() } else { up(&path, 1) };
        let package = known.entry(folder).or_insert_with_key(|folder| holding(folder)).clone();
        let is_zip = has_extension(on_disk, "zip");
        let stands_alone = on_disk.is_dir() || (is_zip && on_disk.is_file()) || is_flow(on_disk, limits);
        let unit = match package {
            // A zip in an unpacked package is a package of its own as well.
            Some(package) if is_zip && on_disk.is_file() => {
                add(&mut found.packages, package);
                path
            }
            Some(package) => package,
            None if stands_alone => path,
            None => {
                add(&mut found.others, path);
                continue;
            }
        };
        add(&mut found.packages, unit);
    }
    found
}

fn add(list: &mut Vec<String>, path: String) {
    if !list.contains(&path) {
        list.push(path);
    }
}

/// The package that holds a folder, which may be gone.
fn holding(folder: &str) -> Option<String> {
    let mut there = folder.to_owned();
    let mut above = PathBuf::from(folder);
    while !above.is_dir() {
        there = up(&there, 1);
        if !above.pop() || above.as_os_str().is_empty() {
            ".".clone_into(&mut there);
            break;
        }
    }
    enclosing(Path::new(&there)).map(|(_, steps)| up(&there, steps))
}

fn has_extension(path: &Path, wanted: &str) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(wanted))
}

/// Whether a file is a flow's JSON, or meant to be one.
fn is_flow(path: &Path, limits: &Limits) -> bool {
    if !has_extension(path, "json") {
        return false;
    }
    let Ok(file) = File::open(path) else { return false };
    read_at_most(file, limits.entry_bytes, 0).is_ok_and(|bytes| bytes_are_flow(bytes) != Some(false))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fs;

    use super::*;

    #[test]
    fn files_stand_for_the_package_that_holds_them_once() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).to_string_lossy().replace('\\', "/");
        for (name, text) in [
            ("src/Other/Solution.xml", "<ImportExportXml/>"),
            ("src/Workflows/a.json", "{}"),
            ("src/[x]/b.json", "{}"),
            ("flow.json", r#"{"properties": {"definition": {}}}"#),
            ("package.json", "{}"),
            ("drop/a.zip", ""),
        ] {
            fs::create_dir_all(Path::new(&at(name)).parent().unwrap()).unwrap();
            fs::write(at(name), text).unwrap();
        }
        let of = |names: &[&str]| {
            let found = changed(&names.iter().map(|name| at(name)).collect::<Vec<_>>(), &Limits::default());
            (found.packages, found.others)
        };
        let in_src =
            ["src/Workflows/a.json", "src/[x]/b.json", "src/Other/Solution.xml", "src", "src/gone/further/c.xml"];
        assert_eq!(of(&in_src), (vec![at("src")], vec![]));
        assert_eq!(of(&["package.json", "gone.json"]), (vec![], vec![at("package.json"), at("gone.json")]));
        assert_eq!(of(&["drop/a.zip", "flow.json"]), (vec![at("drop/a.zip"), at("flow.json")], vec![]));
    }
}
