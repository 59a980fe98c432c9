//! Names of files: one notation for archives and folders on every system.

use std::path::{Component, Path};

/// A name as packages are told by: `/` between the parts, none at the start, no empty part and no `.`.
/// `..` is kept: nothing is ever written to disk, and such a name must not be mistaken for another one.
pub(crate) fn normalise(name: &str) -> String {
    let mut normal = String::with_capacity(name.len());
    for part in name.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".") {
        if !normal.is_empty() {
            normal.push('/');
        }
        normal.push_str(part);
    }
    normal
}

/// What two names have in common that the platform takes for one: separators and case are levelled.
pub(crate) fn fold(name: &str) -> String {
    let name = name.trim_start_matches(['/', '\\']);
    let lower = if name.is_ascii() { name.to_ascii_lowercase() } else { name.to_lowercase() };
    if lower.contains('\\') { lower.replace('\\', "/") } else { lower }
}

/// Whether a name ends so, whatever its case; `ending` is ASCII.
pub(crate) fn ends_with(name: &str, ending: &str) -> bool {
    let start = name.len().checked_sub(ending.len());
    start.and_then(|start| name.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(ending))
}

/// Whether a name begins so, whatever its case; `beginning` is ASCII.
pub(crate) fn starts_with(name: &str, beginning: &str) -> bool {
    name.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning))
}

/// The rest of a name below a folder; `""` is the folder above all.
pub(crate) fn below<'n>(name: &'n str, folder: &str) -> Option<&'n str> {
    if folder.is_empty() { Some(name) } else { name.strip_prefix(folder)?.strip_prefix('/') }
}

/// Puts a folder and a name together; either may be empty.
pub(crate) fn join(folder: &str, name: &str) -> String {
    match (folder, name) {
        ("", _) => name.to_owned(),
        (_, "") => folder.to_owned(),
        _ if folder.ends_with('/') => format!("{folder}{name}"),
        _ => format!("{folder}/{name}"),
    }
}

/// Whether a name without its extension ends with a GUID, as those of flows do.
pub(crate) fn stem_is_guid(stem: &str) -> bool {
    const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];
    let mut groups = stem.rsplit('-');
    GROUPS.iter().rev().enumerate().all(|(at, &length)| {
        groups.next().is_some_and(|group| {
            // What stands before the GUID may touch its first group: `Name_6f1c…`.
            let digits = if at + 1 == GROUPS.len() {
                group.get(group.len().wrapping_sub(length)..).unwrap_or_default()
            } else {
                group
            };
            digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
    })
}

/// The name of a path relative to a folder, for people and for the table.
pub(crate) fn of_relative(path: &Path) -> String {
    let mut name = String::new();
    for part in path.components() {
        if let Component::Normal(part) = part {
            if !name.is_empty() {
                name.push('/');
            }
            name.push_str(&part.to_string_lossy());
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_levelled() {
        assert_eq!(normalise("\\Workflows\\./a//b.json"), "Workflows/a/b.json");
        assert_eq!(normalise("/../a"), "../a");
        assert_eq!(fold("/Workflows\\Ä.JSON"), "workflows/ä.json");
        assert_eq!(below("a/b", "a"), Some("b"));
        assert_eq!(below("ab/b", "a"), None);
        assert_eq!(below("b", ""), Some("b"));
    }

    #[test]
    fn a_guid_at_the_end_is_told() {
        assert!(stem_is_guid("Send-6f1c2a34-0000-4aaa-8bbb-0123456789ab"));
        assert!(stem_is_guid("6f1c2a34-0000-4aaa-8bbb-0123456789ab"));
        assert!(stem_is_guid("Send_6f1c2a34-0000-4aaa-8bbb-0123456789ab"));
        assert!(!stem_is_guid("6f1c2a3-0000-4aaa-8bbb-0123456789ab"));
        assert!(!stem_is_guid("settings"));
        assert!(!stem_is_guid("6f1c2a34-0000-4aaa-8bbb-0123456789ax"));
    }
}
