//! `powerlint config`: what a run would go by, and where each of it was said.

use std::{collections::BTreeMap, fmt::Write as _};

use engine::{Config, Level, Preset, Severity};
use inventory::Role;
use serde::Serialize;

use super::{fail, print};
use crate::{
    args::{ConfigArgs, ConfigFormat, Screen},
    errors::Trouble,
    inputs,
    report::{Look, Style, escape},
};

/// A value, and where it was said.
#[derive(Debug, Serialize)]
struct Said<T> {
    value: T,
    /// `default`, `preset strict`, an option of the command line, or the file and line: `powerlint.toml:3`.
    from: String,
}

/// A rule that runs, or that the configuration speaks of.
#[derive(Debug, Serialize)]
struct Rule {
    /// `off`, `note`, `warning` or `error`; `off` where it runs for an override alone.
    level: Said<&'static str>,
    /// The options that the configuration sets, as they are written.
    options: BTreeMap<String, toml::Value>,
}

/// The configuration of a run.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Effective {
    /// The file; null without one.
    file: Option<String>,
    environment: Said<Option<String>>,
    stage: Said<Option<String>>,
    preset: Said<&'static str>,
    common_solutions: Said<Vec<String>>,
    deployers: Said<Vec<String>>,
    min_role: Said<&'static str>,
    inventory: Said<Vec<String>>,
    settings: Said<Vec<String>>,
    baseline: Said<Option<String>>,
    /// How many there are, and where they begin.
    ignores: Vec<String>,
    overrides: Vec<String>,
    rules: BTreeMap<&'static str, Rule>,
}

pub(crate) fn run(args: &ConfigArgs, screen: &Screen) -> u8 {
    let config = match inputs::config(&args.paths, &args.facts, args.preset.map(Preset::from)) {
        Ok(config) => config,
        Err(troubles) => return fail(screen, &troubles),
    };
    let effective = Effective::of(&config, args);
    let text = match args.format {
        ConfigFormat::Text => text(&effective, screen.out(), screen.verbose),
        ConfigFormat::Json => match serde_json::to_string_pretty(&effective) {
            Ok(text) => escape::json(&format!("{text}\n")),
            Err(error) => return fail(screen, &[Trouble::new(error.to_string())]),
        },
    };
    print(screen, &text)
}

impl Effective {
    fn of(config: &Config, args: &ConfigArgs) -> Self {
        let origins = Origins { config, file: config.path.as_deref().unwrap_or("powerlint.toml") };
        let facts = &args.facts;
        let given = |flag: &str, is_given: bool| is_given.then(|| flag.to_owned());
        let chosen = config.chosen();
        // Several lists of files are one after the other: the command line's stand for all.
        let own = |key: &'static str| {
            let at = chosen.and_then(|entry| config.environments.iter().position(|other| other == entry));
            at.and_then(|at| origins.table("environment", at)).filter(|_| match (chosen, key) {
                (Some(entry), "settings") => !entry.settings.is_empty(),
                (Some(entry), _) => !entry.inventory.is_empty(),
                (None, _) => false,
            })
        };
        let environment = given("--environment", facts.environment.is_some())
            .or_else(|| origins.key(&["default-environment"]))
            .or_else(|| chosen.and_then(|_| origins.table("environment", 0)));
        let inventory = if facts.inventory.is_empty() {
            config.inventory_inputs().map(str::to_owned).collect()
        } else {
            facts.inventory.clone()
        };
        let settings =
            if facts.settings.is_empty() { config.settings_inputs().to_vec() } else { facts.settings.clone() };
        Self {
            file: config.path.clone(),
            environment: said(chosen.map(|entry| entry.name.clone()), environment.clone()),
            stage: said(config.stage().map(str::to_owned), chosen.and(environment)),
            preset: said(
                config.preset.word(),
                given("--preset", args.preset.is_some()).or_else(|| origins.key(&["preset"])),
            ),
            common_solutions: said(
                config.common_solutions.iter().map(|(name, _)| name.clone()).collect(),
                origins.key(&["common-solutions"]),
            ),
            deployers: said(
                config.deployers.iter().map(|deployer| deployer.label.clone()).collect(),
                origins.table("deployer", 0).or_else(|| origins.table("deployers", 0)),
            ),
            min_role: said(role(config.min_role), origins.key(&["min-role"])),
            inventory: said(
                inventory,
                given("--inventory", !facts.inventory.is_empty())
                    .or_else(|| origins.key(&["inventory"]))
                    .or_else(|| own("inventory")),
            ),
            settings: said(
                settings,
                given("--settings", !facts.settings.is_empty())
                    .or_else(|| own("settings"))
                    .or_else(|| origins.key(&["settings"])),
            ),
            baseline: said(config.baseline_file.as_ref().map(|(file, _)| file.clone()), origins.key(&["baseline"])),
            ignores: origins.tables("ignore"),
            overrides: origins.tables("override"),
            rules: rules(config, &origins),
        }
    }
}

fn said<T>(value: T, from: Option<String>) -> Said<T> {
    Said { value, from: from.unwrap_or_else(|| "default".to_owned()) }
}

/// Where the configuration says something.
struct Origins<'c> {
    config: &'c Config,
    file: &'c str,
}

impl Origins<'_> {
    fn at(&self, line: usize) -> String {
        format!("{}:{line}", self.file)
    }

    fn key(&self, keys: &[&str]) -> Option<String> {
        self.config.line_of(keys).map(|line| self.at(line))
    }

    fn tables(&self, key: &str) -> Vec<String> {
        self.config.lines_of(key).into_iter().map(|line| self.at(line)).collect()
    }

    fn table(&self, key: &str, index: usize) -> Option<String> {
        self.tables(key).into_iter().nth(index)
    }
}

/// The rules that run, and those of which the configuration says something.
fn rules(config: &Config, origins: &Origins<'_>) -> BTreeMap<&'static str, Rule> {
    let written: toml::Table = config.text.parse().unwrap_or_default();
    let written = written.get("rules").and_then(toml::Value::as_table);
    let mut rules = BTreeMap::new();
    for meta in &config.known {
        let severity = config.severity_of(meta);
        let mut names = std::iter::once(meta.name).chain(meta.aliases.iter().copied());
        let own = names.find_map(|name| Some((name, written?.get(name)?)));
        if severity.is_none() && own.is_none() {
            continue;
        }
        let table = own.and_then(|(_, value)| value.as_table());
        let mut options: BTreeMap<String, toml::Value> =
            table.into_iter().flatten().map(|(key, value)| (key.clone(), value.clone())).collect();
        options.retain(|key, _| !matches!(key.as_str(), "level" | "stage"));
        let from = own.and_then(|(name, value)| {
            let staged = || {
                let stages = value.get("stage")?.as_table()?;
                let (key, _) = stages
                    .iter()
                    .find(|(key, _)| config.stage().is_some_and(|stage| stage.eq_ignore_ascii_case(key)))?;
                origins.key(&["rules", name, "stage", key])
            };
            let levelled = || value.get("level").and_then(|_| origins.key(&["rules", name, "level"]));
            let alone = || value.is_str().then(|| origins.key(&["rules", name])).flatten();
            staged().or_else(levelled).or_else(alone)
        });
        let preset = || format!("preset {}", config.preset);
        let level = word(severity.map_or(Level::Off, Level::On));
        rules.insert(meta.name, Rule { level: Said { value: level, from: from.unwrap_or_else(preset) }, options });
    }
    rules
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Off => "off",
        Level::On(Severity::Note) => "note",
        Level::On(Severity::Warning) => "warning",
        Level::On(Severity::Error) => "error",
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::CanView => "CanView",
        Role::CanViewWithShare => "CanViewWithShare",
        Role::CanEdit => "CanEdit",
        Role::Owner => "Owner",
    }
}

/// The configuration as TOML, with where each value was said beside it.
fn text(effective: &Effective, look: Look, verbose: bool) -> String {
    let mut out = String::new();
    let file = effective.file.as_deref().unwrap_or("no powerlint.toml: everything is a default");
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{}", look.paint(Style::Dim, &format!("# {}", escape::line(file))));
    let mut line = |key: &str, value: String, from: &str| {
        let text = format!("{key} = {}", escape::line(&value));
        let beside = look.paint(Style::Dim, &format!("# {}", escape::line(from)));
        let _ = writeln!(out, "{text:<60}  {beside}");
    };
    let list = |values: &[String]| toml::Value::from(values.to_vec()).to_string();
    let string = |value: &str| toml::Value::from(value).to_string();
    let or_none = |value: Option<&String>| value.map_or_else(|| "none".to_owned(), |value| string(value));
    if effective.environment.value.is_some() {
        line("environment", or_none(effective.environment.value.as_ref()), &effective.environment.from);
        line("stage", or_none(effective.stage.value.as_ref()), &effective.stage.from);
    }
    line("preset", string(effective.preset.value), &effective.preset.from);
    line("common-solutions", list(&effective.common_solutions.value), &effective.common_solutions.from);
    line("deployers", list(&effective.deployers.value), &effective.deployers.from);
    line("min-role", string(effective.min_role.value), &effective.min_role.from);
    line("inventory", list(&effective.inventory.value), &effective.inventory.from);
    line("settings", list(&effective.settings.value), &effective.settings.from);
    if effective.baseline.value.is_some() {
        line("baseline", or_none(effective.baseline.value.as_ref()), &effective.baseline.from);
    }
    for (name, places) in [("ignores", &effective.ignores), ("overrides", &effective.overrides)] {
        if !places.is_empty() {
            line(name, places.len().to_string(), &places.join(", "));
        }
    }
    let told = |rule: &Rule| verbose || !rule.level.from.starts_with("preset ") || !rule.options.is_empty();
    let running = effective.rules.values().filter(|rule| rule.level.value != "off").count();
    let _ = writeln!(out, "\n{}", look.paint(Style::Bold, &format!("[rules]  # {running} run")));
    for (name, rule) in effective.rules.iter().filter(|(_, rule)| told(rule)) {
        let options = rule.options.iter().fold(String::new(), |mut all, (key, value)| {
            let _ = write!(all, ", {key} = {value}");
            all
        });
        let value = if options.is_empty() {
            string(rule.level.value)
        } else {
            format!("{{ level = {}{options} }}", string(rule.level.value))
        };
        let beside = look.paint(Style::Dim, &format!("# {}", escape::line(&rule.level.from)));
        let _ = writeln!(out, "{:<60}  {beside}", format!("{name} = {}", escape::line(&value)));
    }
    if !verbose {
        let _ = writeln!(out, "{}", look.paint(Style::Dim, "# the others as their preset has them; -v lists them"));
    }
    out
}
