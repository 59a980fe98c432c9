//! Gathers what a run needs beside the packages: the configuration, and the facts about one environment.

mod baseline;
mod changed;
mod discover;
mod facts;

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};

use engine::{Config, Meta, Preset};
use inventory::{ConnectorTable, Environment, JoinOptions};
use solution::read::{Expanded, expand_files};

pub use baseline::{BASELINE, baseline, baseline_path};
pub use changed::changed;

use crate::{args::FactArgs, errors::Trouble};

/// What a run needs beside the packages.
pub struct Gathered {
    /// The configuration.
    pub config: Config,
    /// The facts.
    pub facts: GatheredFacts,
}

/// The facts, and what is to be said of their files.
pub struct GatheredFacts {
    /// What is known of the environment.
    pub environment: Environment,
    /// What could not be used.
    pub troubles: Vec<Trouble>,
    /// What is to be said about the choice of files.
    pub remarks: Vec<String>,
    /// Several settings files were given and none was chosen, so that none binds.
    pub settings_undecided: bool,
    /// Every file of facts that the command line or the configuration names, by its canonical path: for this run or, in the
    /// configuration, for another environment.
    pub named: HashSet<PathBuf>,
}

/// Finds and reads the configuration, and reads the files of facts that it or the command line names.
///
/// # Errors
/// When the configuration cannot be used: then no rule could be trusted. Everything else becomes one of the troubles.
pub fn gather(paths: &[String], args: &FactArgs) -> Result<Gathered, Vec<Trouble>> {
    let (config, folder) = configured(paths, args, None)?;
    let facts = facts_for(&config, &folder, args);
    Ok(Gathered { config, facts })
}

/// The configuration alone, and the folder that its paths are relative to. A `preset` that is given stands for the configuration's.
///
/// # Errors
/// What is wrong with the configuration.
pub fn configured(
    paths: &[String],
    args: &FactArgs,
    preset: Option<Preset>,
) -> Result<(Config, PathBuf), Vec<Trouble>> {
    configuration(paths, args, preset)
}

/// Reads the files of facts that a configuration in a folder or the command line names.
#[must_use]
pub fn facts_for(config: &Config, folder: &Path, args: &FactArgs) -> GatheredFacts {
    let mut troubles = Vec::new();
    let mut remarks = Vec::new();
    let files = fact_files(config, folder, args, &mut troubles, &mut remarks);
    let named = named_files(config, folder, &files);
    let options = join_options(config);
    let (environment, undecided) = facts::join(files.clone(), &options, &config.placeholders, &mut troubles);
    let environment = facts::elsewhere(environment, config, folder, &files, &mut remarks);
    let settings_undecided = !undecided.is_empty();
    if settings_undecided {
        remarks.push(format!(
            "{} settings files were given and none was chosen, so none binds: {}; choose one with --settings or --environment",
            undecided.len(),
            undecided.join(", ")
        ));
    }
    GatheredFacts { environment, troubles, remarks, settings_undecided, named }
}

/// Every rule there is, house rules of the configuration among them, and what is wrong with the configuration; then its house
/// rules are not among them. Without a path, the configuration is searched upwards from the working directory.
#[must_use]
pub fn known_rules(config: Option<&Path>) -> (Vec<&'static Meta>, Vec<Trouble>) {
    let args = FactArgs { config: config.map(Path::to_owned), ..FactArgs::default() };
    match configuration(&[], &args, None) {
        Ok((config, _)) => (config.known, Vec::new()),
        Err(troubles) => (rules::ALL.iter().map(|entry| entry.meta).collect(), troubles),
    }
}

/// The configuration that a run would go by, without the files of facts that it names.
///
/// # Errors
/// When the configuration cannot be used.
pub fn config(paths: &[String], args: &FactArgs, preset: Option<Preset>) -> Result<Config, Vec<Trouble>> {
    configuration(paths, args, preset).map(|(config, _)| config)
}

/// The configuration, and its folder.
fn configuration(paths: &[String], args: &FactArgs, preset: Option<Preset>) -> Result<(Config, PathBuf), Vec<Trouble>> {
    let found = match &args.config {
        _ if args.no_config => None,
        Some(path) => Some(path.clone()),
        None => discover::configuration(paths).map_err(|trouble| vec![trouble])?,
    };
    let Some(path) = found else {
        if let Some(name) = &args.environment {
            return Err(vec![
                Trouble::new(format!("there is no environment {name}: no powerlint.toml was found"))
                    .help("name it in an [[environment]] of powerlint.toml, or give its files with --inventory and --settings"),
            ]);
        }
        return Ok((Config::of_preset(preset.unwrap_or_default(), rules::ALL), PathBuf::new()));
    };
    let shown = path.to_string_lossy().replace('\\', "/");
    let trouble = |message: String| vec![Trouble { path: Some(shown.clone()), ..Trouble::new(message) }];
    let bytes = fs::read(&path).map_err(|error| trouble(format!("cannot read the configuration: {error}")))?;
    let text = syntax::decode(bytes).map_err(|error| trouble(error.to_string()))?.text;
    let config = Config::parse_for(&shown, text, args.environment.as_deref(), preset, rules::ALL)
        .map_err(|errors| errors.into_iter().map(Trouble::from).collect::<Vec<_>>())?;
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    Ok((config, folder))
}

/// Every file of facts that this run names, each once.
fn fact_files(
    config: &Config,
    folder: &Path,
    args: &FactArgs,
    troubles: &mut Vec<Trouble>,
    remarks: &mut Vec<String>,
) -> Vec<Expanded> {
    if config.chosen().is_none() && !config.environments.is_empty() {
        let names: Vec<_> = config.environments.iter().map(|entry| entry.name.as_str()).collect();
        remarks.push(format!(
            "the configuration names {} environments and none was chosen: --environment {}",
            names.len(),
            names.join(" or ")
        ));
    }
    let mut files = Vec::new();
    let mut add = |patterns: &[String], base: &Path| {
        let (found, errors) = expand_files(patterns, or_here(base));
        let folder = base.to_string_lossy().replace('\\', "/");
        files.extend(found.into_iter().map(|file| Expanded { shown: beside(&folder, &file.shown), ..file }));
        troubles.extend(errors.into_iter().map(Trouble::from));
    };
    if args.inventory.is_empty() {
        add(&config.inventory_inputs().map(str::to_owned).collect::<Vec<_>>(), folder);
    } else {
        add(&args.inventory, Path::new(""));
    }
    if args.settings.is_empty() {
        add(config.settings_inputs(), folder);
    } else {
        add(&args.settings, Path::new(""));
    }
    let mut seen = HashSet::new();
    files.retain(|file| seen.insert(canonical(file)));
    files
}

/// Whether the command line or the configuration names files of facts for this run.
#[must_use]
pub fn names_facts(config: &Config, args: &FactArgs) -> bool {
    !args.inventory.is_empty()
        || !args.settings.is_empty()
        || config.inventory_inputs().next().is_some()
        || !config.settings_inputs().is_empty()
}

/// The files of this run, and those that the configuration names for whatever environment.
fn named_files(config: &Config, folder: &Path, files: &[Expanded]) -> HashSet<PathBuf> {
    let entries = config.environments.iter().flat_map(|entry| entry.inventory.iter().chain(&entry.settings));
    let patterns: Vec<String> = entries.chain(&config.inventory).chain(&config.settings).cloned().collect();
    // What is wrong with a pattern is said in a run that needs it.
    let (configured, _) = expand_files(&patterns, or_here(folder));
    files.iter().chain(&configured).map(canonical).collect()
}

/// The environments of the configuration that a settings file is for.
#[must_use]
pub fn environments_of_settings<'c>(config: &'c Config, settings: &Path) -> Vec<&'c str> {
    let folder = config.path.as_deref().and_then(|path| Path::new(path).parent()).unwrap_or(Path::new(""));
    let Ok(wanted) = fs::canonicalize(settings) else { return Vec::new() };
    let names = |patterns: &[String]| {
        let (found, _) = expand_files(patterns, or_here(folder));
        found.iter().any(|file| canonical(file) == wanted)
    };
    config.environments.iter().filter(|entry| names(&entry.settings)).map(|entry| entry.name.as_str()).collect()
}

fn canonical(file: &Expanded) -> PathBuf {
    fs::canonicalize(&file.path).unwrap_or_else(|_| file.path.clone())
}

/// The folder that paths are relative to; "" is the working directory.
fn or_here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

/// A path that the configuration in `folder` names, as seen from the working directory.
fn beside(folder: &str, path: &str) -> String {
    if folder.is_empty() || folder == "." || Path::new(path).is_absolute() {
        path.to_owned()
    } else {
        format!("{}/{}", folder.trim_end_matches('/'), path.strip_prefix("./").unwrap_or(path))
    }
}

fn join_options(config: &Config) -> JoinOptions {
    let mut connectors = ConnectorTable::built_in();
    for (connector, class) in &config.connector_auth {
        connectors.set(connector, *class);
    }
    JoinOptions { service_accounts: config.service_accounts.clone(), connectors }
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn configured_paths_are_seen_from_here() {
        assert_eq!(beside("", "facts/x.json"), "facts/x.json");
        assert_eq!(beside("..", "./facts/x.json"), "../facts/x.json");
        assert_eq!(beside("../shared", "/facts/x.json"), "/facts/x.json");
    }
}
