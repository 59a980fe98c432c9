//! Packages as such: what cannot be read or understood, and what should not be in them.

pub(crate) mod account_in_package;
pub(crate) mod ambiguous_archive;
pub(crate) mod duplicate_key;
pub(crate) mod limit_exceeded;
pub(crate) mod malformed_json;
pub(crate) mod malformed_text;
pub(crate) mod malformed_xml;
pub(crate) mod malformed_yaml;
pub(crate) mod missing_file;
pub(crate) mod missing_manifest;
mod problems;
pub(crate) mod unreadable_entry;
