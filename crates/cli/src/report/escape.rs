//! Text from packages cannot break out of the output: what a terminal would obey, or what hides from the eye, is written out.

use std::{borrow::Cow, ops::Range};

use syntax::Span;

/// Whether a character moves the cursor, changes the direction of writing, or cannot be seen.
#[must_use]
pub fn is_dangerous(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' // soft hyphen
            | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' // direction
            | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' // invisible
            | '\u{2028}' | '\u{2029}' // line ends that only some readers see
            | '\u{e0000}'..='\u{e007f}') // tags: letters that nobody sees
}

/// Whether the second of two `#` begins what a build agent would obey: Azure Pipelines looks for `##vso[` and `##[` anywhere in
/// a line.
fn is_agent_command(before: &str, character: char, after: &str) -> bool {
    let word = after.get(..3).filter(|word| word.eq_ignore_ascii_case("vso")).map_or(0, str::len);
    character == '#' && before.ends_with('#') && after.get(word..).is_some_and(|rest| rest.starts_with('['))
}

/// A line of output that GitHub Actions does not take for a command: it obeys lines that begin with `::`, whatever blank stands
/// before.
#[must_use]
pub fn line_start(line: &str) -> Cow<'_, str> {
    let begin = line.len() - line.trim_start().len();
    match line.get(begin..).and_then(|rest| rest.strip_prefix("::")) {
        Some(rest) => Cow::Owned(format!("{}:\\u{{3a}}{rest}", line.get(..begin).unwrap_or_default())),
        None => Cow::Borrowed(line),
    }
}

fn push_escaped(out: &mut String, character: char) {
    match character {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        _ => out.extend(character.escape_unicode()),
    }
}

/// How many bytes a text begins with that stand for themselves whatever follows: nearly all of them, looked at without decoding.
fn plain(text: &str) -> usize {
    text.bytes().position(|byte| !matches!(byte, b' '..=b'~') || byte == b'#').unwrap_or(text.len())
}

/// Copies a text; what does not stand for itself is written by `write`, which is given the character and what stands before and
/// after it.
fn copied(text: &str, write: impl FnMut(&mut String, char, &str, &str)) -> String {
    let mut out = String::with_capacity(text.len());
    copy_onto(&mut out, text, 0..text.len(), write);
    out
}

/// As [`copied`], of a piece of the text, behind what is written already.
fn copy_onto(out: &mut String, text: &str, piece: Range<usize>, mut write: impl FnMut(&mut String, char, &str, &str)) {
    let mut at = piece.start;
    while let Some(rest) = text.get(at..piece.end).filter(|rest| !rest.is_empty()) {
        let run = plain(rest);
        out.push_str(rest.get(..run).unwrap_or_default());
        at += run;
        if let Some(character) = rest.get(run..).and_then(|rest| rest.chars().next()) {
            let (before, after) = around(text, at, character);
            write(out, character, before, after);
            at += character.len_utf8();
        }
    }
}

/// Writes a character, visibly where it is dangerous.
fn push_visible(out: &mut String, character: char, before: &str, after: &str) {
    if is_dangerous(character) || is_agent_command(before, character, after) {
        push_escaped(out, character);
    } else {
        out.push(character);
    }
}

/// What stands before and after the character at an offset.
fn around(text: &str, at: usize, character: char) -> (&str, &str) {
    let after = text.get(at + character.len_utf8()..).unwrap_or_default();
    (text.get(..at).unwrap_or_default(), after)
}

/// A name or message on one line: every dangerous character becomes a visible escape such as `\u{1b}`.
#[must_use]
pub fn line(text: &str) -> String {
    copied(text, push_visible)
}

/// Several lines: as [`line()`], but line ends and tabs stay. The span is moved along with the text.
#[must_use]
pub fn lines(text: &str, span: Span) -> (String, Span) {
    // Nearly every excerpt is such.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t') && byte != b'#') {
        let start = text.len().min(span.start as usize);
        return (text.to_owned(), Span::new(start, text.len().min(span.end as usize).max(start)));
    }
    let write = |out: &mut String, character: char, before: &str, after: &str| match character {
        '\n' | '\t' => out.push(character),
        '\r' if after.starts_with('\n') => {}
        _ => push_visible(out, character, before, after),
    };
    // An end that is none of a character stands for the next one.
    let boundary = |at: u32| (at as usize..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    let start = boundary(span.start);
    let end = boundary(span.end).max(start);
    let mut out = String::with_capacity(text.len());
    let [start, end, _] = [0..start, start..end, end..text.len()].map(|piece| {
        copy_onto(&mut out, text, piece, write);
        out.len()
    });
    (out, Span::new(start, end))
}

/// JSON that is already written: dangerous characters that JSON lets pass as they are become `\uXXXX`.
/// Outside of its strings JSON has none of them but line ends, and those stay.
#[must_use]
pub fn json(text: &str) -> String {
    use std::fmt::Write as _;
    copied(text, |out, character, before, after| {
        if (is_dangerous(character) && character != '\n') || is_agent_command(before, character, after) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(character);
        }
    })
}

/// Text in Markdown that stands for itself: no markup, no links, and nobody is called by it. Words that GitHub and GitLab would
/// make links or mentions of, also from entities, become code. For the middle of a line: marks of lists and headings stay.
#[must_use]
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, word) in line(text).split(' ').enumerate() {
        if index > 0 {
            out.push(' ');
        }
        let lower = word.to_ascii_lowercase();
        if word.contains(['@', '#', '`']) || lower.contains("://") || lower.contains("www.") {
            out.push_str(&markdown_code(word));
            continue;
        }
        for character in word.chars() {
            match character {
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '&' => out.push_str("&amp;"),
                '\\' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => {
                    out.push('\\');
                    out.push(character);
                }
                _ => out.push(character),
            }
        }
    }
    out
}

/// Text in Markdown as code, also in a cell of a table.
#[must_use]
pub fn markdown_code(text: &str) -> String {
    let text = line(text);
    // A fence longer than any run of its marks in the text.
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    format!("{fence}{space}{}{space}{fence}", text.replace('|', "\\|"))
}

/// Text in HTML, in an element or a quoted attribute.
#[must_use]
pub fn markup(text: &str) -> String {
    let text = line(text);
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn terminal_escapes_and_hidden_characters_become_visible() {
        assert_eq!(line("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(line("x\u{202e}y\u{9b}z"), "x\\u{202e}y\\u{9b}z");
        assert_eq!(line("one\r\ntwo\tthree"), "one\\r\\ntwo\\tthree");
        assert_eq!(line("Grüße 👨\u{200d}👩 日本"), "Grüße 👨\u{200d}👩 日本");
    }

    #[test]
    fn build_agents_are_given_no_commands() {
        assert_eq!(line("a ##vso[task.complete]b"), "a #\\u{23}vso[task.complete]b");
        assert_eq!(line("##[error]x ## [y] ##vs[ ###[z"), "#\\u{23}[error]x ## [y] ##vs[ ##\\u{23}[z");
        let (text, span) = lines("##VSO[x]\nabc", Span::new(9, 12));
        assert_eq!((text.as_str(), span.of(&text)), ("#\\u{23}VSO[x]\nabc", "abc"));
        assert_eq!(json("[\"##[error]\"]"), "[\"#\\u0023[error]\"]");
        assert_eq!(line_start(" \u{a0}::error::x"), " \u{a0}:\\u{3a}error::x");
        assert_eq!(line_start("a ::error"), "a ::error");
    }

    #[test]
    fn the_marked_place_stays_marked() {
        let (text, span) = lines("a\u{7}\r\nbcd\u{1b}e", Span::new(4, 8));
        assert_eq!((text.as_str(), span.of(&text)), ("a\\u{7}\nbcd\\u{1b}e", "bcd\\u{1b}"));
        let (text, span) = lines("ab", Span::new(2, 9));
        assert_eq!((text.as_str(), span), ("ab", Span::new(2, 2)));
    }

    #[test]
    fn markdown_calls_nobody_and_links_nowhere() {
        for (text, written) in [
            ("con_sp runs under ada@contoso.com", "con\\_sp runs under `ada@contoso.com`"),
            ("see https://evil.example, WWW.evil.example", "see `https://evil.example,` `WWW.evil.example`"),
            ("<img src=x> **b** [x](y)", "&lt;img src=x&gt; \\*\\*b\\*\\* \\[x\\](y)"),
            ("a|b #1", "a\\|b `#1`"),
            ("a`b``", "``` a`b`` ```"),
        ] {
            assert_eq!(markdown(text), written);
        }
        assert_eq!(markdown_code("a|b"), "`a\\|b`");
        assert_eq!(markdown_code(""), "`  `");
        assert_eq!(markup("<a href=\"'&\">\u{202e}"), "&lt;a href=&quot;&#39;&amp;&quot;&gt;\\u{202e}");
    }

    proptest! {
        #[test]
        fn nothing_dangerous_is_left(text in any::<String>(), start in 0_usize..40, length in 0_usize..40) {
            prop_assert!(!line(&text).chars().any(is_dangerous));
            let (out, span) = lines(&text, Span::new(start, start + length));
            prop_assert!(out.chars().all(|c| c == '\n' || c == '\t' || !is_dangerous(c)));
            prop_assert!(out.get(span.range()).is_some());
        }

        #[test]
        fn json_keeps_its_meaning(text in any::<String>()) {
            let written = json(&serde_json::to_string_pretty(&[&text]).unwrap());
            prop_assert!(written.chars().all(|c| c == '\n' || !is_dangerous(c)));
            let read: Vec<String> = serde_json::from_str(&written).unwrap();
            prop_assert_eq!(read, [text]);
        }
    }
}
