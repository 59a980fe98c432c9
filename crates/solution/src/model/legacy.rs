//! Legacy packages (export of single flows and apps, before solutions).

use crate::{At, Loc};

/// What a legacy package has beside its flows.
#[derive(Debug, Clone)]
pub struct LegacyPackage<'t> {
    /// The display name in `manifest.json`.
    pub display_name: Option<At<&'t str>>,
    /// The accounts it names: who made the package, whose connections it was exported with.
    pub accounts: Vec<LegacyAccount<'t>>,
    /// `manifest.json`.
    pub loc: Loc,
}

/// An account that a legacy package names.
#[derive(Debug, Clone)]
pub struct LegacyAccount<'t> {
    /// The account: an e-mail address or the name of its owner.
    pub account: At<&'t str>,
    /// What it is named as: `creator of the package`, `account of a connection` …
    pub role: &'static str,
}
