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
}

impl Default for Limits {
    fn default() -> Self {
        Self { entries: 200_000, entry_bytes: 256 << 20, package_bytes: 1 << 30, nesting: 5 }
    }
}
