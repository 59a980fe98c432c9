//! The names that stand in every place of a package, kept once.

use std::sync::{Arc, OnceLock};

use solution::{FileId, FileTable, Outline};

use crate::ResolvedPlace;

/// The names of a package and of its files, as places show them.
pub(super) struct Names {
    package: Arc<str>,
    solution: Option<Arc<str>>,
    /// By the files' numbers. All threads ask at once, so that none may have to wait for another.
    files: Box<[OnceLock<Arc<str>>]>,
}

impl Names {
    /// Those of the package that this is the outline of, for the files that the outline names.
    pub(super) fn of(outline: &Outline) -> Self {
        Self::with(outline, outline.files.iter().map(|(file, _)| file.0 as usize + 1).max().unwrap_or_default())
    }

    /// Those of an open package, for all of its files.
    pub(super) fn of_open(outline: &Outline, files: &FileTable) -> Self {
        Self::with(outline, files.iter().count())
    }

    fn with(outline: &Outline, files: usize) -> Self {
        Self {
            package: outline.address.path.as_str().into(),
            solution: outline.unique_name.as_deref().map(Arc::from),
            files: std::iter::repeat_with(OnceLock::new).take(files).collect(),
        }
    }

    /// The package as such.
    pub(super) fn package(&self) -> ResolvedPlace {
        ResolvedPlace {
            package: Some(self.package.clone()),
            solution: self.solution.clone(),
            ..ResolvedPlace::default()
        }
    }

    /// The name of a file, which is called `name`.
    pub(super) fn file(&self, file: FileId, name: &str) -> Arc<str> {
        let kept = self.files.get(file.0 as usize);
        kept.map_or_else(|| name.into(), |kept| kept.get_or_init(|| name.into()).clone())
    }
}
