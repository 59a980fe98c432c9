//! The lines of a script: a text between quotes can go over several.

/// A line, with its number from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'t> {
    /// Without white space around it.
    pub(super) text: &'t str,
    pub(super) number: u32,
}

/// The lines that say something: no comments, no blank ones.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut rest, mut number) = (text, 1);
    // Where one comment does not end, no later one does.
    let mut comments_end = true;
    while !rest.is_empty() {
        let end = if comments_end && rest.trim_start_matches([' ', '\t']).starts_with("/#") {
            end_of_comment(rest).unwrap_or_else(|| {
                comments_end = false;
                end_of_line(rest)
            })
        } else {
            end_of_line(rest)
        };
        let (line, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let said = line.trim();
        if !said.is_empty() && !said.starts_with('#') && !said.starts_with("/#") {
            lines.push(Line { text: said, number });
        }
        let (line_end, after) = match after.strip_prefix("\r\n") {
            Some(after) => (1, after),
            None => after.strip_prefix(['\n', '\r']).map_or((0, after), |after| (1, after)),
        };
        number += count_lines(line) + line_end;
        rest = after;
    }
    lines
}

/// How many lines end in a text.
fn count_lines(text: &str) -> u32 {
    let ends = text.bytes().filter(|byte| *byte == b'\n').count();
    u32::try_from(ends).unwrap_or(u32::MAX)
}

/// Where a comment of several lines ends (`/# … #/`): with the line of its end, since what stands behind it there belongs to it.
fn end_of_comment(text: &str) -> Option<usize> {
    let inner = text.find("/#")? + 2;
    let end = inner + text.get(inner..)?.find("#/")? + 2;
    Some(end + plain_end(text.get(end..)?))
}

/// Where a line ends, whatever is in it.
fn plain_end(text: &str) -> usize {
    text.find(['\n', '\r']).unwrap_or(text.len())
}

/// Where a line ends: not between quotes.
fn end_of_line(text: &str) -> usize {
    if text.trim_start_matches([' ', '\t']).starts_with(['#', '/']) {
        return plain_end(text);
    }
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        match rest.chars().next() {
            Some('\n' | '\r') | None => return at,
            Some('\'') => match quoted(rest) {
                // Looking for the end of every open quote of a line would take as long as the text is, for each.
                1 => return at + plain_end(rest),
                length => at += length,
            },
            Some('\\') => {
                let escaped = rest.chars().nth(1).filter(|next| !matches!(next, '\n' | '\r'));
                at += 1 + escaped.map_or(0, char::len_utf8);
            }
            Some(character) => at += character.len_utf8(),
        }
    }
    text.len()
}

/// How long the quoted text is that a text begins with; one quote where it is not closed.
pub(super) fn quoted(text: &str) -> usize {
    let (quote, one_line) = if text.starts_with("'''") { ("'''", false) } else { ("'", true) };
    let mut at = quote.len();
    while let Some(rest) = text.get(at..) {
        if rest.starts_with(quote) {
            return at + quote.len();
        }
        let mut characters = rest.chars();
        match characters.next() {
            Some('\n' | '\r') if one_line => return 1,
            Some('\\') => at += 1 + characters.next().map_or(0, char::len_utf8),
            Some(character) => at += character.len_utf8(),
            None => return 1,
        }
    }
    1
}
