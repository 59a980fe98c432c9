//! Which page of the repository stands where in the book.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use mdbook_driver::errors::Result;

/// The folders with rules' pages.
const RULES: [&str; 2] = ["rules/src", "crates/engine/src/suppress"];

/// Places by paths in the repository, both with `/`.
#[derive(Clone)]
pub(crate) struct Shelf {
    root: PathBuf,
    pages: Arc<BTreeMap<String, String>>,
    /// What links lead to beside pages.
    files: Arc<Mutex<BTreeMap<String, String>>>,
}

impl Shelf {
    /// Looks for every page of the repository at `root`.
    pub(crate) fn of(root: &Path) -> Result<Self> {
        let mut pages = BTreeMap::new();
        for page in ["README", "CHANGELOG", "CONTRIBUTING", "SECURITY"] {
            pages.insert(format!("{page}.md"), format!("{}.md", page.to_lowercase().replace("readme", "introduction")));
        }
        for file in markdown_in(&root.join("docs"))? {
            pages.insert(format!("docs/{file}.md"), format!("{file}.md"));
        }
        for folder in RULES {
            let mut open = vec![folder.to_owned()];
            while let Some(folder) = open.pop() {
                for file in markdown_in(&root.join(&folder))? {
                    pages.insert(format!("{folder}/{file}.md"), format!("rules/{}.md", file.replace('_', "-")));
                }
                for entry in fs::read_dir(root.join(&folder))? {
                    let entry = entry?;
                    if entry.file_type()?.is_dir() {
                        open.push(format!("{folder}/{}", entry.file_name().to_string_lossy()));
                    }
                }
            }
        }
        Ok(Self { root: root.to_path_buf(), pages: Arc::new(pages), files: Arc::default() })
    }

    /// The text of a page of the repository.
    pub(crate) fn text(&self, page: &str) -> Result<String> {
        Ok(fs::read_to_string(self.root.join(page))?)
    }

    /// The page of the repository that stands at a place in the book.
    pub(crate) fn page_at(&self, place: &str) -> Option<&str> {
        self.pages.iter().find(|(_, at)| *at == place).map(|(page, _)| page.as_str())
    }

    /// Where a page or file of the repository stands in the book; `None` where there is none.
    pub(crate) fn place_of(&self, path: &str) -> Option<String> {
        if let Some(place) = self.pages.get(path) {
            return Some(place.clone());
        }
        if !self.root.join(path).is_file() {
            return None;
        }
        let place = format!("files/{path}");
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(path.to_owned(), place.clone());
        Some(place)
    }

    /// The files that were asked for, with their places.
    pub(crate) fn files(&self) -> BTreeMap<String, String> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The names of the pages in a folder, without their extension.
fn markdown_in(folder: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        found.extend(name.strip_suffix(".md").filter(|stem| *stem != "SUMMARY").map(str::to_owned));
    }
    found.sort();
    Ok(found)
}
