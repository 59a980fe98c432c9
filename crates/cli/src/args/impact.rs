//! The command line of `impact`.

use clap::{Args, ValueEnum};
use engine::impact::NodeKind;

use super::FactArgs;

/// The arguments of `impact`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  powerlint impact ada@contoso.com drop/*.zip --inventory facts/    what stops when Ada's account is closed
  powerlint impact contoso_sharedteams_7f8e9                        what uses this reference
  powerlint impact shared_sharepointonline --format mermaid         what a policy against SharePoint would stop

Exit status:
  0  something is called so, and what hangs on it was shown
  2  nothing is called so, or the job could not be done: usage, an input that cannot be read")]
pub struct ImpactArgs {
    /// What goes.
    #[arg(
        help = "A connection reference (its logical name), a connection's id, an account (user@contoso.com), a connector \
                  (shared_sql), or a service principal (an id of it, or a deployer's name in powerlint.toml)"
    )]
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Exported solutions, unpacked solutions, folders of many, legacy packages, single flows, patterns
    #[arg(default_value = ".", value_name = "PATH")]
    pub paths: Vec<String>,
    /// text for people: a tree; json for programs; mermaid for a picture
    #[arg(long, value_enum, default_value_t = ImpactFormat::Text)]
    pub format: ImpactFormat,
    /// What NAME is, where it may be several things
    #[arg(long, value_enum, value_name = "KIND")]
    pub kind: Option<ImpactKind>,
    #[command(flatten)]
    /// The files of facts, and the configuration.
    pub facts: FactArgs,
}

/// A format of `impact`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ImpactFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// A flowchart that Mermaid draws.
    Mermaid,
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ImpactKind {
    /// A connection reference.
    Reference,
    /// A connection.
    Connection,
    /// A user's account.
    Account,
    /// A connector.
    Connector,
    /// A service principal.
    Principal,
}

impl ImpactKind {
    /// The same in the engine's words.
    #[must_use]
    pub fn node(self) -> NodeKind {
        match self {
            Self::Reference => NodeKind::Reference,
            Self::Connection => NodeKind::Connection,
            Self::Account => NodeKind::Account,
            Self::Connector => NodeKind::Connector,
            Self::Principal => NodeKind::Principal,
        }
    }
}
