//! From tokens to values.

use std::borrow::Cow;
use std::collections::HashMap;

use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::tokens::Token;
use jsonc_parser::{ParseStringErrorKind, Scanner, ScannerOptions};

use super::{Document, DuplicateKey, JsonError};
use crate::{Kind, Member, Span, Value, count_bytes};

/// Parses a text with values at most `depth` deep inside each other.
pub(super) fn parse(text: &str, depth: usize) -> Result<Document<'_>, JsonError> {
    // Control characters are looked for by counting them, and one by one only where some lie in strings. Where there is anything to
    // refuse, the first fault of the text is told.
    let mut parser = Parser::new(text, depth);
    match parser.document() {
        Ok(document) if parser.blank_controls == count_bytes(text, |byte| byte < b' ') => Ok(document),
        _ => Parser { checks_strings: true, ..Parser::new(text, depth) }.document(),
    }
}

/// As deep as most values are indented.
const SPACES: &str = "                                                                ";

/// Tokens come from `jsonc-parser`; what may follow what is decided here, without recursion, so that no
/// text can exhaust the stack.
struct Parser<'t> {
    text: &'t str,
    scanner: Scanner<'t>,
    /// How deep values may lie inside each other.
    depth: usize,
    /// The arrays and objects that are still open, outermost first.
    open: Vec<Open<'t>>,
    /// The items and members of all that is open, those of what is innermost last. They go to their array or object when it is closed
    /// and their number is known.
    items: Vec<Value<'t>>,
    members: Vec<Member<'t>>,
    duplicate_keys: Vec<DuplicateKey>,
    /// How many control characters stand between tokens, where they may.
    blank_controls: usize,
    /// Whether control characters are looked for in each string.
    checks_strings: bool,
}

/// An array or object whose end has not been read.
enum Open<'t> {
    /// With the number of items that lie around it.
    Array { start: usize, around: usize },
    /// With the number of members that lie around it, and the key whose value is still to come.
    Object { start: usize, around: usize, key: Option<(Cow<'t, str>, Span)> },
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    /// A value.
    Value,
    /// A value, or the end of an array that has no items.
    ItemOrEnd,
    /// A key.
    Key,
    /// A key, or the end of an object that has no members.
    KeyOrEnd,
    /// The colon after a key.
    Colon,
    /// What separates items or members, or the end of their container.
    CommaOrEnd,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, depth: usize) -> Self {
        let options = ScannerOptions {
            allow_single_quoted_strings: false,
            allow_hexadecimal_numbers: false,
            allow_unary_plus_numbers: false,
            allow_bare_decimal_point_numbers: false,
            allow_non_finite_numbers: false,
            allow_extended_string_escapes: false,
        };
        Self {
            text,
            scanner: Scanner::new(text, &options),
            depth,
            open: Vec::new(),
            items: Vec::new(),
            members: Vec::new(),
            duplicate_keys: Vec::new(),
            blank_controls: 0,
            checks_strings: false,
        }
    }

    fn document(&mut self) -> Result<Document<'t>, JsonError> {
        let root = self.root()?;
        if let Some((_, span)) = self.token()? {
            return Err(error("there is more text after the end of the JSON value", span));
        }
        // Objects end inside out; the reader expects the order of the text.
        self.duplicate_keys.sort_by_key(|duplicate| duplicate.span);
        Ok(Document { root, duplicate_keys: std::mem::take(&mut self.duplicate_keys) })
    }

    fn root(&mut self) -> Result<Value<'t>, JsonError> {
        let mut expect = Expect::Value;
        loop {
            let Some((token, span)) = self.token()? else {
                return Err(self.unexpected_end());
            };
            let finished = match (expect, token) {
                (Expect::Value | Expect::ItemOrEnd, Token::OpenBrace) => {
                    let around = self.members.len();
                    self.enter(Open::Object { start: span.start as usize, around, key: None }, span)?;
                    expect = Expect::KeyOrEnd;
                    continue;
                }
                (Expect::Value | Expect::ItemOrEnd, Token::OpenBracket) => {
                    self.enter(Open::Array { start: span.start as usize, around: self.items.len() }, span)?;
                    expect = Expect::ItemOrEnd;
                    continue;
                }
                (Expect::Value | Expect::ItemOrEnd, Token::Null) => Value { span, kind: Kind::Null },
                (Expect::Value | Expect::ItemOrEnd, Token::Boolean(value)) => Value { span, kind: Kind::Bool(value) },
                (Expect::Value | Expect::ItemOrEnd, Token::Number(number)) => {
                    check_number(number, span)?;
                    Value { span, kind: Kind::Number(Cow::Borrowed(number)) }
                }
                (Expect::Value | Expect::ItemOrEnd, Token::String(string)) => {
                    if self.checks_strings {
                        self.check_string(span)?;
                    }
                    Value { span, kind: Kind::String(string) }
                }
                (Expect::Key | Expect::KeyOrEnd, Token::String(string)) => {
                    if self.checks_strings {
                        self.check_string(span)?;
                    }
                    if let Some(Open::Object { key, .. }) = self.open.last_mut() {
                        *key = Some((string, span));
                    }
                    expect = Expect::Colon;
                    continue;
                }
                (Expect::Colon, Token::Colon) => {
                    expect = Expect::Value;
                    continue;
                }
                (Expect::CommaOrEnd, Token::Comma) => {
                    expect = match self.open.last() {
                        Some(Open::Object { .. }) => Expect::Key,
                        _ => Expect::Value,
                    };
                    continue;
                }
                (Expect::KeyOrEnd | Expect::CommaOrEnd, Token::CloseBrace) => self.leave_object(span)?,
                (Expect::ItemOrEnd | Expect::CommaOrEnd, Token::CloseBracket) => self.leave_array(span)?,
                (expect, token) => return Err(self.unexpected(expect, &token, span)),
            };
            match self.open.last_mut() {
                None => return Ok(finished),
                Some(Open::Array { .. }) => self.items.push(finished),
                Some(Open::Object { key, .. }) => {
                    // A value in an object comes only after a key and its colon.
                    if let Some((key, key_span)) = key.take() {
                        self.members.push(Member { key, key_span, value: finished });
                    }
                }
            }
            expect = Expect::CommaOrEnd;
        }
    }

    /// The next token and its place; `None` at the end of the text.
    fn token(&mut self) -> Result<Option<(Token<'t>, Span)>, JsonError> {
        let before = self.scanner.token_end();
        let scanned = self.scanner.scan();
        let start = self.scanner.token_start();
        if start > before {
            self.check_blank(before, start)?;
        }
        match scanned {
            Ok(token) => Ok(token.map(|token| (token, Span::new(start, self.scanner.token_end())))),
            Err(error) => Err(self.scan_error(error.kind(), Span::new(error.range().start, error.range().end))),
        }
    }

    /// Refuses what the scanner takes for blank and JSON does not: vertical tabs, form feeds and all Unicode white space.
    fn check_blank(&mut self, start: usize, end: usize) -> Result<(), JsonError> {
        let blank = self.text.get(start..end).unwrap_or_default();
        // What stands between the values of a text that is laid out: the end of a line, and an indent.
        if let Some(indent) = blank.strip_prefix('\n')
            && SPACES.get(..indent.len()) == Some(indent)
        {
            self.blank_controls += 1;
            return Ok(());
        }
        let is_control = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\r');
        let (mut controls, mut spaces) = (0, 0);
        for byte in blank.bytes() {
            controls += usize::from(is_control(byte));
            spaces += usize::from(byte == b' ');
        }
        self.blank_controls += controls;
        if controls + spaces == blank.len() {
            return Ok(());
        }
        // What comes before is of ASCII, so that a character begins here.
        let at = blank.bytes().position(|byte| byte != b' ' && !is_control(byte)).unwrap_or_default();
        let Some(stray) = blank.get(at..).and_then(|rest| rest.chars().next()) else { return Ok(()) };
        let message = format!("unexpected character U+{:04X}, which is not white space in JSON", u32::from(stray));
        Err(error(message, Span::new(start + at, start + at + stray.len_utf8())))
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
    fn check_string(&self, span: Span) -> Result<(), JsonError> {
        let bytes = span.of(self.text).as_bytes();
        let Some(at) = bytes.iter().position(|&byte| byte < b' ') else { return Ok(()) };
        let at = span.start as usize + at;
        let message = match self.text.as_bytes().get(at) {
            Some(b'\n' | b'\r') => "a line ends inside a string; is a closing `\"` missing?".to_owned(),
            byte => format!("control character U+{:04X} in a string; it must be escaped", byte.copied().unwrap_or(0)),
        };
        Err(error(message, Span::new(at, at + 1)))
    }

    fn enter(&mut self, container: Open<'t>, span: Span) -> Result<(), JsonError> {
        if self.open.len() >= self.depth {
            let message = format!("values lie more than {} levels deep inside each other", self.depth);
            return Err(JsonError { too_deep: true, ..error(message, span) });
        }
        self.open.push(container);
        Ok(())
    }

    fn leave_object(&mut self, end: Span) -> Result<Value<'t>, JsonError> {
        match self.open.pop() {
            Some(Open::Object { start, around, .. }) => {
                let members: Vec<Member<'t>> = self.members.drain(around..).collect();
                note_duplicates(&members, &mut self.duplicate_keys);
                Ok(Value { span: Span::new(start, end.end as usize), kind: Kind::Object(members) })
            }
            Some(Open::Array { .. }) => Err(error("expected `,` or `]`, found `}`", end)),
            None => Err(error("unexpected `}`", end)),
        }
    }

    fn leave_array(&mut self, end: Span) -> Result<Value<'t>, JsonError> {
        match self.open.pop() {
            Some(Open::Array { start, around }) => {
                let items = self.items.drain(around..).collect();
                Ok(Value { span: Span::new(start, end.end as usize), kind: Kind::Array(items) })
            }
            Some(Open::Object { .. }) => Err(error("expected `,` or `}`, found `]`", end)),
            None => Err(error("unexpected `]`", end)),
        }
    }

    fn unexpected(&self, expect: Expect, token: &Token<'_>, span: Span) -> JsonError {
        let trailing_comma = match (expect, token) {
            (Expect::Key, Token::CloseBrace) => true,
            (Expect::Value, Token::CloseBracket) => matches!(self.open.last(), Some(Open::Array { .. })),
            _ => false,
        };
        if matches!(token, Token::CommentLine(_) | Token::CommentBlock(_)) {
            return error("JSON has no comments", span);
        }
        if trailing_comma {
            return error(format!("a comma must not stand before `{}`", token.as_str()), span);
        }
        let found = match token {
            Token::String(_) => "a string".to_owned(),
            Token::Number(_) => "a number".to_owned(),
            Token::Word(word) => format!("`{}`", word.chars().take(40).collect::<String>()),
            other => format!("`{}`", other.as_str()),
        };
        error(format!("expected {}, found {found}", self.wanted(expect)), span)
    }

    fn unexpected_end(&self) -> JsonError {
        let end = Span::new(self.text.len(), self.text.len());
        match self.open.last() {
            None => error("the text is empty; a JSON value was expected", end),
            Some(Open::Array { start, .. }) => error("this `[` is not closed", Span::new(*start, start + 1)),
            Some(Open::Object { start, .. }) => error("this `{` is not closed", Span::new(*start, start + 1)),
        }
    }

    fn wanted(&self, expect: Expect) -> &'static str {
        match expect {
            Expect::Value => "a value",
            Expect::ItemOrEnd => "a value or `]`",
            Expect::Key => "a key in double quotes",
            Expect::KeyOrEnd => "a key in double quotes or `}`",
            Expect::Colon => "`:` after the key",
            Expect::CommaOrEnd => match self.open.last() {
                Some(Open::Object { .. }) => "`,` or `}`",
                _ => "`,` or `]`",
            },
        }
    }
}

fn error(message: impl Into<String>, span: Span) -> JsonError {
    JsonError { message: message.into(), span, too_deep: false }
}

/// Refuses a number that no 64-bit float can hold, as `serde_json` does.
fn check_number(number: &str, span: Span) -> Result<(), JsonError> {
    match number.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(()),
        _ => Err(error("a number is too large", span)),
    }
}

/// Up to this many members, comparing each key with those before it is cheaper than hashing.
const FEW_MEMBERS: usize = 12;

fn note_duplicates(members: &[Member<'_>], found: &mut Vec<DuplicateKey>) {
    let mut note = |first: &Member<'_>, member: &Member<'_>| {
        found.push(DuplicateKey { key: member.key.to_string(), first: first.key_span, span: member.key_span });
    };
    if members.len() <= FEW_MEMBERS {
        for (at, member) in members.iter().enumerate() {
            if let Some(first) = members.iter().take(at).find(|first| first.key == member.key) {
                note(first, member);
            }
        }
        return;
    }
    let mut firsts: HashMap<&str, &Member<'_>> = HashMap::with_capacity(members.len());
    for member in members {
        match firsts.get(member.key.as_ref()) {
            Some(first) => note(first, member),
            None => {
                firsts.insert(&member.key, member);
            }
        }
    }
}
