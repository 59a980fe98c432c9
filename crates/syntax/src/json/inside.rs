//! From a place in a string's value back to the text that it was read from.

use crate::Span;

/// Where a part of a string stands in its file: `string` is the place of the string, quotes included, and `inner` counts bytes
/// of its value, escapes resolved. Where the text under `string` is not a string in double quotes, or `inner` does not fit it,
/// the whole string is the answer.
#[must_use]
pub fn inside(text: &str, string: Span, inner: Span) -> Span {
    find(text, string, inner).unwrap_or(string)
}

fn find(text: &str, string: Span, inner: Span) -> Option<Span> {
    let raw = string.of(text).strip_prefix('"')?.strip_suffix('"')?;
    let base = string.start as usize + 1;
    let (mut start, mut end) = (None, None);
    let mut read = 0;
    let mut value = 0;
    loop {
        if value == inner.start as usize {
            start = start.or(Some(read));
        }
        if value >= inner.end as usize {
            end = Some(read);
            break;
        }
        let Some((written, meant)) = step(raw.get(read..)?) else { break };
        read += written;
        value += meant;
    }
    Some(Span::new(base + start?, base + end?))
}

/// The length of what comes next as it is written, and of what it means, in bytes of UTF-8; `None` at the end.
fn step(rest: &str) -> Option<(usize, usize)> {
    let first = rest.chars().next()?;
    if first != '\\' {
        return Some((first.len_utf8(), first.len_utf8()));
    }
    if rest.get(1..2) != Some("u") {
        // Every other escape is two characters for one of ASCII.
        return Some((2, 1));
    }
    let unit = |at: usize| u16::from_str_radix(rest.get(at..at + 4)?, 16).ok();
    let high = unit(2)?;
    let pair = if rest.get(6..8) == Some("\\u") { unit(8) } else { None };
    let mut units = char::decode_utf16([high].into_iter().chain(pair));
    let meant = units.next()?.ok()?.len_utf8();
    Some((if meant == 4 { 12 } else { 6 }, meant))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever the escapes: the part that is found means what the part of the value says.
        #[test]
        fn a_part_of_a_value_is_found_in_its_text(value in ".{0,12}", escaped in any::<bool>(), a in 0usize..13, b in 0usize..13) {
            let written = if escaped {
                value.encode_utf16().fold(String::new(), |mut text, unit| {
                    write!(text, "\\u{unit:04x}").unwrap();
                    text
                })
            } else {
                let quoted = serde_json::to_string(&value).unwrap();
                quoted[1..quoted.len() - 1].to_owned()
            };
            let text = format!("{{\"a\": \"{written}\"}}");
            let string = Span::new(6, text.len() - 1);
            let boundaries: Vec<usize> = value.char_indices().map(|(at, _)| at).chain([value.len()]).collect();
            let (a, b) = (boundaries[a % boundaries.len()], boundaries[b % boundaries.len()]);
            let inner = Span::new(a.min(b), a.max(b));
            let found = inside(&text, string, inner).of(&text);
            let meant: String = serde_json::from_str(&format!("\"{found}\"")).unwrap();
            prop_assert_eq!(meant, inner.of(&value));
        }
    }

    #[test]
    fn what_is_no_string_in_quotes_is_marked_as_a_whole() {
        assert_eq!(inside("a: plain", Span::new(3, 8), Span::new(1, 2)), Span::new(3, 8));
        assert_eq!(inside("\"ab\"", Span::new(0, 4), Span::new(1, 9)), Span::new(0, 4));
    }
}
