//! Small words that messages share.

use engine::{PackageId, Place, WorkspaceContext};
use indexmap::IndexSet;
use solution::outline::{ReferenceUse, UserKind};

/// What a finding in a file that no `Workflow` element names says beside it.
pub(crate) const STALE: &str = "no Workflow element names this file: it is stale and not imported";

/// `a`, `a and b`, `a, b and c`; from the ninth item on only their number.
pub(crate) fn list<S: AsRef<str>>(items: &[S]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<&str> = items.iter().take(SHOWN).map(AsRef::as_ref).collect();
    match (shown.split_last(), items.len().saturating_sub(SHOWN)) {
        (None, _) => String::new(),
        (Some((last, [])), 0) => (*last).to_owned(),
        (Some((last, first)), 0) => format!("{} and {last}", first.join(", ")),
        (Some(_), more) => format!("{} and {more} more", shown.join(", ")),
    }
}

/// `1 flow`, `2 flows`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// What uses a connection, named for people: `flow "Notify new joiner"`.
pub(crate) fn user(one: &ReferenceUse) -> String {
    let kind = match one.user_kind {
        UserKind::Flow => "flow",
        UserKind::App => "canvas app",
        UserKind::Agent => "agent component",
    };
    format!("{kind} \"{}\"", one.user)
}

/// Everything that uses a reference, each once, in the order of the workspace.
pub(crate) fn users(cx: &WorkspaceContext<'_>, used: &engine::UsedReference) -> Vec<String> {
    users_of(cx, &used.uses)
}

/// Everything that some uses belong to, each once, in their order.
pub(crate) fn users_of(cx: &WorkspaceContext<'_>, uses: &[(PackageId, usize)]) -> Vec<String> {
    let found = uses.iter().filter_map(|&(package, index)| cx.workspace.package(package).uses.get(index));
    found.map(user).collect::<IndexSet<_>>().into_iter().collect()
}

/// The place that stands for a used reference: its first declaration, else its first use.
pub(crate) fn place_of(cx: &WorkspaceContext<'_>, used: &engine::UsedReference) -> Option<Place> {
    let declared = used.declared.first().and_then(|&(package, index)| {
        let declaration = cx.workspace.package(package).declared.get(index)?;
        Some(Place::Package(package, Some(declaration.name_loc)))
    });
    declared.or_else(|| place_of_use(cx, &used.uses))
}

/// The place of the first of some uses.
pub(crate) fn place_of_use(cx: &WorkspaceContext<'_>, uses: &[(PackageId, usize)]) -> Option<Place> {
    let &(package, index) = uses.first()?;
    let one = cx.workspace.package(package).uses.get(index)?;
    Some(Place::Package(package, Some(one.loc)))
}

#[cfg(test)]
mod tests {
    use super::list;

    #[test]
    fn lists_read_like_sentences() {
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(list(&["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]), "1, 2, 3, 4, 5, 6, 7, 8 and 2 more");
    }
}
