//! From tokens to values.

use std::borrow::Cow;
use std::collections::HashMap;

use jsonc_parser::tokens::Token;

use super::{
    Document, DuplicateKey, JsonError,
    tokens::{Tokens, error},
};
use crate::{Kind, Member, Span, Value, count_bytes};

/// Parses a text with values at most `depth` deep inside each other.
pub(super) fn parse(text: &str, depth: usize) -> Result<Document<'_>, JsonError> {
    // Control characters are looked for by counting them, and one by one only where some lie in strings. Where there is anything to
    // refuse, the first fault of the text is told.
    let mut parser = Parser::new(text, depth);
    match parser.document() {
        Ok(document) if parser.tokens.blank_controls == count_bytes(text, |byte| byte < b' ') => Ok(document),
        _ => Parser { checks_strings: true, ..Parser::new(text, depth) }.document(),
    }
}

/// What may follow what is decided here, without recursion, so that no text can exhaust the stack.
struct Parser<'t> {
    tokens: Tokens<'t>,
    /// How deep values may lie inside each other.
    depth: usize,
    /// The arrays and objects that are still open, outermost first.
    open: Vec<Open<'t>>,
    /// The items and members of all that is open, those of what is innermost last. They go to their array or object when it is closed
    /// and their number is known.
    items: Vec<Value<'t>>,
    members: Vec<Member<'t>>,
    duplicate_keys: Vec<DuplicateKey>,
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
        Self {
            tokens: Tokens::new(text),
            depth,
            open: Vec::new(),
            items: Vec::new(),
            members: Vec::new(),
            duplicate_keys: Vec::new(),
            checks_strings: false,
        }
    }

    fn document(&mut self) -> Result<Document<'t>, JsonError> {
        let root = self.root()?;
        if let Some((_, span)) = self.tokens.token()? {
            return Err(error("there is more text after the end of the JSON value", span));
        }
        // Objects end inside out; the reader expects the order of the text.
        self.duplicate_keys.sort_by_key(|duplicate| duplicate.span);
        Ok(Document { root, duplicate_keys: std::mem::take(&mut self.duplicate_keys) })
    }

    fn root(&mut self) -> Result<Value<'t>, JsonError> {
        let mut expect = Expect::Value;
        loop {
            let Some((token, span)) = self.tokens.token()? else {
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
                        self.tokens.check_string(span)?;
                    }
                    Value { span, kind: Kind::String(string) }
                }
                (Expect::Key | Expect::KeyOrEnd, Token::String(string)) => {
                    if self.checks_strings {
                        self.tokens.check_string(span)?;
                    }
                    if let Some(Open::Object { key, .. }) = self.open.last_mut() {
                        *key = Some((string, span));
                    }
                    expect = if self.tokens.pass(b':') { Expect::Value } else { Expect::Colon };
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
            let next = match self.open.last_mut() {
                None => return Ok(finished),
                Some(Open::Array { .. }) => {
                    self.items.push(finished);
                    Expect::Value
                }
                Some(Open::Object { key, .. }) => {
                    // A value in an object comes only after a key and its colon.
                    if let Some((key, key_span)) = key.take() {
                        self.members.push(Member { key, key_span, value: finished });
                    }
                    Expect::Key
                }
            };
            expect = if self.tokens.pass(b',') { next } else { Expect::CommaOrEnd };
        }
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
        let end = self.tokens.end();
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
    let mut firsts: HashMap<&str, &Member<'_>, foldhash::fast::RandomState> = HashMap::default();
    firsts.reserve(members.len());
    for member in members {
        match firsts.get(member.key.as_ref()) {
            Some(first) => note(first, member),
            None => {
                firsts.insert(&member.key, member);
            }
        }
    }
}
