//! What `powerlint check --shard` writes and `powerlint merge` reads: a JSON object a line. `docs/shards.md` explains every line.
//!
//! The first line is the head, the last one the end; a file without its end was cut off. Fields that are not known are passed over.

mod read;
mod write;

use std::path::PathBuf;

use engine::{Date, Part, PartFinding, PartOpened, PartPackage, Shard};
use serde::{Deserialize, Serialize};

pub use read::read;
pub use write::write;

/// Raised when a line changes its meaning.
pub const SCHEMA: u32 = 1;

/// A shard as it was written.
#[derive(Debug)]
pub struct ShardFile {
    /// Where it lies.
    pub path: PathBuf,
    /// What it was made from.
    pub head: Head,
    /// What came of its packages.
    pub part: Part,
}

/// What a shard was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Head {
    /// See [`SCHEMA`].
    pub schema: u32,
    /// powerlint's version.
    pub version: String,
    /// Which part of the packages.
    pub shard: Shard,
    /// See [`engine::all_found`].
    pub found: String,
    /// See [`engine::common_ground`].
    pub configuration: String,
    /// The day that was judged by.
    pub today: String,
    /// The paths that were checked, as given.
    pub paths: Vec<String>,
}

impl Head {
    /// The day that was judged by, where it is one.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        self.today.parse().ok()
    }
}

/// How many lines of each kind a whole file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct End {
    opened: usize,
    packages: usize,
    findings: usize,
}

impl End {
    fn of(part: &Part) -> Self {
        Self { opened: part.opened.len(), packages: part.packages.len(), findings: part.findings.len() }
    }
}

/// A line to write.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'a> {
    Shard(&'a Head),
    Opened(&'a PartOpened),
    Package(&'a PartPackage),
    Finding(&'a PartFinding),
    End(End),
}
