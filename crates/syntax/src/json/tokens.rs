//! From a text to its tokens.

use std::borrow::Cow;

use jsonc_parser::{ParseStringErrorKind, Scanner, ScannerOptions, errors::ParseErrorKind, tokens::Token};

use super::JsonError;
use crate::Span;

/// JSON as it is, of all that the scanner could read.
const STRICT: ScannerOptions = ScannerOptions {
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// Tokens that mean what they say are taken as they stand, strings with escapes are `serde_json`'s, and all others, with all that is wrong,
/// `jsonc-parser`'s.
pub(super) struct Tokens<'t> {
    text: &'t str,
    /// How much of the text has been read.
    at: usize,
    /// How many control characters stood between tokens, where they may.
    pub(super) blank_controls: usize,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, blank_controls: 0 }
    }

    /// The end of the text.
    pub(super) fn end(&self) -> Span {
        Span::new(self.text.len(), self.text.len())
    }

    /// The next token and its place; `None` at the end of the text.
    #[allow(clippy::inline_always, reason = "nearly all of a text is read here: a sixth fewer instructions for JSON")]
    #[inline(always)]
    pub(super) fn token(&mut self) -> Result<Option<(Token<'t>, Span)>, JsonError> {
        if self.rest().first().is_some_and(|&byte| byte <= b' ') {
            self.skip_blank();
        }
        let rest = self.rest();
        let (token, length) = match rest {
            [b'{', ..] => (Token::OpenBrace, 1),
            [b'}', ..] => (Token::CloseBrace, 1),
            [b'[', ..] => (Token::OpenBracket, 1),
            [b']', ..] => (Token::CloseBracket, 1),
            [b',', ..] => (Token::Comma, 1),
            [b':', ..] => (Token::Colon, 1),
            [b'"', inner @ ..] => match memchr::memchr2(b'"', b'\\', inner) {
                Some(length) if inner.get(length) == Some(&b'"') => {
                    let string = self.text.get(self.at + 1..=self.at + length).unwrap_or_default();
                    (Token::String(Cow::Borrowed(string)), length + 2)
                }
                Some(first) => match self.unescaped(first) {
                    Some((string, length)) => (Token::String(Cow::Owned(string)), length),
                    None => return self.scanned(),
                },
                None => return self.scanned(),
            },
            [] => return Ok(None),
            _ => return self.scanned(),
        };
        let span = Span::new(self.at, self.at + length);
        self.at += length;
        Ok(Some((token, span)))
    }

    /// Passes over a token of this one byte, if it comes next without white space.
    pub(super) fn pass(&mut self, token: u8) -> bool {
        let comes = self.rest().first() == Some(&token);
        self.at += usize::from(comes);
        comes
    }

    /// What has not been read.
    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// The string that begins here and has its first escape `first` bytes behind the quotation mark, and the bytes it takes with both marks;
    /// `None` if there is something wrong with it.
    fn unescaped(&self, first: usize) -> Option<(String, usize)> {
        let rest = self.text.get(self.at..)?;
        let bytes = rest.as_bytes();
        let mut end = 1 + first;
        while bytes.get(end)? == &b'\\' {
            let next = end + 2;
            end = next + memchr::memchr2(b'"', b'\\', bytes.get(next..)?)?;
        }
        let string = serde_json::from_str(rest.get(..=end)?).ok()?;
        Some((string, end + 1))
    }

    /// Passes over white space.
    fn skip_blank(&mut self) {
        let mut rest = self.rest();
        loop {
            rest = match rest {
                [b' ', b' ', b' ', b' ', b' ', b' ', b' ', b' ', after @ ..] | [b' ', after @ ..] => after,
                [b'\t' | b'\n' | b'\r', after @ ..] => {
                    self.blank_controls += 1;
                    after
                }
                _ => break,
            };
        }
        self.at = self.text.len() - rest.len();
    }

    /// The next token as the scanner reads it: numbers, words, and whatever is none.
    #[cold]
    fn scanned(&mut self) -> Result<Option<(Token<'t>, Span)>, JsonError> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let mut scanner = Scanner::new(rest, &STRICT);
        let read = scanner.scan();
        let blank = rest.get(..scanner.token_start()).unwrap_or_default();
        if let Some(stray) = blank.chars().next() {
            // The scanner takes it for blank and JSON does not: vertical tabs, form feeds and all Unicode white space.
            let message = format!("unexpected character U+{:04X}, which is not white space in JSON", u32::from(stray));
            return Err(error(message, Span::new(self.at, self.at + stray.len_utf8())));
        }
        match read {
            Ok(token) => {
                let span = Span::new(self.at, self.at + scanner.token_end());
                self.at += scanner.token_end();
                Ok(token.map(|token| (token, span)))
            }
            Err(error) => {
                let range = error.range();
                Err(self.scan_error(error.kind(), Span::new(self.at + range.start, self.at + range.end)))
            }
        }
    }

    /// What the scanner refused, in words. It alone knows what is wrong with an escape or a number.
    fn scan_error(&self, kind: &ParseErrorKind, span: Span) -> JsonError {
        let first = self.text.get(span.start as usize..).and_then(|rest| rest.chars().next());
        let first_span = Span::new(span.start as usize, span.start as usize + first.map_or(0, char::len_utf8));
        match (kind, first) {
            (ParseErrorKind::String(ParseStringErrorKind::UnterminatedStringLiteral), _) => {
                error("a string is not closed", first_span)
            }
            (ParseErrorKind::UnterminatedCommentBlock, _) => error("JSON has no comments", first_span),
            (ParseErrorKind::UnexpectedToken, Some(character)) if first_span == span => {
                error(format!("unexpected character `{}`", character.escape_debug()), span)
            }
            _ => {
                let message = kind.to_string();
                let mut letters = message.chars();
                let first = letters.next().map(|letter| letter.to_ascii_lowercase());
                error(first.into_iter().chain(letters).collect::<String>(), span)
            }
        }
    }

    /// Refuses the raw control characters that the scanner lets pass.
    pub(super) fn check_string(&self, span: Span) -> Result<(), JsonError> {
        let bytes = span.of(self.text).as_bytes();
        let Some(at) = bytes.iter().position(|&byte| byte < b' ') else { return Ok(()) };
        let at = span.start as usize + at;
        let message = match self.text.as_bytes().get(at) {
            Some(b'\n' | b'\r') => "a line ends inside a string; is a closing `\"` missing?".to_owned(),
            byte => format!("control character U+{:04X} in a string; it must be escaped", byte.copied().unwrap_or(0)),
        };
        Err(error(message, Span::new(at, at + 1)))
    }
}

pub(super) fn error(message: impl Into<String>, span: Span) -> JsonError {
    JsonError { message: message.into(), span, too_deep: false }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever is taken as it stands is what the scanner would have read, and what it refuses is refused.
        #[test]
        fn tokens_are_those_of_the_scanner(
            text in "([\\[\\]{},:\"\\\\'/ \\n\\t0-9.eE+-]|\"a\"|\"ä\\\\\"\\\\n\"|\\\\n|\\\\ud83d|\\\\ude00|\\\\x|true|nul|//|/\\*|\\*/|ä| {8}){0,24}",
        ) {
            let mut scanner = Scanner::new(&text, &STRICT);
            let mut tokens = Tokens::new(&text);
            loop {
                match (tokens.token(), scanner.scan()) {
                    (Ok(None), Ok(None)) | (Err(_), Err(_)) => break,
                    (Ok(Some((token, span))), Ok(Some(expected))) => {
                        prop_assert_eq!(token, expected);
                        prop_assert_eq!(span, Span::new(scanner.token_start(), scanner.token_end()));
                    }
                    (token, expected) => prop_assert!(false, "{token:?} where {expected:?} stands"),
                }
            }
        }
    }
}
