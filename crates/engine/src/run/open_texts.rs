//! The texts of a package while it is open, and how places in them look.

use std::sync::{Arc, OnceLock};

use solution::{FileId, FileTable, Loc, Texts, Trees};

use super::names::Names;
use crate::{ResolvedPlace, source::SourceText};

/// The texts of one open package. What places in one of them need is made when the first place asks for it.
pub(super) struct OpenTexts<'a, 't> {
    texts: &'a Texts,
    trees: &'a Trees<'t>,
    /// In the order of the texts.
    sources: Vec<OnceLock<SourceText<'a, 't>>>,
    hidden: &'a [Loc],
}

impl<'a, 't> OpenTexts<'a, 't> {
    pub(super) fn new(texts: &'a Texts, trees: &'a Trees<'t>) -> Self {
        Self::hiding(texts, trees, &[])
    }

    /// What is at `hidden`, which is sorted, is never shown, beside what no excerpt shows.
    pub(super) fn hiding(texts: &'a Texts, trees: &'a Trees<'t>, hidden: &'a [Loc]) -> Self {
        Self { texts, trees, sources: texts.texts.iter().map(|_| OnceLock::new()).collect(), hidden }
    }

    /// The same texts, in which what is at `hidden`, which is sorted, is never shown.
    pub(super) fn and_hiding<'b>(&self, hidden: &'b [Loc]) -> OpenTexts<'b, 't>
    where
        'a: 'b,
    {
        OpenTexts::hiding(self.texts, self.trees, hidden)
    }

    fn source(&self, file: FileId) -> Option<&SourceText<'a, 't>> {
        let at = self.texts.texts.binary_search_by_key(&file, |(id, _)| *id).ok()?;
        let (_, text) = self.texts.texts.get(at)?;
        let source = || {
            let hidden = hidden_in(self.hidden, file).iter().map(|loc| loc.span);
            SourceText::of_package(&text.text, self.trees.get(file)).hiding(hidden)
        };
        Some(self.sources.get(at)?.get_or_init(source))
    }

    /// A place of a package that there is an outline of.
    pub(super) fn place_in(&self, names: &Names, files: &FileTable, loc: Loc) -> Arc<ResolvedPlace> {
        let file = Some(files.name(loc.file)).filter(|name| !name.is_empty()).map(|name| names.file(loc.file, name));
        Arc::new(self.place(loc, ResolvedPlace { file, ..names.package() }))
    }

    /// Adds what is at `loc` to a place that names the file already.
    pub(super) fn place(&self, loc: Loc, place: ResolvedPlace) -> ResolvedPlace {
        let Some(text) = self.source(loc.file) else { return place };
        let mut place = text.place(loc.span, place);
        // It is kept to the end of a run.
        place.pointer.iter_mut().for_each(String::shrink_to_fit);
        place
    }
}

/// Those of the places, which are sorted, that lie in one file.
pub(super) fn hidden_in(hidden: &[Loc], file: FileId) -> &[Loc] {
    let first = hidden.partition_point(|loc| loc.file < file);
    let rest = hidden.get(first..).unwrap_or_default();
    rest.get(..rest.partition_point(|loc| loc.file == file)).unwrap_or_default()
}
