//! Other levels for a part of what is checked: an `[[override]]` acts on findings, so that a rule runs once for all.

use std::path::{Component, Path, PathBuf};

use crate::{Config, Finding, Level};

/// Gives findings the levels that overrides have for them, and takes out those that are off. The last override that speaks of a
/// finding counts.
pub(super) fn apply(findings: &mut Vec<Finding>, config: &Config) {
    if config.overrides.is_empty() {
        return;
    }
    let folder = folder(config);
    findings.retain_mut(|finding| {
        let Some(active) = config.rules.iter().find(|active| active.rule.meta().name == finding.rule) else {
            // powerlint's own findings, about ignores and baselines.
            return true;
        };
        let path = relative(&path_of(finding), &folder);
        let solution = finding.place.solution.as_deref();
        let mut overrides = config.overrides.iter().rev().filter(|one| one.holds(&path, solution));
        match overrides.find_map(|one| one.level(finding.rule)) {
            None => !active.only_overridden,
            Some(Level::Off) => false,
            Some(Level::On(severity)) => {
                // What is less certain stays below by as much as it was.
                let (mut from, mut to) = (active.severity, severity);
                while from > finding.severity {
                    from = from.lower();
                    to = to.lower();
                }
                finding.severity = to;
                true
            }
        }
    });
}

/// The path of a finding's file: that of its package, and in it.
fn path_of(finding: &Finding) -> String {
    let place = &finding.place;
    let package = place.package.as_deref().unwrap_or_default();
    match &place.file {
        Some(file) if package.is_empty() || package == "." => file.to_string(),
        // A flow that was named by itself.
        Some(file) if package.ends_with(&**file) => package.to_owned(),
        Some(file) => format!("{}/{file}", package.trim_end_matches('/')),
        None => package.to_owned(),
    }
    .replace("!/", "/")
}

/// The folder of the configuration.
fn folder(config: &Config) -> PathBuf {
    let path = config.path.as_deref().map(Path::new).and_then(Path::parent).unwrap_or(Path::new(""));
    whole(path)
}

/// A path from the root, without `.` and `..`; links are not followed.
fn whole(path: &Path) -> PathBuf {
    let from_root = std::path::absolute(if path.as_os_str().is_empty() { Path::new(".") } else { path });
    let mut parts = PathBuf::new();
    for component in from_root.as_deref().unwrap_or(path).components() {
        match component {
            Component::ParentDir => {
                parts.pop();
            }
            Component::CurDir => {}
            _ => parts.push(component),
        }
    }
    parts
}

/// A path as seen from a folder, with `/`; one outside of it as it is.
fn relative(path: &str, folder: &Path) -> String {
    let whole = whole(Path::new(path));
    let seen = whole.strip_prefix(folder).unwrap_or(&whole);
    seen.to_string_lossy().replace('\\', "/")
}
