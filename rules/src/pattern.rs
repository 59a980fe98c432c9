//! Regular expressions as options.

use std::{borrow::Cow, collections::BTreeMap};

use regex::RegexBuilder;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de::Error};

/// The largest compiled expression, in bytes: more is a mistake or an attack. That of the house rules.
const MOST: usize = 1 << 20;

/// A regular expression that a whole text matches.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    written: String,
    whole: regex::Regex,
}

impl Pattern {
    /// Whether the whole text matches.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.whole.is_match(text)
    }

    /// The expression as it was written.
    pub(crate) fn as_str(&self) -> &str {
        &self.written
    }
}

impl JsonSchema for Pattern {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Pattern".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "regex" })
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = String::deserialize(deserializer)?;
        // By itself first, so that nothing in it can close the group.
        let alone = RegexBuilder::new(&written).size_limit(MOST).build();
        let whole = alone.and_then(|_| RegexBuilder::new(&format!("^(?:{written})$")).size_limit(MOST).build());
        match whole {
            Ok(whole) => Ok(Self { written, whole }),
            Err(error) => Err(D::Error::custom(format!("{written:?} is no regular expression: {error}"))),
        }
    }
}

/// A pattern for all names, and others for names of some types.
pub(crate) fn of_type<'p>(
    all: Option<&'p Pattern>,
    types: &'p BTreeMap<String, Pattern>,
    kind: Option<&str>,
) -> Option<&'p Pattern> {
    let own = types.iter().find(|(name, _)| kind.is_some_and(|kind| kind.eq_ignore_ascii_case(name)));
    own.map(|(_, pattern)| pattern).or(all)
}
