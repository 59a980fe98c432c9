//! `powerlint.toml`, with places, so that a finding can point into it.

mod house;
mod ignores;
mod origin;
mod overrides;
mod reader;
mod rules;
pub mod schema;
mod sections;

use inventory::{AuthClass, Placeholders, Role, ServiceAccounts, Who};
use serde::{Deserialize, Serialize};
use solution::Limits;
use syntax::Span;

pub use self::overrides::Override;
use self::reader::Errors;
pub(crate) use self::reader::{suggestion, with_article};
use crate::{AnyRule, Baseline, Date, Meta, Preset, RuleEntry, Severity};

/// The effective configuration.
pub struct Config {
    /// The file, as given or found; `None` without one.
    pub path: Option<String>,
    /// Its text.
    pub text: String,
    /// The service principals that deploy solutions and turn on their flows.
    pub deployers: Vec<Deployer>,
    /// The unique names of the solutions that hold all connection references.
    pub common_solutions: Vec<(String, Span)>,
    /// Which accounts are service accounts.
    pub service_accounts: ServiceAccounts,
    /// The tokens in settings that a pipeline replaces, beside the built-in styles.
    pub placeholders: Placeholders,
    /// The role that deployers need on every connection.
    pub min_role: Role,
    /// What connectors can sign in with, where the built-in table is wrong or does not know.
    pub connector_auth: Vec<(String, AuthClass)>,
    /// Inventory files, folders and globs, relative to the configuration's folder.
    pub inventory: Vec<String>,
    /// Settings files, likewise.
    pub settings: Vec<String>,
    /// The environments that a run can answer for.
    pub environments: Vec<EnvironmentEntry>,
    /// The environment that this run answers for: an index into `environments`.
    pub environment: Option<usize>,
    /// The rules that run, each with its level.
    pub rules: Vec<ActiveRule>,
    /// Other levels for a part of what is checked.
    pub overrides: Vec<Override>,
    /// What the user has decided not to hear of.
    pub ignores: Vec<Ignore>,
    /// The set of rules that runs, but for what `rules` says otherwise.
    pub preset: Preset,
    /// Every rule there is, whether it runs or not.
    pub known: Vec<&'static Meta>,
    /// The baseline file, relative to the configuration's folder.
    pub baseline_file: Option<(String, Span)>,
    /// What the baseline holds, where one is used. It is not part of the file: whoever runs the rules reads it.
    pub baseline: Option<Baseline>,
    /// How much is read of a package.
    pub limits: Limits,
}

/// A rule that runs.
pub struct ActiveRule {
    /// The rule with its options.
    pub rule: Box<dyn AnyRule>,
    /// The severity of a finding that is certain, by the user's level for the stage, else the rule's own.
    pub severity: Severity,
    /// It runs for the sake of overrides alone: elsewhere it is off.
    pub only_overridden: bool,
}

/// A service principal that deploys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deployer {
    /// By what keys it is known: application id, object id, name.
    pub who: Who,
    /// How to name it to people: its name, else its id.
    pub label: String,
    /// It shares the connections further, for which it needs more than the use of them.
    pub re_shares: bool,
    /// Its entry.
    pub span: Span,
}

impl Deployer {
    /// What tells it from other deployers: its id, else its name.
    #[must_use]
    pub fn id(&self) -> &str {
        self.who.service_principal_id().unwrap_or(&self.label)
    }
}

/// A `[[environment]]` of the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvironmentEntry {
    /// The name, for `--environment`.
    pub name: String,
    /// `development`, `test`, `production` or any other word: rules can have a level for it.
    pub stage: Option<String>,
    /// Its inventory files, folders and globs.
    pub inventory: Vec<String>,
    /// Its settings file.
    pub settings: Vec<String>,
    /// Its entry.
    pub span: Span,
}

/// What the user wants of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// Not to run.
    Off,
    /// To run at this severity.
    On(Severity),
}

/// An `[[ignore]]` of the configuration: every finding that fits all its keys is suppressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignore {
    /// The rule's name.
    pub rule: Option<String>,
    /// A glob of the solution's unique name.
    pub solution: Option<String>,
    /// A glob of the subject's name.
    pub subject: Option<String>,
    /// A prefix of the pointer.
    pub pointer: Option<String>,
    /// The last day on which it holds.
    pub until: Option<Date>,
    /// Why. Required.
    pub reason: String,
    /// Its entry.
    pub span: Span,
}

/// A configuration that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{message}")]
pub struct ConfigError {
    /// The file.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// Where, in `text`.
    pub span: Option<Span>,
    /// The text.
    pub text: String,
    /// What to do.
    pub help: Option<String>,
}

impl Config {
    /// The configuration without a file: the rules of the default preset, each at its own severity.
    #[must_use]
    pub fn default_for(rules: &[RuleEntry]) -> Self {
        Self::of_preset(Preset::default(), rules)
    }

    /// The configuration without a file: the rules of a preset, each at its own severity.
    #[must_use]
    pub fn of_preset(preset: Preset, rules: &[RuleEntry]) -> Self {
        let known = rules.iter().map(|entry| entry.meta).collect();
        Self { rules: rules::of_preset(preset, rules), preset, known, ..Self::empty() }
    }

    /// A configuration that says nothing and runs no rule.
    fn empty() -> Self {
        Self {
            path: None,
            text: String::new(),
            deployers: Vec::new(),
            common_solutions: Vec::new(),
            service_accounts: ServiceAccounts::default(),
            placeholders: Placeholders::default(),
            min_role: Role::CanView,
            connector_auth: Vec::new(),
            inventory: Vec::new(),
            settings: Vec::new(),
            environments: Vec::new(),
            environment: None,
            rules: Vec::new(),
            overrides: Vec::new(),
            ignores: Vec::new(),
            preset: Preset::default(),
            known: Vec::new(),
            baseline_file: None,
            baseline: None,
            limits: Limits::default(),
        }
    }

    /// Reads a configuration. `environment` is the name given with `--environment`; where none is given, the configuration's
    /// `default-environment` is meant, or else the only one that it has. The preset is the configuration's.
    ///
    /// # Errors
    /// As [`Config::parse_for`].
    pub fn parse(
        path: &str,
        text: String,
        environment: Option<&str>,
        rules: &[RuleEntry],
    ) -> Result<Self, Vec<ConfigError>> {
        Self::parse_for(path, text, environment, None, rules)
    }

    /// Reads a configuration, as [`Config::parse`] does. A `preset` that is given stands for the configuration's.
    ///
    /// # Errors
    /// Everything that is wrong with it: unknown keys and rule names (with what was probably meant), wrong types, bad patterns,
    /// an ignore without reason, an environment that is not there.
    pub fn parse_for(
        path: &str,
        text: String,
        environment: Option<&str>,
        preset: Option<Preset>,
        rules: &[RuleEntry],
    ) -> Result<Self, Vec<ConfigError>> {
        let mut config = Self { path: Some(path.to_owned()), ..Self::empty() };
        let mut errors = Errors::new(path, &text);
        sections::read(&mut config, &text, (environment, preset), rules, &mut errors);
        let errors = errors.into_found();
        config.text = text;
        if errors.is_empty() { Ok(config) } else { Err(errors) }
    }

    /// Leaves only the rules of these names, with the level and options that they have; those that are off run at their own severity.
    /// Without any name all rules stay.
    ///
    /// # Errors
    /// A name that no rule has, with what was probably meant.
    pub fn keep_only(&mut self, names: &[String], entries: &[RuleEntry]) -> Result<(), Vec<ConfigError>> {
        if names.is_empty() {
            return Ok(());
        }
        let error = |name: &str, help| ConfigError {
            path: "--only".to_owned(),
            message: format!("there is no rule `{name}`"),
            span: None,
            text: String::new(),
            help: Some(help),
        };
        let (mut wanted, mut errors) = (Vec::new(), Vec::new());
        for name in names {
            match self.known_rule(name) {
                Ok(meta) => wanted.push(meta.name),
                Err(help) => errors.push(error(name, help)),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        self.rules.retain(|active| wanted.contains(&active.rule.meta().name));
        for active in &mut self.rules {
            active.only_overridden = false;
        }
        let is_off = |name: &&str| !self.rules.iter().any(|active| active.rule.meta().name == *name);
        let off: Vec<&str> = wanted.iter().copied().filter(is_off).collect();
        for entry in entries.iter().filter(|entry| off.contains(&entry.meta.name)) {
            // Options that are left out are a rule's defaults.
            if let Ok(rule) = entry.build(toml::Table::new()) {
                self.rules.push(ActiveRule { rule, severity: entry.meta.severity, only_overridden: false });
            }
        }
        Ok(())
    }

    /// The environment that this run answers for.
    #[must_use]
    pub fn chosen(&self) -> Option<&EnvironmentEntry> {
        self.environments.get(self.environment?)
    }

    /// The files of facts for the chosen environment, relative to the configuration's folder: those that are named for every
    /// environment, and its own.
    pub fn inventory_inputs(&self) -> impl Iterator<Item = &str> {
        let own = self.chosen().map_or(&[][..], |entry| &entry.inventory);
        self.inventory.iter().chain(own).map(String::as_str)
    }

    /// The settings files for the chosen environment, relative to the configuration's folder: its own, which stand for those
    /// that are named for every environment.
    #[must_use]
    pub fn settings_inputs(&self) -> &[String] {
        match self.chosen() {
            Some(entry) if !entry.settings.is_empty() => &entry.settings,
            _ => &self.settings,
        }
    }

    /// The stage that this run answers for.
    #[must_use]
    pub fn stage(&self) -> Option<&str> {
        self.chosen()?.stage.as_deref()
    }

    /// The rule of this name, or that once had it, whether it runs or not.
    ///
    /// # Errors
    /// What to do where there is no such rule.
    pub fn known_rule(&self, name: &str) -> Result<&'static Meta, String> {
        let found = self.known.iter().find(|meta| meta.name == name || meta.aliases.contains(&name));
        found.copied().ok_or_else(|| rules::unknown_help(name, self.known.iter().copied()))
    }

    /// Whether a solution is one of the configured common solutions.
    #[must_use]
    pub fn is_common(&self, unique_name: &str) -> bool {
        self.common_solutions.iter().any(|(name, _)| name.eq_ignore_ascii_case(unique_name))
    }

    /// The rules that would run but for the configuration, for `rules` and `explain`.
    #[must_use]
    pub fn severity_of(&self, meta: &Meta) -> Option<Severity> {
        let mut everywhere = self.rules.iter().filter(|active| !active.only_overridden);
        everywhere.find(|active| active.rule.meta().name == meta.name).map(|active| active.severity)
    }
}
