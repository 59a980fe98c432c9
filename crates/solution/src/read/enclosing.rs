//! The package that a file or folder is a part of.

use std::path::{Path, PathBuf};

use super::folder::names_at;
use crate::layout;

/// The folder of the innermost package that holds `path` (which may be that folder itself), and how many steps it lies above
/// `path`. The search ends at the folder of a repository (`.git`).
pub(super) fn enclosing(path: &Path) -> Option<(PathBuf, usize)> {
    let path = std::fs::canonicalize(path).ok()?;
    for (steps, folder) in path.ancestors().enumerate().filter(|(_, folder)| folder.is_dir()) {
        if is_root(folder) {
            return Some((folder.to_owned(), steps));
        }
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}

/// Whether a package's root is exactly here, told by looking at as few folders as possible.
fn is_root(folder: &Path) -> bool {
    // `Other` by itself looks like a solution with its XML at the root; it is a part of the one above.
    if folder.file_name().is_some_and(|name| name.eq_ignore_ascii_case("other")) {
        return false;
    }
    let mut names = Vec::new();
    for (name, is_folder) in names_at(folder) {
        let lower = name.to_ascii_lowercase();
        if !is_folder {
            names.push(name);
            continue;
        }
        if lower == "other" {
            names.extend(names_at(&folder.join(&name)).map(|(inner, _)| format!("{name}/{inner}")));
        } else if lower == "solutions" {
            for (solution, _) in names_at(&folder.join(&name)).filter(|(_, is_folder)| *is_folder) {
                let own = names_at(&folder.join(&name).join(&solution));
                names.extend(own.map(|(inner, _)| format!("{name}/{solution}/{inner}")));
            }
        } else {
            // Only that the folder is there matters, not what it holds.
            names.push(format!("{name}/."));
        }
    }
    layout::roots(names.iter().map(String::as_str)).iter().any(|root| root.prefix.is_empty())
}

/// A path as people see it, `steps` further up.
pub(super) fn up(shown: &str, steps: usize) -> String {
    let mut parts: Vec<&str> = shown.split('/').collect();
    for _ in 0..steps {
        while parts.last().is_some_and(|part| *part == "." || (part.is_empty() && parts.len() > 1)) {
            parts.pop();
        }
        match parts.last() {
            Some(&last) if last != ".." => drop(parts.pop()),
            _ => parts.push(".."),
        }
    }
    match parts.join("/") {
        empty if empty.is_empty() => if shown.starts_with('/') { "/" } else { "." }.to_owned(),
        path => path,
    }
}

#[cfg(test)]
mod tests {
    use super::up;

    #[test]
    fn going_up_keeps_the_path_as_given() {
        assert_eq!(up("src/Other/Solution.xml", 2), "src");
        assert_eq!(up("./src/Other", 1), "./src");
        assert_eq!(up("Other/Solution.xml", 2), ".");
        assert_eq!(up("Solution.xml", 2), "..");
        assert_eq!(up("../x", 2), "../..");
        assert_eq!(up(".", 1), "..");
        assert_eq!(up("/a", 1), "/");
        assert_eq!(up("src/Other/", 1), "src");
    }
}
