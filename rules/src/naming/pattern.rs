//! Patterns of names, as users set them.

use std::collections::BTreeMap;

use regex::Regex;
use serde::{Deserialize, Deserializer, de::Error};

/// A regular expression that a whole name has to match.
#[derive(Debug)]
pub(super) struct Pattern {
    written: String,
    whole: Regex,
}

impl Pattern {
    /// The pattern as it was written.
    pub(super) fn as_str(&self) -> &str {
        &self.written
    }

    pub(super) fn matches(&self, name: &str) -> bool {
        self.whole.is_match(name)
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = String::deserialize(deserializer)?;
        // Alone first: `a)(b` would be one only between parentheses.
        Regex::new(&written)
            .and_then(|_| Regex::new(&format!("^(?:{written})$")))
            .map(|whole| Self { written: written.clone(), whole })
            .map_err(|error| D::Error::custom(format!("`{written}` is not a regular expression: {error}")))
    }
}

/// A pattern for all names, and others for names of some types.
pub(super) fn of_type<'p>(
    all: Option<&'p Pattern>,
    types: &'p BTreeMap<String, Pattern>,
    kind: Option<&str>,
) -> Option<&'p Pattern> {
    let own = types.iter().find(|(name, _)| kind.is_some_and(|kind| kind.eq_ignore_ascii_case(name)));
    own.map(|(_, pattern)| pattern).or(all)
}
