//! Hides what looks like a secret. Better too much than too little: a mask costs a reader nothing.

mod beside;
mod certain;
mod header;
pub(crate) mod known;
mod words;

use std::{borrow::Cow, ops::Range};

pub use certain::{Shape, certain_secrets};
use words::{Announced, words};

/// What stands for a secret. Always the same, so that not even the length is told.
pub const MASK: &str = "***";

/// Stands for each byte of a secret in a text whose offsets must not move. It is no character of any real file.
const BLANK: char = '\u{7f}';

/// What precedes a secret without quotes: `sig=` of a shared access signature, keys in connection strings.
const ASSIGNED: [&str; 5] = ["sig=", "accountkey=", "sharedaccesskey=", "sharedaccesssignature=", "pwd="];

/// The names of members, attributes and parameters that hold secrets, or what their names end with.
const NAMES: [&str; 9] =
    ["password", "passwd", "secret", "secretvalue", "pfx", "api_key", "apikey", "api-key", "subscription-key"];

/// A text in which what looks like a secret is masked.
#[must_use]
pub fn masked(text: &str) -> String {
    collapse(&blanked(text, &[])).0
}

/// The text with every byte of a secret overwritten, so that all offsets stay true. `known` are places that hold secrets
/// whatever they look like.
pub(crate) fn blanked<'t>(text: &'t str, known: &[Range<usize>]) -> Cow<'t, str> {
    let mut secrets: Vec<Range<usize>> = secrets(text);
    secrets.extend(known.iter().map(|range| unquoted(text, range)));
    if secrets.is_empty() {
        return Cow::Borrowed(text);
    }
    secrets.sort_by_key(|range| range.start);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for secret in secrets {
        let start = secret.start.max(at);
        // A place that is none, or lies within the last one, hides nothing.
        let (Some(before), Some(hidden)) = (text.get(at..start), text.get(start..secret.end.max(start))) else {
            continue;
        };
        out.push_str(before);
        out.extend(hidden.chars().flat_map(|character| {
            // Lines stay lines.
            let keep = matches!(character, '\n' | '\r');
            std::iter::repeat_n(if keep { character } else { BLANK }, character.len_utf8())
        }));
        at = start + hidden.len();
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Cow::Owned(out)
}

/// Turns every overwritten secret into [`MASK`]. Gives what moves offsets of the overwritten text into the new one.
pub(crate) fn collapse(text: &str) -> (String, impl Fn(usize) -> usize + use<>) {
    let mut out = String::with_capacity(text.len());
    // Where each secret stood, and where its mask stands.
    let mut moved: Vec<(Range<usize>, usize)> = Vec::new();
    let mut rest = text;
    while let Some(found) = rest.find(BLANK) {
        let (before, after) = rest.split_at(found);
        out.push_str(before);
        let tail = after.trim_start_matches(BLANK);
        let start = text.len() - after.len();
        moved.push((start..text.len() - tail.len(), out.len()));
        out.push_str(MASK);
        rest = tail;
    }
    out.push_str(rest);
    let to_new = move |offset: usize| {
        let before = moved.partition_point(|(range, _)| range.start < offset);
        match before.checked_sub(1).and_then(|last| moved.get(last)) {
            None => offset,
            Some((range, mask)) => {
                let inside = offset.min(range.end) - range.start;
                mask + if inside == range.end - range.start { MASK.len() } else { 0 } + (offset - offset.min(range.end))
            }
        }
    };
    (out, to_new)
}

/// A quoted value without its quotes.
fn unquoted(text: &str, range: &Range<usize>) -> Range<usize> {
    let value = text.get(range.clone()).unwrap_or_default();
    let quoted = value.len() >= 2 && value.starts_with(['"', '\'']) && value.ends_with(['"', '\'']);
    if quoted { range.start + 1..range.end - 1 } else { range.clone() }
}

/// Where secrets stand, in any order.
fn secrets(text: &str) -> Vec<Range<usize>> {
    let found = words(text).filter_map(|(announced, start, end)| match announced {
        Announced::Value => {
            let own_word = !text.get(..start)?.ends_with(|char: char| char.is_ascii_alphanumeric());
            if own_word { value_at(text, end, None) } else { None }
        }
        Announced::Member if is_prose(text, start, end) => None,
        Announced::Member => member_value(text, end).or_else(|| beside::value(text, start, end)),
        Announced::Authorization => header::credentials(text, end).or_else(|| {
            let value = beside::value(text, start, end)?;
            header::after_scheme(text, value)
        }),
        Announced::UserInfo => header::password_of_address(text, end),
        Announced::Bearer => token(text, end, 16),
        Announced::WebToken => web_token(text, start),
        Announced::PrivateKey => private_key(text, end),
    });
    found.collect()
}

/// Whether a colon only goes on with a sentence: "renew the secret: everybody can read it".
fn is_prose(text: &str, start: usize, end: usize) -> bool {
    let sentence = || {
        let before = text.get(..start)?.strip_suffix(' ')?;
        let after = text.get(end..)?.strip_prefix(": ")?;
        let next = after.split(|char: char| char.is_whitespace() || ",.;".contains(char)).next()?;
        Some(before.ends_with(char::is_alphabetic) && next.chars().all(char::is_lowercase))
    };
    text.get(start..end).is_some_and(|name| name.eq_ignore_ascii_case("secret")) && sentence() == Some(true)
}

/// The value after the name of a member (`"name": "…"`), attribute (`name="…"`), element (`<name>…`), YAML key or parameter.
fn member_value(text: &str, after_name: usize) -> Option<Range<usize>> {
    let rest = text.get(after_name..)?;
    let trimmed = rest.trim_start_matches(['"', '\'', '\\']).trim_start_matches([' ', '\t']);
    let mut characters = trimmed.chars();
    if !matches!(characters.next()?, ':' | '=' | '>') {
        return None;
    }
    let value = characters.as_str().trim_start_matches([' ', '\t']);
    let bare = value.trim_start_matches('\\');
    let quote = bare.chars().next().filter(|first| matches!(first, '"' | '\''));
    let start = text.len() - bare.len() + quote.map_or(0, char::len_utf8);
    value_at(text, start, quote)
}

/// The value that begins here, up to its quote or to what can be no part of it. Expressions, placeholders, nested objects and
/// words of the language are no secrets.
fn value_at(text: &str, start: usize, quote: Option<char>) -> Option<Range<usize>> {
    let rest = text.get(start..)?;
    let ends = |character: char| match quote {
        // A quote ends also where it is escaped: then the whole JSON is a string.
        Some(quote) => character == quote || matches!(character, '\n' | '\r'),
        None => {
            matches!(character, '"' | '\'' | '&' | ';' | ',' | '<' | '>' | '}' | ']' | '\\')
                || character.is_whitespace()
        }
    };
    let value = rest.get(..rest.find(ends).unwrap_or(rest.len()))?;
    let value = if quote.is_some() { value.trim_end_matches('\\') } else { value };
    let plain = !value.is_empty()
        && !value.starts_with(['@', '{', '[', '$', '#', '%'])
        && !matches!(value, "null" | "true" | "false");
    plain.then(|| start..start + value.len())
}

fn is_token(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.' | '~' | '+' | '/' | '=')
}

/// A run of at least `least` characters of a token.
fn token(text: &str, start: usize, least: usize) -> Option<Range<usize>> {
    let rest = text.get(start..)?;
    let length = rest.find(|character| !is_token(character)).unwrap_or(rest.len());
    (length >= least).then(|| start..start + length)
}

/// A JSON Web Token: two dots between three pieces, the last of which may be empty.
fn web_token(text: &str, start: usize) -> Option<Range<usize>> {
    let range = token(text, start, 20)?;
    let pieces: Vec<&str> = text.get(range.clone())?.split('.').collect();
    let long = |index: usize| pieces.get(index).is_some_and(|piece: &&str| piece.len() >= 8);
    (pieces.len() >= 3 && long(0) && long(1)).then_some(range)
}

fn private_key(text: &str, start: usize) -> Option<Range<usize>> {
    let rest = text.get(start..)?;
    let length = rest.find("-----END").unwrap_or(rest.len());
    (length > 0).then(|| start..start + length)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_looks_like_a_secret_is_masked() {
        for (text, expected) in [
            (r#"{"password": "hunter2", "user": "ada"}"#, r#"{"password": "***", "user": "ada"}"#),
            (r#"{\"client_secret\":\"abc\",\"x\":1}"#, r#"{\"client_secret\":\"***\",\"x\":1}"#),
            ("https://contoso.blob/x?sv=1&sig=a%2Fb%3D&se=2", "https://contoso.blob/x?sv=1&sig=***&se=2"),
            ("AccountName=a;AccountKey=q1w2==;E=c", "AccountName=a;AccountKey=***;E=c"),
            ("Authorization: Bearer abcdefghijklmnopqrst", "Authorization: Bearer ***"),
            (
                r#"{"type": "ActiveDirectoryOAuth", "secret": "abc", "pfx": "q"}"#,
                r#"{"type": "ActiveDirectoryOAuth", "secret": "***", "pfx": "***"}"#,
            ),
            ("the secret: hunter2", "the secret: ***"),
            (r#"{"X-Secret": "abc"}"#, r#"{"X-Secret": "***"}"#),
            ("<password>xy</password>", "<password>***</password>"),
            ("<Auth dbPassword='x y'/>", "<Auth dbPassword='***'/>"),
            ("t = eyJhbGciOi.eyJzdWIiOiIx.c2ln end", "t = *** end"),
            ("-----BEGIN PRIVATE KEY-----\nabc\n-----END", "-----BEGIN PRIVATE KEY-----\n***\n-----END"),
        ] {
            assert_eq!(masked(text), expected);
        }
    }

    #[test]
    fn what_is_no_secret_stays() {
        for text in [
            r#"{"password": "@parameters('pw')", "apiKey": {"type": "securestring"}}"#,
            "password: ${PW}",
            "design=new&assign=1",
            "the password of the account",
            "renew the secret: everybody can read it",
            "Bearer token",
            "eyJ.a.b",
        ] {
            assert_eq!(masked(text), text);
        }
    }

    #[test]
    fn the_length_of_a_secret_is_not_told() {
        assert_eq!(masked("pwd=a"), masked("pwd=aaaaaaaaaaaaaaaa"));
    }

    #[test]
    fn known_places_are_hidden_and_offsets_follow() {
        let text = r#"{"Value": "schön", "next": 1}"#;
        let value = text.find("\"schön\"").unwrap();
        let range = value..value + "\"schön\"".len();
        let blank = blanked(text, std::slice::from_ref(&range));
        assert_eq!(blank.len(), text.len());
        let (shown, moved) = collapse(&blank);
        assert_eq!(shown, r#"{"Value": "***", "next": 1}"#);
        assert_eq!(&shown[moved(range.start)..moved(range.end)], "\"***\"");
        let next = text.find("next").unwrap();
        assert_eq!(&shown[moved(next)..moved(next + 4)], "next");
    }

    proptest! {
        #[test]
        fn overwriting_moves_nothing(text in "[a-zé\"':=& {}\\\\\n]{0,20}(password|sig=|bearer |eyJ)?[a-zé\"':=& \\\\\n]{0,30}") {
            let blank = blanked(&text, &[]);
            prop_assert_eq!(blank.len(), text.len());
            let (shown, moved) = collapse(&blank);
            for (at, _) in blank.char_indices() {
                prop_assert!(shown.is_char_boundary(moved(at)));
            }
            prop_assert_eq!(moved(blank.len()), shown.len());
        }
    }
}
