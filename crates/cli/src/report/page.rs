//! The rules' pages on a terminal: plain text, with headings and examples set apart.

use super::{Look, wrap::Style};

/// Writes a page. Only what the pages use is understood: headings, paragraphs, lists, fenced blocks, links; the rest stays as
/// it is.
#[must_use]
pub fn render(page: &str, look: Look) -> String {
    let mut out = String::new();
    let mut fenced = false;
    let mut paragraph = String::new();
    for line in page.lines() {
        if let Some(fence) = line.trim_start().strip_prefix("```") {
            flush(&mut out, &mut paragraph, look);
            fenced = !fenced;
            if let Some(file) = fence.split_whitespace().find_map(|word| word.strip_prefix("file=")) {
                out.push_str(&look.paint(Style::Dim, &format!("    {file}:")));
                out.push('\n');
            }
        } else if fenced {
            out.push_str("    ");
            out.push_str(line);
            out.push('\n');
        } else if let Some(heading) = line.strip_prefix('#') {
            flush(&mut out, &mut paragraph, look);
            out.push_str(&look.paint(Style::Bold, heading.trim_start_matches('#').trim()));
            out.push('\n');
        } else if line.trim().is_empty() {
            flush(&mut out, &mut paragraph, look);
            out.push('\n');
        } else if line.starts_with('|') {
            flush(&mut out, &mut paragraph, look);
            out.push_str(line);
            out.push('\n');
        } else {
            if is_item(line) {
                flush(&mut out, &mut paragraph, look);
            }
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(if paragraph.is_empty() { line.trim_end() } else { line.trim() });
        }
    }
    flush(&mut out, &mut paragraph, look);
    out
}

/// The mark of a list's item (`-`, `1.`), if the line begins one.
fn item_mark(line: &str) -> Option<&str> {
    let (mark, _) = line.trim_start().split_once(' ')?;
    let number = mark.strip_suffix('.').is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    (matches!(mark, "-" | "*") || (number && mark.len() > 1)).then_some(mark)
}

fn is_item(line: &str) -> bool {
    item_mark(line).is_some()
}

fn flush(out: &mut String, paragraph: &mut String, look: Look) {
    if paragraph.is_empty() {
        return;
    }
    let indent = paragraph.len() - paragraph.trim_start().len();
    let mark = item_mark(paragraph).unwrap_or_default().to_owned();
    let text = paragraph.trim_start().strip_prefix(&mark).unwrap_or(paragraph).trim_start();
    look.paragraph(out, indent, &mark, Style::Help, &links(text));
    paragraph.clear();
}

/// `[text](address)` → `text (address)`.
fn links(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let link = after.split_once("](").and_then(|(label, after)| Some((label, after.split_once(')')?)));
        match link {
            Some((label, (address, after))) if !label.contains(['[', ']']) => {
                out.push_str(before);
                out.push_str(label);
                out.push_str(" (");
                out.push_str(address);
                out.push(')');
                rest = after;
            }
            _ => {
                out.push_str(before);
                out.push('[');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_readable_without_its_marks() {
        let page = "# name\n\nOne line\nand another, see [the docs](https://example.com/a).\n\n- an item that is too long\n  for a line\n- `x[0]`\n\n```json file=a.json\n{\n}\n```\n\n1. first\n";
        let look = Look { width: 40, unicode: false, colour: false };
        assert_eq!(
            render(page, look),
            "name\n\nOne line and another, see the docs\n(https://example.com/a).\n\n- an item that is too long for a line\n- `x[0]`\n\n    a.json:\n    {\n    }\n\n1. first\n"
        );
    }
}
