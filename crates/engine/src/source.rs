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
    /// Whether it is a package's file, whose format says of some places that they hold secrets.
    of_package: bool,
    index: OnceLock<LineIndex>,
    blanked: OnceLock<Cow<'a, str>>,
}

impl<'a, 't> SourceText<'a, 't> {
    pub(crate) fn new(text: &'a str, tree: Option<Cow<'a, Tree<'t>>>) -> Self {
        let (index, blanked) = (OnceLock::new(), OnceLock::new());
        Self { text, tree, sensitive: Vec::new(), of_package: false, index, blanked }
    }

    /// A file of a package: what its format calls secret is hidden.
    pub(crate) fn of_package(text: &'a str, tree: Option<&'a Tree<'t>>) -> Self {
        Self { of_package: true, ..Self::new(text, tree.map(Cow::Borrowed)) }
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
        let blanked = self.blanked.get_or_init(|| self.blank());
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

    fn blank(&self) -> Cow<'a, str> {
        let tree = self.tree.as_deref().filter(|_| self.of_package);
        let secret = tree.map(|tree| mask::known::places(self.text, tree)).unwrap_or_default();
        let hidden: Vec<Range<usize>> =
            secret.into_iter().map(Span::range).chain(self.sensitive.iter().cloned()).collect();
        mask::blanked(self.text, &hidden)
    }
}
