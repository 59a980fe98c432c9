//! The arguments of `powerlint inventory`, and of what can be done with one.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::FactArgs;

/// The arguments of `inventory`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "Examples:
  powerlint inventory --inventory facts/ --settings settings.production.json
  powerlint inventory facts/ --format csv                    for a spreadsheet
  powerlint inventory convert facts/ --output facts.toml     one file of powerlint's own form")]
pub struct InventoryArgs {
    /// What to do, other than to show it.
    #[command(subcommand)]
    pub command: Option<InventoryCommand>,
    /// Inventory and settings files, the same as --inventory
    #[arg(value_name = "PATH")]
    pub paths: Vec<String>,
    /// text for people, json for programs, csv for spreadsheets
    #[arg(long, value_enum, default_value_t = InventoryFormat::Text)]
    pub format: InventoryFormat,
    #[command(flatten)]
    /// The files of facts, and the configuration.
    pub facts: FactArgs,
}

/// What to do with an inventory.
#[derive(Debug, Subcommand)]
pub enum InventoryCommand {
    /// Write one inventory of powerlint's own form from whatever files there are
    Convert(ConvertArgs),
    /// Print a read-only script that exports connections, permissions, references, flows and users
    Script(ScriptArgs),
}

/// A shell to write a script for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// With the Azure CLI, curl and jq.
    Bash,
    /// Windows PowerShell 5.1 or PowerShell 7, with the Azure CLI.
    Powershell,
}

/// The arguments of `inventory script`.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  powerlint inventory script --shell bash --url https://contoso.crm4.dynamics.com > export.sh

The script is yours to read before you run it. powerlint itself connects to nothing.")]
pub struct ScriptArgs {
    /// The shell that is to run it
    #[arg(long, value_enum)]
    pub shell: Shell,
    /// The id of the environment; left out, it is to be filled in at the top of the script
    #[arg(long, value_name = "ID")]
    pub environment_id: Option<String>,
    /// The address of the environment's Dataverse; left out, it is to be filled in likewise
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// The folder that the script writes to
    #[arg(long, value_name = "FOLDER", default_value = "inventory")]
    pub folder: String,
}

/// A format of `inventory`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InventoryFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
}

/// The arguments of `inventory convert`.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  powerlint inventory convert facts/ --output facts.toml

Only what the checks need is written, without secrets. Where files contradict each other, the fact is left out.

Exit status:
  0  the file was written
  2  the job could not be done: usage, a file that cannot be read; nothing was written")]
pub struct ConvertArgs {
    /// Inventory files, the same as --inventory
    #[arg(value_name = "PATH")]
    pub paths: Vec<String>,
    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    /// The files of facts, and the configuration.
    pub facts: FactArgs,
}
