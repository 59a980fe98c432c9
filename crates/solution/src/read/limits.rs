//! How much is read before a package is refused.

/// Bounds on what a package may hold. The defaults are far beyond every real package seen
/// (largest flow 478 KB, largest customizations.xml 3.4 MB, 2,197 files, three archives inside each other).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Entries of one archive, or files of one folder.
    pub entries: usize,
    /// Inflated bytes of one entry.
    pub entry_bytes: u64,
    /// Inflated bytes read from one package, all its entries together.
    pub package_bytes: u64,
    /// Archives inside archives.
    pub nesting: usize,
    /// Bytes of a file's name, its folders included.
    pub name_bytes: usize,
    /// Values and elements of one package's texts, all together: each takes some ten times the memory of its text.
    pub values: usize,
    /// Values or elements inside each other, at most [`Limits::DEEPEST`].
    pub depth: usize,
    /// Expressions inside each other, at most [`syntax::expr::MAX_DEPTH`].
    pub expression_depth: u32,
    /// Findings of one rule in one file.
    pub findings: usize,
}

impl Limits {
    /// No text is read deeper than this, so that no text can exhaust the stack.
    pub const DEEPEST: usize = syntax::json::MAX_DEPTH;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            entries: 200_000,
            entry_bytes: 256 << 20,
            package_bytes: 512 << 20,
            nesting: 5,
            name_bytes: 1024,
            values: 5_000_000,
            depth: Self::DEEPEST,
            expression_depth: syntax::expr::MAX_DEPTH,
            findings: 1000,
        }
    }
}

/// How a message names a limit: by its key, for people who want to raise it.
pub(crate) fn named(key: &str, most: impl std::fmt::Display) -> String {
    format!("the limit {key} = {most}")
}
