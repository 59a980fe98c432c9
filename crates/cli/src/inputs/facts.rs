//! Reads files of facts, and joins those of one environment.

use std::{fs, path::Path};

use engine::{Config, EnvironmentEntry};
use inventory::{
    Elsewhere, Environment, Facts, Input, InputId, JoinOptions, Placeholders, Settings,
    read::{Read, read},
};
use solution::read::{Expanded, expand_files};

use super::{beside, canonical, or_here};
use crate::errors::Trouble;

/// What files of facts say.
#[derive(Default)]
struct Files {
    inputs: Vec<Input>,
    facts: Vec<Facts>,
    settings: Vec<Settings>,
}

impl Files {
    /// Reads files. `first` is the number of the first one that can be used.
    fn read(files: Vec<Expanded>, first: usize, placeholders: &Placeholders, troubles: &mut Vec<Trouble>) -> Self {
        let mut this = Self::default();
        for file in files {
            let bytes = match fs::read(&file.path) {
                Ok(bytes) => bytes,
                Err(error) => {
                    let trouble = Trouble::new(format!("cannot read it: {error}"));
                    troubles.push(Trouble { path: Some(file.shown), ..trouble });
                    continue;
                }
            };
            let id = InputId(u32::try_from(first + this.inputs.len()).unwrap_or(u32::MAX));
            match read(&file.shown, bytes, id) {
                Ok((input, read)) => {
                    match read {
                        Read::Facts(facts) => this.facts.push(facts),
                        Read::Settings(mut settings) => {
                            settings.mark_tokens(&input.text, placeholders);
                            this.settings.push(settings);
                        }
                    }
                    this.inputs.push(input);
                }
                Err(error) => troubles.push(error.into()),
            }
        }
        this
    }

    fn path_of(&self, settings: &Settings) -> String {
        self.inputs.get(settings.input.0 as usize).map(|input| input.path.clone()).unwrap_or_default()
    }
}

/// Reads the files of this run and joins them; with it the settings files among which none was chosen.
pub(super) fn join(
    files: Vec<Expanded>,
    options: &JoinOptions,
    placeholders: &Placeholders,
    troubles: &mut Vec<Trouble>,
) -> (Environment, Vec<String>) {
    let mut files = Files::read(files, 0, placeholders, troubles);
    let (binding, undecided) = match files.settings.len() {
        0 | 1 => (files.settings.pop(), Vec::new()),
        _ => (None, std::mem::take(&mut files.settings)),
    };
    let paths = undecided.iter().map(|settings| files.path_of(settings)).collect();
    let environment = match Environment::join(files.inputs, files.facts, binding, options.clone()) {
        Ok(environment) => environment.with_undecided_settings(undecided),
        Err(error) => {
            troubles.push(error.into());
            Environment::unknown(options.clone())
        }
    };
    (environment, paths)
}

/// Reads the files of the environments that this run does not answer for. A connection lives in one environment: what another one
/// has, or binds, tells that an id is in the wrong place. What cannot be read there is no trouble of this run.
pub(super) fn elsewhere(
    environment: Environment,
    config: &Config,
    folder: &Path,
    own: &[Expanded],
    remarks: &mut Vec<String>,
) -> Environment {
    let first = environment.inputs().len();
    let mut inputs: Vec<Input> = Vec::new();
    let mut others = Vec::new();
    for (index, entry) in config.environments.iter().enumerate() {
        if config.environment == Some(index) {
            continue;
        }
        let mut troubles = Vec::new();
        let mut found = files_of(entry, folder, &mut troubles);
        found.retain(|file| own.iter().all(|known| canonical(known) != canonical(file)));
        let files = Files::read(found, first + inputs.len(), &config.placeholders, &mut troubles);
        remarks.extend(
            troubles.iter().map(|trouble| format!("a file of environment {} is not used: {trouble}", entry.name)),
        );
        others.push(Elsewhere::new(entry.name.clone(), &files.facts, files.settings));
        inputs.extend(files.inputs);
    }
    environment.with_elsewhere(others, inputs)
}

fn files_of(entry: &EnvironmentEntry, folder: &Path, troubles: &mut Vec<Trouble>) -> Vec<Expanded> {
    let patterns: Vec<String> = entry.inventory.iter().chain(&entry.settings).cloned().collect();
    let (found, errors) = expand_files(&patterns, or_here(folder));
    troubles.extend(errors.into_iter().map(Trouble::from));
    let folder = folder.to_string_lossy().replace('\\', "/");
    found.into_iter().map(|file| Expanded { shown: beside(&folder, &file.shown), ..file }).collect()
}
