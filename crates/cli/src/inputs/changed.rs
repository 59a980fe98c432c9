//! What is to be checked when files were changed.

use std::{
    collections::{HashMap, HashSet},
    fs,
    path::{Path, PathBuf},
};

use engine::Config;
use solution::read::{self, Limits, expand_files};

use super::{FactArgs, configuration, discover, named_files};

/// The packages to check: those that hold a changed file, and everything below the folder of a configuration that was changed itself, or
/// whose baseline or file of facts was. A configuration that cannot be used is no trouble yet: the run tells it.
#[must_use]
pub fn changed(paths: &[String], args: &FactArgs) -> Vec<String> {
    let limits = Limits::default();
    let read::Changed { mut packages, others } = read::changed(paths, &limits);
    let mut configurations: HashMap<PathBuf, HashSet<PathBuf>> = HashMap::new();
    for path in others {
        let config = match &args.config {
            _ if args.no_config => None,
            Some(config) => Some(config.clone()),
            None => discover::upwards_of(&path),
        };
        let Some(config) = config else { continue };
        let needed = configurations.entry(config.clone()).or_insert_with(|| needed(&config, args));
        if fs::canonicalize(&path).is_ok_and(|path| needed.contains(&path)) {
            let folder = config.parent().map(|folder| folder.to_string_lossy().replace('\\', "/")).unwrap_or_default();
            let folder = if folder.is_empty() { ".".to_owned() } else { folder };
            // A configuration may lie beside no package at all.
            let holds = || !read::find(std::slice::from_ref(&folder), Path::new("."), &limits).tasks.is_empty();
            if !packages.contains(&folder) && holds() {
                packages.push(folder);
            }
        }
    }
    packages
}

/// The files that a configuration's answers depend on, itself among them.
fn needed(path: &Path, given: &FactArgs) -> HashSet<PathBuf> {
    let args =
        FactArgs { config: Some(path.to_owned()), environment: given.environment.clone(), ..FactArgs::default() };
    let read = configuration(&[], &args, None).ok();
    let mut files = read.as_ref().map(|(config, folder)| named_files(config, folder, &[])).unwrap_or_default();
    let baseline = read.as_ref().and_then(|(config, _): &(Config, _)| super::baseline_path(None, config));
    // What the command line names stands for what the configuration names.
    let given: Vec<String> = given.inventory.iter().chain(&given.settings).cloned().collect();
    files.extend(expand_files(&given, Path::new(".")).0.iter().map(super::canonical));
    files.extend(baseline.into_iter().chain([path.to_owned()]).filter_map(|file| fs::canonicalize(file).ok()));
    files
}
