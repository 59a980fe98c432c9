//! Environment variables, of both generations.

use crate::{At, Loc};

/// An environment variable that the solution defines (or only has a value for).
#[derive(Debug, Clone)]
pub struct EnvironmentVariable<'t> {
    /// The schema name.
    pub schema_name: At<&'t str>,
    /// The name for people.
    pub display_name: Option<At<&'t str>>,
    /// The type: `100000000` string, `…1` number, `…2` boolean, `…3` JSON, `…4` data source, `…5` secret.
    pub kind: Option<At<&'t str>>,
    /// The default value.
    pub default_value: Option<At<&'t str>>,
    /// The value that was exported beside the definition.
    pub value: Option<VariableValue<'t>>,
    /// Whether the definition is here, rather than only a value.
    pub defined: bool,
    /// The definition, or else the value.
    pub loc: Loc,
}

/// A value of the source environment that travels with the solution.
#[derive(Debug, Clone)]
pub struct VariableValue<'t> {
    /// The value.
    pub value: At<&'t str>,
}
