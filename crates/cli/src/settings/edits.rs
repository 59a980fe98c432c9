//! Changes of a text at places that do not overlap.

use syntax::Span;

/// What is put in place of what.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<(Span, String)>);

impl Edits {
    /// Puts `text` in place of what stands at `span`.
    pub(super) fn replace(&mut self, span: Span, text: impl Into<String>) {
        self.0.push((span, text.into()));
    }

    /// Puts `text` before the byte at `offset`.
    pub(super) fn insert(&mut self, offset: u32, text: impl Into<String>) {
        self.replace(Span { start: offset, end: offset }, text);
    }

    /// The text with all changes; those at one place in the order in which they were asked for.
    pub(super) fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(span, _)| span.start);
        let mut out = String::with_capacity(text.len() + self.0.iter().map(|(_, new)| new.len()).sum::<usize>());
        let mut done = 0;
        for (span, new) in self.0 {
            out.push_str(Span { start: done, end: span.start }.of(text));
            out.push_str(&new);
            done = span.end;
        }
        out.push_str(text.get(done as usize..).unwrap_or_default());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_made_from_the_front_whatever_their_order() {
        let mut edits = Edits::default();
        edits.insert(5, "!");
        edits.replace(Span::new(0, 1), "J");
        edits.insert(5, "?");
        edits.replace(Span::new(2, 4), "");
        assert_eq!(edits.apply("hello"), "Jeo!?");
    }
}
