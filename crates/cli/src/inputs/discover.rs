//! Finds the powerlint.toml that belongs to the inputs.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use solution::read::literal_start;

use crate::errors::Trouble;

const NAME: &str = "powerlint.toml";

/// The configuration upwards from the inputs, else upwards from the working directory; as seen from the working directory.
pub(super) fn configuration(paths: &[String]) -> Result<Option<PathBuf>, Trouble> {
    let here = fs::canonicalize(".").unwrap_or_default();
    let mut found: Option<(PathBuf, &str)> = None;
    for path in paths {
        let Some(config) = upwards(&here.join(stem(path))) else { continue };
        match &found {
            Some((other, first)) if *other != config => {
                let (one, two) = (relative(&here, other), relative(&here, &config));
                return Err(Trouble::new(format!(
                    "two configurations: {} for {first}, and {} for {path}",
                    one.display(),
                    two.display()
                ))
                .help(
                    "one run has one configuration: name it with --config, or check the inputs one after the other",
                ));
            }
            Some(_) => {}
            None => found = Some((config, path)),
        }
    }
    let found = found.map(|(config, _)| config).or_else(|| upwards(&here));
    Ok(found.map(|config| relative(&here, &config)))
}

/// The configuration upwards from a file, as seen from the working directory.
pub(super) fn upwards_of(path: &str) -> Option<PathBuf> {
    let here = fs::canonicalize(".").ok()?;
    upwards(&here.join(path)).map(|config| relative(&here, &config))
}

/// The part of an argument before anything that looks like a pattern.
fn stem(path: &str) -> PathBuf {
    if Path::new(path).exists() {
        return PathBuf::from(path);
    }
    let pattern = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    PathBuf::from(literal_start(&pattern, Path::new(".")).0)
}

fn upwards(start: &Path) -> Option<PathBuf> {
    let start = fs::canonicalize(start).ok()?;
    start.ancestors().map(|folder| folder.join(NAME)).find(|config| config.is_file())
}

/// A path as seen from a folder; both absolute.
fn relative(here: &Path, path: &Path) -> PathBuf {
    let shared = here.components().zip(path.components()).take_while(|(one, two)| one == two).count();
    if shared == 0 {
        // Another drive.
        return path.to_owned();
    }
    let up = here.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(path.components().skip(shared)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_as_seen_from_a_folder() {
        assert_eq!(relative(Path::new("/a/b"), Path::new("/a/b/powerlint.toml")), Path::new("powerlint.toml"));
        assert_eq!(relative(Path::new("/a/b"), Path::new("/a/c/powerlint.toml")), Path::new("../c/powerlint.toml"));
    }

    #[test]
    fn patterns_are_searched_from_their_plain_part() {
        assert_eq!(stem("drop/**/*.zip"), Path::new("drop"));
        assert_eq!(stem("*.zip"), Path::new(""));
    }
}
