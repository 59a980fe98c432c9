//! The last day of a decision is over.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{Category, Meta, Preset, Rule, RuleEntry, Severity};

/// The entry of `expired-ignore` for the list of all rules: the engine states its findings, beside those of `stale-ignore`.
#[must_use]
pub const fn expired_ignore_entry() -> RuleEntry {
    RuleEntry::of::<ExpiredIgnore>()
}

/// The options of `expired-ignore`: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpiredIgnore {}

impl Rule for ExpiredIgnore {
    const META: Meta = Meta {
        name: "expired-ignore",
        summary: "The last day of an ignore is over",
        category: Category::Packages,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("expired_ignore.md"),
    };
}
