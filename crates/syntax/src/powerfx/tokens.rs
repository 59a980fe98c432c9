//! From text to tokens.

use std::borrow::Cow;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A name, plain or in quotes: `Orders`, `'Order lines'`.
    Name,
    /// A text or a piece of one: `"text"`, and of `$"a {b} c"` what stands outside of the brackets.
    Text,
    /// A number.
    Number,
    /// A bracket, separator or operator.
    Sign,
    /// White space.
    Space,
    /// A comment: `// …`, `/* … */`.
    Comment,
}

/// A token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'t> {
    /// What it is.
    pub kind: TokenKind,
    /// As it is written.
    pub text: &'t str,
    /// Where it begins, in bytes.
    pub start: usize,
}

impl<'t> Token<'t> {
    /// The name that it is, without quotes.
    #[must_use]
    pub fn name(&self) -> Option<Cow<'t, str>> {
        if self.kind != TokenKind::Name {
            return None;
        }
        let Some(inner) = self.text.strip_prefix('\'') else { return Some(Cow::Borrowed(self.text)) };
        let inner = inner.strip_suffix('\'').unwrap_or(inner);
        Some(if inner.contains("''") { Cow::Owned(inner.replace("''", "'")) } else { Cow::Borrowed(inner) })
    }

    /// The text that it is, without quotes: of an interpolated text, the piece.
    #[must_use]
    pub fn text_value(&self) -> Option<Cow<'t, str>> {
        if self.kind != TokenKind::Text {
            return None;
        }
        let inner = self.text.trim_start_matches('$');
        let inner = inner.strip_prefix('"').unwrap_or(inner);
        let inner = inner.strip_suffix('"').unwrap_or(inner);
        Some(if inner.contains("\"\"") { Cow::Owned(inner.replace("\"\"", "\"")) } else { Cow::Borrowed(inner) })
    }
}

/// The tokens of a formula, all of them: put together they are the text.
pub fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    Tokens { text, at: 0, brackets: Vec::new(), in_text: false }
}

struct Tokens<'t> {
    text: &'t str,
    at: usize,
    /// How many curly brackets are open in each `{…}` of an interpolated text, the innermost last.
    brackets: Vec<usize>,
    /// Whether the next token is a piece of an interpolated text.
    in_text: bool,
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let (kind, length) = if self.in_text { self.piece(rest, 0) } else { self.token(rest) };
        // Never nothing, so that the walk ends; and never a part of a character.
        let length = length.clamp(1, rest.len());
        let length = (length..=rest.len()).find(|&end| rest.is_char_boundary(end)).unwrap_or(rest.len());
        let token = Token { kind, text: rest.get(..length).unwrap_or(rest), start: self.at };
        self.at += length;
        Some(token)
    }
}

impl Tokens<'_> {
    fn token(&mut self, rest: &str) -> (TokenKind, usize) {
        let mut characters = rest.chars();
        let Some(first) = characters.next() else { return (TokenKind::Sign, 1) };
        let second = characters.next();
        match (first, second) {
            ('/', Some('/')) => (TokenKind::Comment, rest.find(['\n', '\r']).unwrap_or(rest.len())),
            ('/', Some('*')) => {
                let end = rest.get(2..).and_then(|inner| inner.find("*/")).map_or(rest.len(), |end| end + 4);
                (TokenKind::Comment, end)
            }
            ('"', _) => (TokenKind::Text, quoted(rest, '"')),
            ('\'', _) => (TokenKind::Name, quoted(rest, '\'')),
            ('$', Some('"')) => self.piece(rest, 2),
            ('{', _) => {
                if let Some(open) = self.brackets.last_mut() {
                    *open += 1;
                }
                (TokenKind::Sign, 1)
            }
            ('}', _) => {
                match self.brackets.last_mut() {
                    Some(0) => {
                        self.brackets.pop();
                        self.in_text = true;
                    }
                    Some(open) => *open -= 1,
                    None => {}
                }
                (TokenKind::Sign, 1)
            }
            (digit, _) if digit.is_ascii_digit() => (TokenKind::Number, number(rest)),
            ('.', Some(digit)) if digit.is_ascii_digit() => (TokenKind::Number, number(rest)),
            (space, _) if space.is_whitespace() => {
                (TokenKind::Space, rest.find(|character: char| !character.is_whitespace()).unwrap_or(rest.len()))
            }
            (letter, _) if is_in_name(letter) => {
                (TokenKind::Name, rest.find(|character| !is_in_name(character)).unwrap_or(rest.len()))
            }
            ('<', Some('=' | '>')) | ('>', Some('=')) | ('&', Some('&')) | ('|', Some('|')) => (TokenKind::Sign, 2),
            _ => (TokenKind::Sign, first.len_utf8()),
        }
    }

    /// A piece of an interpolated text, to its end or the next bracket.
    fn piece(&mut self, rest: &str, from: usize) -> (TokenKind, usize) {
        self.in_text = false;
        let bytes = rest.as_bytes();
        let mut at = from;
        while let Some(&byte) = bytes.get(at) {
            let doubled = bytes.get(at + 1) == Some(&byte);
            match byte {
                b'"' | b'{' | b'}' if doubled => at += 2,
                b'"' => return (TokenKind::Text, at + 1),
                b'{' if at == 0 => {
                    self.brackets.push(0);
                    return (TokenKind::Sign, 1);
                }
                b'{' => {
                    self.in_text = true;
                    return (TokenKind::Text, at);
                }
                _ => at += 1,
            }
        }
        (TokenKind::Text, rest.len())
    }
}

fn is_in_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// How long a number is: digits, a fraction, an exponent.
fn number(rest: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(rest);
    let mut length = whole;
    if let Some(fraction) = rest.get(length..).and_then(|rest| rest.strip_prefix('.')) {
        let behind = digits(fraction);
        // `1.` before a name is a property of nothing; the point is a sign then.
        length += if behind > 0 { 1 + behind } else { 0 };
    }
    if let Some(exponent) = rest.get(length..).and_then(|rest| rest.strip_prefix(['e', 'E'])) {
        let sign = usize::from(exponent.starts_with(['+', '-']));
        let behind = digits(exponent.get(sign..).unwrap_or_default());
        length += if behind > 0 { 1 + sign + behind } else { 0 };
    }
    length
}

/// How long a quoted text is, with its quotes; to the end where it is not closed.
fn quoted(rest: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(found) = rest.get(at..).and_then(|rest| rest.find(quote)) {
        at += found + 1;
        if !rest.get(at..).is_some_and(|rest| rest.starts_with(quote)) {
            return at;
        }
        at += 1;
    }
    rest.len()
}
