//! Things to say about a run as such.

use solution::{Outline, model::Managed};

use crate::{SolutionForms, Workspace};

/// Says which form stands for a solution that was given in several.
pub(super) fn leading_form(workspace: &Workspace, solution: &SolutionForms) -> Option<String> {
    let count = solution.forms.len();
    let name = solution.unique_name.as_deref().filter(|_| count > 1)?;
    let leading = workspace.package(solution.leading);
    let managed = match leading.managed {
        Some(Managed::Unmanaged) => ", unmanaged",
        Some(Managed::Managed) => ", managed",
        Some(Managed::Both) => ", managed and unmanaged",
        None => "",
    };
    let version = leading.version.map(|version| format!(" (version {version}{managed})")).unwrap_or_default();
    Some(format!(
        "{name} was given in {count} forms; between solutions, {}{version} stands for it",
        leading.address.path
    ))
}

/// Says that an archive is not here.
pub(super) fn pointer(path: &str) -> String {
    format!("{path} was not checked: it is a pointer of Git LFS; fetch the archive with git lfs pull")
}

/// Says what of a package was not found where its layout is documented in part only.
pub(super) fn not_found(package: &Outline) -> Option<String> {
    /// How many things are named.
    const FEW: usize = 3;
    let missing = &package.not_found;
    let named = missing.iter().take(FEW).cloned().collect::<Vec<_>>().join("; ");
    let more = missing.len().saturating_sub(FEW);
    let more = if more == 0 { String::new() } else { format!("; and {more} more") };
    let path = &package.address.path;
    let whose = package.unique_name.as_ref().map_or_else(|| path.clone(), |name| format!("{name} ({path})"));
    (!missing.is_empty()).then(|| format!("not found for {whose}: {named}{more}"))
}
