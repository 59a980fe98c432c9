//! An entry of the baseline fits no finding any more.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{Category, Meta, Preset, Rule, RuleEntry, Severity};

/// The entry of `stale-baseline` for the list of all rules: the engine states its findings, beside those of `stale-ignore`.
#[must_use]
pub const fn stale_baseline_entry() -> RuleEntry {
    RuleEntry::of::<StaleBaseline>()
}

/// The options of `stale-baseline`: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StaleBaseline {}

impl Rule for StaleBaseline {
    const META: Meta = Meta {
        name: "stale-baseline",
        summary: "An entry of the baseline fits no finding any more",
        category: Category::Packages,
        severity: Severity::Note,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("stale_baseline.md"),
    };
}
