//! The book: the pages of `docs/` as `docs/SUMMARY.md` orders them, a chapter for every rule, and the README, CHANGELOG and
//! CONTRIBUTING. Links between them are written as they work in the repository, and turned into links of the book here; what they
//! lead to beside pages (a pipeline template, a schema) goes into the book as a file.

mod chapters;
mod links;
mod shelf;

use std::path::{Path, PathBuf};

use mdbook_driver::{MDBook, config::Config, errors::Result};

use chapters::Chapters;
use shelf::Shelf;

/// Builds the book of the repository at `root` into the folder `to`, which is emptied first.
///
/// # Errors
///
/// A page that cannot be read, a link that leads nowhere, a folder that cannot be written.
pub fn build(root: &Path, to: &Path) -> Result<()> {
    let mut config = Config::from_disk(root.join("book.toml"))?;
    config.build.build_dir = to.to_path_buf();
    let shelf = Shelf::of(root)?;
    let mut book = MDBook::load_with_config(root, config)?;
    book.with_preprocessor(Chapters(shelf.clone()));
    book.build()?;
    for (file, place) in shelf.files() {
        let target = to.join(place);
        if let Some(folder) = target.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::copy(root.join(file), target)?;
    }
    Ok(())
}

/// Where the repository lies that this was built from.
#[must_use]
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
