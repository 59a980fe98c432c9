//! Long paths, told by their ends.

use std::collections::HashMap;

/// For each path the shortest end, in whole names of folders and files, that no other path has.
pub(super) fn ends<'p>(paths: &[&'p str]) -> HashMap<&'p str, &'p str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for end in paths.iter().flat_map(|path| ends_of(path)) {
        *counts.entry(end).or_default() += 1;
    }
    let shortest = |path: &'p str| ends_of(path).find(|end| counts.get(end) == Some(&1)).unwrap_or(path);
    paths.iter().map(|path| (*path, shortest(path))).collect()
}

/// The ends of a path, the shortest first, the path itself last.
fn ends_of(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/').filter_map(|(at, _)| path.get(at + 1..)).filter(|end| !end.is_empty()).chain([path])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_that_no_other_path_has_is_enough() {
        let paths = ["drop/a/One.zip", "drop/b/One.zip", "Two.zip", "drop/Two.zip", "src/Three", "src/four/"];
        let ends = ends(&paths);
        let told = paths.map(|path| ends[path]);
        assert_eq!(told, ["a/One.zip", "b/One.zip", "Two.zip", "drop/Two.zip", "Three", "four/"]);
    }
}
