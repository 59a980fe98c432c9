//! A note in a description cannot be followed.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{Category, Meta, Preset, Rule, RuleEntry, Severity};

/// The entry of `invalid-ignore` for the list of all rules: the engine states its findings, beside those of `stale-ignore`.
#[must_use]
pub const fn invalid_ignore_entry() -> RuleEntry {
    RuleEntry::of::<InvalidIgnore>()
}

/// The options of `invalid-ignore`: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InvalidIgnore {}

impl Rule for InvalidIgnore {
    const META: Meta = Meta {
        name: "invalid-ignore",
        summary: "A note in a description that is to ignore a rule cannot be followed",
        category: Category::Packages,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("invalid_ignore.md"),
    };
}
