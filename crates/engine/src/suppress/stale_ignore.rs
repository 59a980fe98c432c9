//! A decision suppresses nothing.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{Category, Meta, Preset, Rule, RuleEntry, Severity};

/// The entry of `stale-ignore` for the list of all rules: the engine states its findings, because it alone knows what was ignored.
#[must_use]
pub const fn stale_ignore_entry() -> RuleEntry {
    RuleEntry::of::<StaleIgnore>()
}

/// The options of `stale-ignore`: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StaleIgnore {}

impl Rule for StaleIgnore {
    const META: Meta = Meta {
        name: "stale-ignore",
        summary: "An ignore in the configuration or in a description ignores nothing",
        category: Category::Packages,
        severity: Severity::Note,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("stale_ignore.md"),
    };
}
