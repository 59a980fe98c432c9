//! The only place that names miette.

use std::fmt;

use engine::Severity;
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};
use syntax::Span;

use crate::report::Look;

/// A message with a piece of text. Everything in it is escaped already.
#[derive(Debug)]
pub(super) struct Drawing {
    pub(super) severity: Severity,
    /// What stands above the message.
    pub(super) code: String,
    pub(super) message: String,
    pub(super) snippet: Option<Snippet>,
}

/// A few lines with a marked place.
#[derive(Debug)]
pub(super) struct Snippet {
    text: String,
    line_count: usize,
    mark: SourceSpan,
    first_line: u32,
    header: String,
    label: Option<String>,
}

impl Snippet {
    pub(super) fn new(text: &str, mark: Span, first_line: u32, header: String, label: Option<String>) -> Self {
        let text = text.trim_end_matches('\n').to_owned();
        let start = (mark.start as usize).min(text.len());
        let end = (mark.end as usize).clamp(start, text.len());
        let line_count = text.lines().count();
        Self { text, line_count, mark: (start, end - start).into(), first_line, header, label }
    }
}

/// Lines of a file around a place, at most two on each side and each at most 200 characters:
/// the text, the place in it, and how many lines stand before the place.
pub(super) fn cut(text: &str, span: Span) -> (String, (Span, u32)) {
    const LONGEST: usize = 200;
    let at = span.range().start.min(text.len());
    let before = text.get(..at).unwrap_or_default();
    let mut start = before.rfind('\n').map_or(0, |end| end + 1);
    let mut lines_before = 0;
    while lines_before < 2 && start > 0 {
        start = before.get(..start - 1).and_then(|head| head.rfind('\n')).map_or(0, |end| end + 1);
        lines_before += 1;
    }
    if before.get(start..).is_some_and(|shown| shown.chars().count() > LONGEST) {
        // A very long line: only what stands just before the place.
        start = before.char_indices().rev().take(LONGEST / 2).last().map_or(at, |(index, _)| index);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        start = start.max(line_start);
        lines_before = 0;
    }
    let rest = text.get(at..).unwrap_or_default();
    let line_end = rest.find('\n').unwrap_or(rest.len());
    let end = rest.char_indices().nth(LONGEST).map_or(line_end, |(index, _)| index.min(line_end));
    let shown = text.get(start..at + end).unwrap_or_default();
    let mark = Span::new(at - start, (span.range().end.min(at + end)).saturating_sub(start));
    let (shown, mark) = crate::report::escape::lines(shown, mark);
    (shown, (mark, lines_before))
}

/// Draws a message with its piece of text.
pub(super) fn draw(out: &mut String, drawing: &Drawing, look: Look) {
    let theme = GraphicalTheme {
        characters: if look.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() },
        styles: if look.colour { ThemeStyles::ansi() } else { ThemeStyles::none() },
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(look.width)
        .with_links(false)
        // The message is wrapped already: miette would break names at their hyphens.
        .with_wrap_lines(false)
        .without_primary_span_start()
        // Excerpts are cut to what is worth showing.
        .with_context_lines(usize::MAX / 4);
    let mut drawn = String::new();
    let drawing = &Wrapped { drawing, message: look.wrapped(4, &drawing.message).join("\n") };
    if handler.render_report(&mut drawn, drawing).is_err() {
        // Drawing to a string fails only where a place does not fit its text; the message is told without it.
        drawn = format!("{}\n  {}\n", drawing.drawing.code, drawing.message);
    }
    // miette leaves an empty line between the code and the message; a long list is easier to read without.
    let drawn = drawn.replacen("\n\n", "\n", 1);
    for line in drawn.lines() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// A drawing whose message fits the screen.
#[derive(Debug)]
struct Wrapped<'d> {
    drawing: &'d Drawing,
    message: String,
}

impl fmt::Display for Wrapped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Wrapped<'_> {}

impl Diagnostic for Wrapped<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.drawing.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.drawing.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.drawing.snippet.as_ref().map(|snippet| snippet as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let snippet = self.drawing.snippet.as_ref()?;
        let label = LabeledSpan::new_primary_with_span(snippet.label.clone(), snippet.mark);
        Some(Box::new(std::iter::once(label)))
    }
}

/// A snippet is all that is to be drawn, whatever span is asked for: miette's own texts go through it byte by byte for each of its questions.
impl SourceCode for Snippet {
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        Ok(Box::new(MietteSpanContents::new_named(
            self.header.clone(),
            self.text.as_bytes(),
            (0, self.text.len()).into(),
            (self.first_line as usize).saturating_sub(1),
            0,
            self.line_count,
        )))
    }
}
