//! What a walk for packages met, handed on so that their folders are not walked a second time.

use std::{collections::HashMap, ops::Range, sync::Arc};

use super::{
    folder::{Met, Unlisted},
    names::below,
};

/// What a walk met below one folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Walked {
    /// All that the walk met, in its order: what lies in one folder stands together.
    all: Arc<Vec<Result<Met, Unlisted>>>,
    range: Range<usize>,
    /// The folder, as names of the walk begin.
    prefix: String,
}

impl Walked {
    /// What was met below each of some folders.
    pub(super) fn below<'p>(
        all: &Arc<Vec<Result<Met, Unlisted>>>,
        folders: impl Iterator<Item = &'p str>,
    ) -> HashMap<&'p str, Self> {
        let mut found: HashMap<&str, Self> = folders
            .map(|prefix| (prefix, Self { all: Arc::clone(all), range: 0..0, prefix: prefix.to_owned() }))
            .collect();
        for (at, met) in all.iter().enumerate() {
            let name = met.as_ref().map_or_else(|unlisted| &unlisted.name, |met| &met.name);
            let folders = name.match_indices('/').filter_map(|(end, _)| name.get(..end));
            for folder in folders.chain([""]) {
                if let Some(walked) = found.get_mut(folder) {
                    let start = if walked.range.is_empty() { at } else { walked.range.start };
                    walked.range = start..at + 1;
                }
            }
        }
        found
    }

    /// What lies below the folder, with names relative to it.
    pub(super) fn mets(&self) -> impl Iterator<Item = Result<Met, Unlisted>> {
        let name = |name: &str| below(name, &self.prefix).unwrap_or(name).to_owned();
        self.all.get(self.range.clone()).unwrap_or_default().iter().map(move |met| match met {
            Ok(met) => Ok(Met { name: name(&met.name), path: met.path.clone() }),
            Err(unlisted) => Err(Unlisted { name: name(&unlisted.name), ..unlisted.clone() }),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn unlisted(name: &str) -> Result<Met, Unlisted> {
        Err(Unlisted { is_top: false, name: name.to_owned(), why: "closed".to_owned() })
    }

    #[allow(clippy::unnecessary_wraps, reason = "as a walk gives it")]
    fn met(name: &str) -> Result<Met, Unlisted> {
        Ok(Met { name: name.to_owned(), path: PathBuf::from(name) })
    }

    #[test]
    fn a_folder_has_all_that_was_met_below_it_and_nothing_else() {
        // In the order of a walk: the files of `a` before those of `a-b`, although `-` comes before `/`.
        let all = Arc::new(vec![
            unlisted("a/closed"),
            met("a/inner/x"),
            met("a/y"),
            unlisted("a/z"),
            met("a-b/x"),
            met("top"),
        ]);
        let found = Walked::below(&all, ["", "a", "a/inner", "b"].into_iter());
        let names = |folder| -> Vec<String> {
            found[folder].mets().map(|met| met.map_or_else(|unlisted| unlisted.name, |met| met.name)).collect()
        };
        assert_eq!(names("a"), ["closed", "inner/x", "y", "z"]);
        assert_eq!(names("a/inner"), ["x"]);
        assert_eq!(names("").len(), all.len());
        assert!(names("b").is_empty());
    }
}
