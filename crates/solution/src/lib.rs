//! Reads Power Platform solution packages: a path → files → a typed model.
//!
//! ```text
//! find  (arguments → tasks)  →  open  (task → package files)  →  Texts  →  Trees  →  Package  →  Outline
//! ```
//!
//! The model is total: what is malformed becomes a [`Problem`], and the rest of the package is still there.

pub mod app_file;
pub mod flow_index;
mod folded;
pub mod layout;
pub mod model;
pub mod outline;
pub mod problem;
pub mod read;
pub mod trees;

pub use app_file::{
    AppFile, AppFormula, AppFormulas, CheckerFinding, Contents, Control, ControlRule, DataSource, DataSourceKind,
};
pub use flow_index::FlowIndex;
pub use folded::{ByName, Folded, Names};
pub use layout::PackageKind;
pub use model::Package;
pub use outline::Outline;
pub use problem::{Problem, ProblemKind};
pub use read::{Address, FileId, FileTable, Limits, PackageFiles};
pub use trees::{Texts, Tree, Trees};

use serde::{Deserialize, Serialize};
use syntax::Span;

/// The only kind of place inside a package; everything else (line, column, pointer, excerpt) is derived from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Loc {
    /// The file, in its package's table.
    pub file: FileId,
    /// The place in its decoded text. A span of no length at 0 stands for the whole file.
    pub span: Span,
}

impl Loc {
    /// A place in a file.
    #[must_use]
    pub fn new(file: FileId, span: Span) -> Self {
        Self { file, span }
    }

    /// A file as a whole.
    #[must_use]
    pub fn file(file: FileId) -> Self {
        Self { file, span: Span::default() }
    }

    /// Whether this stands for the whole file.
    #[must_use]
    pub fn is_file(self) -> bool {
        self.span == Span::default()
    }
}

/// A value with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub loc: Loc,
}

impl<T> At<T> {
    /// Puts a value and its place together.
    #[must_use]
    pub fn new(value: T, loc: Loc) -> Self {
        Self { value, loc }
    }
}
