//! Whether anything in a package mentions an environment variable.

use crate::{FileTable, Package, PackageKind, Texts, layout::is_read};

/// Marks the variables that something in the package mentions, where all of the package was read.
pub(super) fn mark(package: &mut Package<'_>, texts: &Texts) {
    if package.variables.is_empty() || !wholly_read(package.files, package.address.kind, texts) {
        return;
    }
    let files = package.files.iter().filter(|(_, name)| !defines(name));
    // Names of variables are plain letters; of their display names only case can differ.
    let texts: Vec<String> = files.filter_map(|(file, _)| texts.get(file)).map(str::to_lowercase).collect();
    for variable in &mut package.variables {
        let names = [Some(variable.schema_name), variable.display_name].into_iter().flatten();
        // Old flows have only the display name, and JSON writes some of its characters otherwise.
        let mut names = names.map(|at| at.value.to_lowercase().replace(['"', '\\'], ""));
        variable.mentioned = Some(names.any(|name| texts.iter().any(|text| text.contains(&name))));
    }
}

/// Whether every file that could mention anything was read: pictures cannot.
fn wholly_read(files: &FileTable, kind: PackageKind, texts: &Texts) -> bool {
    matches!(kind, PackageKind::SolutionZip | PackageKind::SolutionFolder)
        && files.iter().all(|(file, name)| {
            let lower = name.to_ascii_lowercase();
            let silent = [".png", ".jpg", ".jpeg", ".gif", ".ico", "[content_types].xml"];
            (is_read(kind, name) && texts.get(file).is_some()) || silent.iter().any(|ending| lower.ends_with(ending))
        })
}

/// Whether a file is of the variables themselves, or lists what the solution holds.
fn defines(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("environmentvariabledefinitions/")
        || matches!(name.as_str(), "solution.xml" | "other/solution.xml" | "environment_variable_values.json")
}
