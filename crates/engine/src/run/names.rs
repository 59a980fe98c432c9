//! The names that stand in every place of a package, kept once.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use solution::{FileId, Outline};

use crate::ResolvedPlace;

/// The names of a package and of its files, as places show them.
pub(super) struct Names {
    package: Arc<str>,
    solution: Option<Arc<str>>,
    files: Mutex<HashMap<FileId, Arc<str>>>,
}

impl Names {
    /// Those of the package that this is the outline of.
    pub(super) fn of(outline: &Outline) -> Self {
        Self {
            package: outline.address.path.as_str().into(),
            solution: outline.unique_name.as_deref().map(Arc::from),
            files: Mutex::new(HashMap::new()),
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
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.entry(file).or_insert_with(|| name.into()).clone()
    }
}
