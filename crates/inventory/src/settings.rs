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
    /// The connection is a token that a pipeline fills in.
    pub filled_later: bool,
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
    let value = value.trim();
    let between = |open: &str, close: &str| value.split_once(open).is_some_and(|(_, rest)| rest.contains(close));
    let whole = |open: char, close: char| {
        value
            .strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            .is_some_and(|name| !name.is_empty() && !name.contains([open, close]))
    };
    value.is_empty()
        || [("#{", "}#"), ("#connection[", "#"), ("{{", "}}"), ("$(", ")"), ("${", "}")]
            .iter()
            .any(|(open, close)| between(open, close))
        || whole('%', '%')
        || whole('<', '>')
}

#[cfg(test)]
mod tests {
    use super::is_placeholder;

    #[test]
    fn tokens_and_blanks_are_placeholders() {
        for value in [
            "",
            "  ",
            "#{connectionreference.X}#",
            "#connection[shared_sql]#",
            "%X%",
            "{{ id }}",
            "$(ConnectionId)",
            "${ID}",
            "<connection id>",
            "https://#{host}#/sites/hr",
        ] {
            assert!(is_placeholder(value), "{value:?}");
        }
    }

    #[test]
    fn ids_and_values_are_not() {
        for value in [
            "22222222000000000000000000000001",
            "shared-sql-22222222-0000-0000-0000-000000000001",
            "50%",
            "a%20b%20c",
            "#1",
            "%%",
            "<>",
        ] {
            assert!(!is_placeholder(value), "{value:?}");
        }
    }
}
