//! The command line of `check`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use engine::{Date, Preset, Severity, Shard};

use super::{
    FactArgs,
    output::{Format, Output, OutputParser},
};

/// The arguments of `check`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  powerlint check                                        everything below this folder
  powerlint check Contoso.zip src/ContosoHr              a zip and an unpacked solution
  powerlint check \"drop/*.zip\" --inventory facts/        with what is known of the environment
  powerlint check --environment production               as powerlint.toml describes it
  powerlint check --output powerlint.sarif               also a file for code scanning; text on the terminal
  powerlint check --format github --output summary.md
  git diff --name-only -z main | xargs -0r powerlint check --changed

Exit status:
  0  no finding at or above --fail-on
  1  findings
  2  the job could not be done: usage, configuration, an input that cannot be read, nothing to check")]
pub struct CheckArgs {
    /// Exported solutions, unpacked solutions, folders of many, legacy packages, single flows, patterns
    #[arg(default_value = ".", value_name = "PATH")]
    pub paths: Vec<String>,
    /// The paths are files that were changed: each stands for the package that holds it, whole and once; a file of no package is left
    /// out, and one of configuration or facts stands for everything below the folder of its powerlint.toml
    #[arg(long)]
    pub changed: bool,
    /// Check only a part of the packages (3/8 is the third of eight), and write what comes of it as JSON lines instead of a report, to
    /// standard output or to the --output file. powerlint merge makes one report from all parts
    #[arg(long, value_name = "N/M", value_parser = shard, conflicts_with_all = ["changed", "format", "baseline", "previous", "inventory", "settings"])]
    pub shard: Option<Shard>,
    #[command(flatten)]
    /// How it is done.
    pub run: RunArgs,
}

/// The arguments of every run that ends in a report.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// What is printed: text for people, unless another format is named
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// Write a report to a file, too. Its name tells the format, or FORMAT= before it. Can be given several times
    #[arg(long, short, value_name = "[FORMAT=]FILE", value_parser = OutputParser)]
    pub output: Vec<Output>,
    /// From which severity on findings lead to the exit status 1
    #[arg(long, value_enum, default_value_t = FailOn::Warning, value_name = "SEVERITY")]
    pub fail_on: FailOn,
    /// Which rules run where powerlint.toml says nothing of them. In place of its own preset
    #[arg(long, value_enum, value_name = "PRESET")]
    pub preset: Option<PresetName>,
    /// Run only these rules, whatever the configuration and the preset say of others. Can be given several times
    #[arg(long, value_name = "RULE")]
    pub only: Vec<String>,
    /// A baseline: the findings that were there before, which are not told. In place of that which powerlint.toml names
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// What was deployed before: packages of the same solutions in their last version. Says what an upgrade removes, and which versions
    /// were not raised
    #[arg(long, value_name = "PATH")]
    pub previous: Vec<String>,
    /// How many packages to check at once; by default one for each processor
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// The day to judge by how old the inventory is and what expires (2026-11-30); by default, that of the system in UTC
    #[arg(long, value_name = "DATE")]
    pub today: Option<Date>,
    #[command(flatten)]
    /// The files of facts, and the configuration.
    pub facts: FactArgs,
}

/// Reads `3/8`.
fn shard(text: &str) -> Result<Shard, String> {
    let numbers = text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
    match numbers {
        Some((number, of)) if 1 <= number && number <= of => Ok(Shard { number, of }),
        _ => Err("a part of the packages is named like 3/8, the third of eight".to_owned()),
    }
}

/// The arguments of `merge`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  powerlint check drop/ --shard 1/2 --output shards/1.jsonl   on one machine
  powerlint check drop/ --shard 2/2 --output shards/2.jsonl   on another
  powerlint merge shards/ --inventory facts/                  the report that one run over all of drop/ would make

Exit status:
  0  no finding at or above --fail-on
  1  findings
  2  the job could not be done: usage, configuration, a shard that is missing or cannot be read")]
pub struct MergeArgs {
    /// What powerlint check --shard wrote: all parts of a run. Of a folder, every .jsonl file
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    /// How it is done.
    pub run: RunArgs,
}

/// A set of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PresetName {
    /// What is true and worth a person's time.
    Recommended,
    /// Also what a careful team holds itself to.
    Strict,
    /// Also what is taste.
    All,
}

impl From<PresetName> for Preset {
    fn from(name: PresetName) -> Self {
        match name {
            PresetName::Recommended => Self::Recommended,
            PresetName::Strict => Self::Strict,
            PresetName::All => Self::All,
        }
    }
}

/// From which severity on a run fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Any finding.
    Note,
    /// Warnings and errors.
    Warning,
    /// Errors.
    Error,
    /// None.
    Never,
}

impl FailOn {
    /// The least severity that fails.
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Note => Some(Severity::Note),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
            Self::Never => None,
        }
    }
}
