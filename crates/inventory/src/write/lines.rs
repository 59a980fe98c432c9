//! Keeps every string on one line, and every character of it visible.

use std::fmt::Write as _;

use toml_edit::visit_mut::{VisitMut, visit_value_mut};
use toml_edit::{DocumentMut, Value};

/// Rewrites strings that would run over several lines, or that hold characters which cannot be seen: whoever named a flow
/// must not write lines into the log of a pipeline.
pub(super) fn keep(document: &mut DocumentMut) {
    Lines.visit_document_mut(document);
}

/// What begins a command to a build agent of Azure Pipelines, wherever it stands: `##vso[` and `##[`.
const COMMAND: &str = "##";

/// The same on one line of a comment.
pub(super) fn plain(text: &str) -> String {
    text.replace(is_hidden, " ").replace(COMMAND, "# #")
}

struct Lines;

impl VisitMut for Lines {
    fn visit_value_mut(&mut self, node: &mut Value) {
        match node.as_str().filter(|text| text.contains(is_hidden) || text.contains(COMMAND)).and_then(escaped) {
            Some(value) => {
                let decor = node.decor().clone();
                *node = value;
                *node.decor_mut() = decor;
            }
            None => visit_value_mut(self, node),
        }
    }
}

/// Whether a character moves the cursor, changes the direction of writing, or cannot be seen.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The same text as a string on one line, if it is the same to the parser.
fn escaped(text: &str) -> Option<Value> {
    let mut out = String::from("\"");
    for character in text.chars() {
        let escape = is_hidden(character) || (character == '#' && text.contains(COMMAND));
        // Writing to a string cannot fail.
        let _ = match character {
            '"' | '\\' => write!(out, "\\{character}"),
            _ if escape => write!(out, "\\U{:08X}", u32::from(character)),
            _ => write!(out, "{character}"),
        };
    }
    out.push('"');
    out.parse().ok().filter(|value: &Value| value.as_str() == Some(text))
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_string_stays_on_its_line() {
        for text in ["a\n::warning::b", "a\r\n\"b\"", "\u{1b}[31m\\", "\u{202e}txt", "tab\t", "##vso[x]", "\u{e0041}"] {
            let written = escaped(text).map(|value| value.to_string());
            let written = written.as_deref().unwrap_or_default();
            assert!(
                written.starts_with('"') && !written.contains(super::is_hidden) && !written.contains("##"),
                "{written:?}"
            );
        }
    }
}
