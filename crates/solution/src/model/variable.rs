//! Environment variables, of both generations.

use crate::{At, Loc};

/// The number of the secret type.
const SECRET: &str = "100000005";

/// An environment variable that the solution defines (or only has a value for).
#[derive(Debug, Clone)]
pub struct EnvironmentVariable<'t> {
    /// The schema name.
    pub schema_name: At<&'t str>,
    /// The name for people.
    pub display_name: Option<At<&'t str>>,
    /// What it is for.
    pub description: Option<At<&'t str>>,
    /// The type: `100000000` string, `…1` number, `…2` boolean, `…3` JSON, `…4` data source, `…5` secret.
    pub kind: Option<At<&'t str>>,
    /// Whether a value must be given; `None` where the definition does not say.
    pub required: Option<bool>,
    /// The default value.
    pub default_value: Option<At<&'t str>>,
    /// The value that was exported beside the definition.
    pub value: Option<VariableValue<'t>>,
    /// Whether anything in the package mentions it: a flow, an agent, another component. `None` where not all was read.
    pub mentioned: Option<bool>,
    /// Whether the definition is here, rather than only a value.
    pub defined: bool,
    /// The definition, or else the value.
    pub loc: Loc,
}

impl EnvironmentVariable<'_> {
    /// Whether it is of the secret type: its values name a secret in a vault.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        self.kind.is_some_and(|kind| kind.value == SECRET)
    }
}

/// A value of the source environment that travels with the solution.
#[derive(Debug, Clone, Copy)]
pub struct VariableValue<'t> {
    /// The value.
    pub value: At<&'t str>,
}
