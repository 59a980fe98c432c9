//! Deployment settings: what a pipeline will bind at import.

use crate::{Fact, InputId, Lookup};

/// A deployment settings file.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The file.
    pub input: InputId,
    /// The entries for connection references.
    pub references: Vec<SettingsReference>,
    /// The entries for environment variables.
    pub variables: Vec<SettingsVariable>,
}

/// An entry for a connection reference.
#[derive(Debug, Clone)]
pub struct SettingsReference {
    /// The logical name.
    pub logical_name: Fact<String>,
    /// The connection; unknown where it is empty or a token that a pipeline fills in. Never absent.
    pub connection: Lookup<Fact<String>>,
    /// The connector's name.
    pub connector: Option<Fact<String>>,
    /// `ConnectionOwner` of the ALM Accelerator: who owns the connection, not what it is signed in with.
    pub owner: Option<Fact<String>>,
}

/// An entry for an environment variable.
#[derive(Debug, Clone)]
pub struct SettingsVariable {
    /// The schema name.
    pub schema_name: Fact<String>,
    /// The value; unknown where it is empty or a token. Never printed.
    pub value: Lookup<Fact<String>>,
}

/// Whether a value stands for one that is filled in later: empty, `#{…}#`, `#connection[…]…#`, `%X%`, `{{…}}`, `$(…)`, `${…}`, `<…>`.
#[must_use]
pub fn is_placeholder(value: &str) -> bool {
    let _ = value;
    todo!()
}
