//! The formulas of canvas apps, in Power Fx: tokens, names and calls.
//!
//! Formulas are read as apps store them, in the notation that does not depend on a language: `,` between arguments, `;` between steps, `.` in
//! numbers ([Global apps](https://learn.microsoft.com/power-apps/maker/canvas-apps/global-apps)). The reader is total: every text gives tokens
//! that, put together, are the text again, and a call whose bracket is not closed is none.

mod tokens;

use std::borrow::Cow;
use std::ops::Range;

pub use tokens::{Token, TokenKind, tokens};

/// A formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula<'t> {
    /// Its tokens, without white space and comments.
    pub tokens: Vec<Token<'t>>,
    calls: Vec<Call>,
}

/// A call of a function, by its tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The place of the function's name among the tokens.
    pub name: usize,
    /// The places of each argument's tokens.
    pub arguments: Vec<Range<usize>>,
    /// The place of the closing bracket.
    pub end: usize,
}

/// A bracket that is open.
struct Open {
    bracket: char,
    /// The place of the function's name, where it is a call.
    name: Option<usize>,
    arguments: Vec<Range<usize>>,
    start: usize,
}

impl<'t> Formula<'t> {
    /// Reads a formula.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let said = |token: &Token<'_>| !matches!(token.kind, TokenKind::Space | TokenKind::Comment);
        let tokens: Vec<Token<'t>> = tokens(text).filter(said).collect();
        let calls = calls(&tokens);
        Self { tokens, calls }
    }

    /// Every call, in the order of their names.
    #[must_use]
    pub fn calls(&self) -> &[Call] {
        &self.calls
    }

    /// The name of a call's function.
    #[must_use]
    pub fn function(&self, call: &Call) -> &'t str {
        self.tokens.get(call.name).map_or("", |token| token.text)
    }

    /// The calls of one function. Names of functions are told apart by case.
    pub fn calls_of<'s>(&'s self, function: &'s str) -> impl Iterator<Item = &'s Call> {
        self.calls.iter().filter(move |call| self.function(call) == function)
    }

    /// The tokens of an argument, where the call has it.
    #[must_use]
    pub fn argument(&self, call: &Call, index: usize) -> &[Token<'t>] {
        let range = call.arguments.get(index).cloned().unwrap_or_default();
        self.tokens.get(range).unwrap_or_default()
    }

    /// The one name that an argument is; `None` where it is anything else.
    #[must_use]
    pub fn name_in(&self, call: &Call, index: usize) -> Option<Cow<'t, str>> {
        match self.argument(call, index) {
            [token] => token.name(),
            _ => None,
        }
    }

    /// Every name that stands for something by itself, with its place among the tokens: no property behind a point, no field of a record,
    /// no function.
    pub fn names(&self) -> impl Iterator<Item = (usize, Cow<'t, str>)> {
        self.tokens.iter().enumerate().filter_map(|(place, token)| {
            let name = token.name()?;
            let before = place.checked_sub(1).and_then(|before| self.tokens.get(before)).map(|token| token.text);
            let after = self.tokens.get(place + 1).map(|token| token.text);
            let is_property = before == Some(".") || (before == Some("!") && self.is_access(place - 1));
            let is_field = after == Some(":") && matches!(before, Some("{" | ","));
            let is_function = after == Some("(");
            (!is_property && !is_field && !is_function).then_some((place, name))
        })
    }

    /// Whether `!` stands for a property, as it did before `.` came: right behind what has it. Elsewhere it means "not".
    fn is_access(&self, sign: usize) -> bool {
        let before = sign.checked_sub(1).and_then(|before| self.tokens.get(before));
        let has_properties = |token: &Token<'_>| token.kind == TokenKind::Name || matches!(token.text, ")" | "]");
        before
            .zip(self.tokens.get(sign))
            .is_some_and(|(token, sign)| has_properties(token) && token.start + token.text.len() == sign.start)
    }
}

/// Every call, by one walk over the brackets.
fn calls(tokens: &[Token<'_>]) -> Vec<Call> {
    let mut open: Vec<Open> = Vec::new();
    let mut calls = Vec::new();
    for (place, token) in tokens.iter().enumerate() {
        match token.text {
            "(" | "[" | "{" if token.kind == TokenKind::Sign => {
                let before = place.checked_sub(1).filter(|_| token.text == "(");
                let name =
                    before.filter(|&before| tokens.get(before).is_some_and(|token| token.kind == TokenKind::Name));
                let bracket = token.text.chars().next().unwrap_or_default();
                open.push(Open { bracket, name, arguments: Vec::new(), start: place + 1 });
            }
            ")" | "]" | "}" if token.kind == TokenKind::Sign => {
                let opening = match token.text {
                    ")" => '(',
                    "]" => '[',
                    _ => '{',
                };
                // A bracket that closes another one leaves that one open.
                if open.last().is_none_or(|last| last.bracket != opening) {
                    continue;
                }
                let Some(Open { name: Some(name), mut arguments, start, .. }) = open.pop() else { continue };
                if place > start || !arguments.is_empty() {
                    arguments.push(start..place);
                }
                calls.push(Call { name, arguments, end: place });
            }
            "," if token.kind == TokenKind::Sign => {
                if let Some(last) = open.last_mut() {
                    last.arguments.push(last.start..place);
                    last.start = place + 1;
                }
            }
            _ => {}
        }
    }
    calls.sort_by_key(|call| call.name);
    calls
}
