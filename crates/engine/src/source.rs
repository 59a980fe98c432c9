//! A text that findings point into: turns places into line, column, pointer and excerpt.

use std::{borrow::Cow, ops::Range, sync::OnceLock};

use solution::Tree;
use syntax::{LineIndex, Span, Value};

use crate::{Region, ResolvedPlace, excerpt::excerpt, mask};

/// How a long line of a text is shown.
#[derive(Clone, Copy)]
pub(crate) enum Form<'a, 't> {
    /// Re-flowed.
    Json(&'a Value<'t>),
    /// Cut around the mark.
    Plain,
}

/// A text with what places in it need, made once for all places.
pub(crate) struct SourceText<'a, 't> {
    text: &'a str,
    tree: Option<Cow<'a, Tree<'t>>>,
    sensitive: Vec<Range<usize>>,
    index: OnceLock<LineIndex>,
    blanked: OnceLock<Cow<'a, str>>,
}

impl<'a, 't> SourceText<'a, 't> {
    pub(crate) fn new(text: &'a str, tree: Option<Cow<'a, Tree<'t>>>) -> Self {
        Self { text, tree, sensitive: Vec::new(), index: OnceLock::new(), blanked: OnceLock::new() }
    }

    /// Hides these places whatever they hold.
    pub(crate) fn hiding(mut self, sensitive: impl IntoIterator<Item = Span>) -> Self {
        self.sensitive = sensitive.into_iter().map(Span::range).collect();
        self
    }

    /// Adds what is at `span` to a place. A span of no length at 0 stands for the whole file, which has neither pointer nor
    /// region.
    pub(crate) fn place(&self, span: Span, place: ResolvedPlace) -> ResolvedPlace {
        if span == Span::default() {
            return place;
        }
        let index = self.index.get_or_init(|| LineIndex::new(self.text));
        let blanked = self.blanked.get_or_init(|| mask::blanked(self.text, &self.sensitive));
        let form = match self.tree.as_deref() {
            Some(Tree::Json(root)) => Form::Json(root),
            Some(Tree::Xml(_) | Tree::Yaml(_)) | None => Form::Plain,
        };
        let region = Region {
            start: index.position(self.text, span.start),
            end: index.position(self.text, span.end.max(span.start)),
        };
        ResolvedPlace {
            pointer: self.tree.as_deref().map(|tree| tree.pointer_to(span)),
            region: Some(region),
            excerpt: Some(excerpt(blanked, index, form, span)),
            ..place
        }
    }
}
