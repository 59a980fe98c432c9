//! The command line.

mod check;
mod impact;
mod inventory;
mod output;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use engine::Date;

pub use self::{
    check::{CheckArgs, FailOn, MergeArgs, PresetName, RunArgs},
    impact::{ImpactArgs, ImpactFormat, ImpactKind},
    inventory::{ConvertArgs, InventoryArgs, InventoryCommand, InventoryFormat, ScriptArgs, Shell},
    output::{Format, Output, Targets, targets},
};

/// Checks exported Power Platform solutions, offline, before anyone imports them.
///
/// powerlint reads solution packages as they were exported and says under whose account their connection references run, who
/// owns them, whether they live in the common solution, and whether the deploying service principal may use their connections.
/// It never connects to anything: facts about the environment come from files that you export and name.
#[derive(Debug, Parser)]
#[command(name = "powerlint", version, arg_required_else_help = true, max_term_width = 110)]
#[command(after_help = "First steps:
  powerlint check Contoso.zip        check one exported solution
  powerlint init                     write a powerlint.toml for this folder, to fill in
  powerlint rules                    list every rule
  powerlint explain RULE             say what a rule wants, why, and how to fix it

Every command has its own help: powerlint check --help")]
pub struct Cli {
    #[command(subcommand)]
    /// What to do.
    pub command: Command,
    #[command(flatten)]
    /// How to show it.
    pub screen: Screen,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check solution packages and say what is wrong, where, why, and what to do
    Check(CheckArgs),
    /// Make one report from the parts that `check --shard` wrote
    Merge(MergeArgs),
    /// Write down the findings that there are now, so that `check` tells only what is new
    Baseline(BaselineArgs),
    /// Say what a rule wants, why, and how to fix what it finds
    Explain(ExplainArgs),
    /// List every rule
    Rules(RulesArgs),
    /// Show the configuration that a run would go by, and where each value comes from
    Config(ConfigArgs),
    /// Write a commented powerlint.toml from what lies in a folder
    Init(InitArgs),
    /// Show what is known of the environment: reference, connection, account, owner, shares
    Inventory(InventoryArgs),
    /// Write a deployment settings file for packages, or bring one up to them
    Settings(SettingsArgs),
    /// Show what stops when a connection, account, connector, reference or service principal goes
    Impact(ImpactArgs),
    /// Show in which order flows can be turned on: child flows before those that call them
    Order(OrderArgs),
    /// Print the JSON Schema of the JSON output, or of powerlint.toml
    Schema(SchemaArgs),
    /// Print the script by which a shell completes powerlint's commands and options
    Completions(CompletionsArgs),
    /// Print the manual page, or write those of all commands to a folder
    Man(ManArgs),
}

/// The arguments of `man`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  powerlint man | man -l -
  powerlint man --output ~/.local/share/man/man1")]
pub struct ManArgs {
    /// The folder that the pages of all commands are written to
    #[arg(long, short, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
}

/// The arguments of `completions`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  powerlint completions bash > ~/.local/share/bash-completion/completions/powerlint")]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// How to show it.
#[derive(Debug, Args)]
pub struct Screen {
    /// When to use colours.
    #[arg(help = "When to use colours; the environment variable NO_COLOR is obeyed, too")]
    #[arg(long, global = true, value_enum, default_value_t = ColorWhen::Auto, value_name = "WHEN")]
    pub color: ColorWhen,
    /// Tell everything: what could not be judged by name, all files that were read
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Tell only findings and errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal.
    Auto,
    /// Everywhere.
    Always,
    /// Nowhere.
    Never,
}

/// The files of facts, and the configuration.
#[derive(Debug, Args, Default)]
#[command(next_help_heading = "Facts and configuration")]
pub struct FactArgs {
    /// Files, folders or patterns of inventory files: connections, owners, permissions. In place of those that powerlint.toml
    /// names. The kind of each file is told by its contents
    #[arg(long, value_name = "PATH")]
    pub inventory: Vec<String>,
    /// The deployment settings file that binds references to connections. In place of those that powerlint.toml names
    #[arg(long, value_name = "PATH")]
    pub settings: Vec<String>,
    /// The configuration, instead of the powerlint.toml that is found upwards from the inputs
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub config: Option<PathBuf>,
    /// Use no powerlint.toml
    #[arg(long)]
    pub no_config: bool,
    /// The environment to answer for, by its name in powerlint.toml
    #[arg(long, value_name = "NAME")]
    pub environment: Option<String>,
}

/// The arguments of `baseline`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  powerlint baseline                           the findings of everything below this folder
  powerlint baseline src --output known.json   those of one folder, into a file of another name
  powerlint baseline --prune                   remove what fits no finding any more, and add nothing

Exit status:
  0  the file is as it should be
  2  the job could not be done: usage, an input that cannot be read; nothing was written")]
pub struct BaselineArgs {
    /// Exported solutions, unpacked solutions, folders of many, legacy packages, single flows, patterns
    #[arg(default_value = ".", value_name = "PATH")]
    pub paths: Vec<String>,
    /// The file to write: by default that which powerlint.toml names, else powerlint-baseline.json
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Remove the entries that fit no finding any more, and add none
    #[arg(long)]
    pub prune: bool,
    /// Which rules run where powerlint.toml says nothing of them. In place of its own preset
    #[arg(long, value_enum, value_name = "PRESET")]
    pub preset: Option<PresetName>,
    /// The day to judge by how old the inventory is and what expires (2026-11-30); by default, that of the system in UTC
    #[arg(long, value_name = "DATE")]
    pub today: Option<Date>,
    #[command(flatten)]
    /// The files of facts, and the configuration.
    pub facts: FactArgs,
}

/// The arguments of `explain`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  powerlint explain personal-connection")]
pub struct ExplainArgs {
    /// The rule's name, as in a report
    #[arg(value_name = "RULE")]
    pub rule: String,
    /// The configuration with the house rules, instead of the powerlint.toml that is found upwards from here
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// A table for people, or the same for programs and spreadsheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
}

/// The arguments of `order`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  powerlint order drop/*.zip                  the flows of all solutions that are deployed together
  powerlint order Contoso.zip --format json   for the script that turns them on

Exit status:
  0  the order was shown
  2  the job could not be done: usage, configuration, an input that cannot be read, nothing found")]
pub struct OrderArgs {
    /// Exported solutions, unpacked solutions, folders of many, legacy packages, single flows, patterns
    #[arg(default_value = ".", value_name = "PATH")]
    pub paths: Vec<String>,
    /// text for people, json for programs, csv for spreadsheets
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub format: TableFormat,
    #[command(flatten)]
    /// The files of facts, and the configuration.
    pub facts: FactArgs,
}

/// The arguments of `config`.
#[derive(Debug, Args)]
pub struct ConfigArgs {
    /// What would be checked: the configuration is searched upwards from there
    #[arg(default_value = ".", value_name = "PATH")]
    pub paths: Vec<String>,
    /// text for people, which is TOML, json for programs
    #[arg(long, value_enum, default_value_t = ConfigFormat::Text)]
    pub format: ConfigFormat,
    /// As for check: in place of the preset of powerlint.toml
    #[arg(long, value_enum, value_name = "PRESET")]
    pub preset: Option<PresetName>,
    #[command(flatten)]
    /// The files of facts, and the configuration.
    pub facts: FactArgs,
}

/// A format of `config`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ConfigFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// The arguments of `schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Of what
    #[arg(value_enum, default_value_t = SchemaOf::Output)]
    pub of: SchemaOf,
}

/// What has a JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// The output of check --format json.
    Output,
    /// The configuration, powerlint.toml.
    Configuration,
}

/// The arguments of `rules`.
#[derive(Debug, Args)]
pub struct RulesArgs {
    /// Only the rules that run under a preset
    #[arg(long, value_enum, value_name = "PRESET")]
    pub preset: Option<PresetName>,
    /// The configuration with the house rules, instead of the powerlint.toml that is found upwards from here
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// text for people, json for programs, csv for spreadsheets
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub format: TableFormat,
}

/// The arguments of `init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The folder to look at and to write powerlint.toml to
    #[arg(default_value = ".", value_name = "FOLDER")]
    pub folder: String,
    /// Overwrite a powerlint.toml that is there
    #[arg(long)]
    pub force: bool,
}

/// The arguments of `settings`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  powerlint settings Contoso.zip --output settings.json             a new file, with blank connections
  powerlint settings Contoso.zip --inventory facts/                 bound as the environment is
  powerlint settings drop/*.zip --update test.json --output test.json
  powerlint settings src/Contoso --update test.json --check         for a pipeline: is anything missing?

Exit status:
  0  the file was written, or with --check: it is up to date
  1  with --check: an update would change the file
  2  the job could not be done: usage, a package or file that cannot be read; nothing was written")]
pub struct SettingsArgs {
    /// Exported solutions, unpacked solutions, folders of many, patterns
    #[arg(required = true, value_name = "PACKAGE")]
    pub paths: Vec<String>,
    /// Write to a file instead of standard output; it may be the one that is updated
    #[arg(long, short, value_name = "FILE", conflicts_with = "check")]
    pub output: Option<PathBuf>,
    /// The settings file to start from. Everything it holds stays as it is; what is missing is added
    #[arg(long, value_name = "FILE")]
    pub update: Option<PathBuf>,
    /// Remove the entries that no package holds
    #[arg(long, requires = "update")]
    pub prune: bool,
    /// Write nothing; the exit status is 1 where an update would change the file
    #[arg(long, requires = "update")]
    pub check: bool,
    #[command(flatten)]
    /// The files of facts, and the configuration.
    pub facts: FactArgs,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
