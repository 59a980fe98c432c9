//! How text looks on a screen: its width, its colours, its characters.

use super::escape;

/// What the screen can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Characters in a line.
    pub width: usize,
    /// Lines and marks may be drawn with more than ASCII.
    pub unicode: bool,
    /// Colours are wanted.
    pub colour: bool,
}

/// The styles that powerlint writes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// A heading.
    Bold,
    /// The word before a help.
    Help,
    /// Less important than the rest.
    Dim,
}

impl Look {
    /// A text in a style, if colours are wanted.
    pub(crate) fn paint(self, style: Style, text: &str) -> String {
        if !self.colour {
            return text.to_owned();
        }
        let code = match style {
            Style::Bold => "1",
            Style::Help => "36",
            Style::Dim => "2",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    /// Writes a paragraph: `head` (painted) before the first line, the others under the first line's text; `indent` before all.
    pub(crate) fn paragraph(self, out: &mut String, indent: usize, head: &str, style: Style, text: &str) {
        let head_width = if head.is_empty() { 0 } else { head.chars().count() + 1 };
        let lines = self.wrapped(indent + head_width, text);
        for (index, line) in lines.iter().enumerate() {
            if index > 0 || head.is_empty() {
                out.push_str(&" ".repeat(indent + head_width));
            } else {
                out.push_str(&" ".repeat(indent));
                out.push_str(&self.paint(style, head));
                out.push(' ');
            }
            out.push_str(line);
            out.push('\n');
        }
    }

    /// The lines of a text behind an indentation. Breaks at spaces only, so that names and paths can be copied whole.
    pub(crate) fn wrapped(self, indent: usize, text: &str) -> Vec<String> {
        let room = self.width.saturating_sub(indent).max(20);
        let mut lines = Vec::new();
        for part in text.split('\n') {
            let mut line = String::new();
            let mut width = 0;
            for word in part.split(' ') {
                let length = word.chars().count();
                if width > 0 && width + 1 + length > room {
                    lines.push(escape::line_start(&std::mem::take(&mut line)).into_owned());
                    width = 0;
                }
                if width > 0 {
                    line.push(' ');
                    width += 1;
                }
                line.push_str(word);
                width += length;
            }
            lines.push(escape::line_start(&line).into_owned());
        }
        lines
    }
}

/// A number and its noun: `1 flow`, `2 flows`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_hang_under_their_head_and_words_stay_whole() {
        let look = Look { width: 30, unicode: false, colour: false };
        let mut out = String::new();
        look.paragraph(
            &mut out,
            2,
            "help:",
            Style::Help,
            "sign in with a very-long-word-that-does-not-fit-in-a-line\nor not",
        );
        assert_eq!(out, "  help: sign in with a\n        very-long-word-that-does-not-fit-in-a-line\n        or not\n");
    }
}
