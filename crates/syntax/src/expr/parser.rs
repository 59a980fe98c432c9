//! From a string's value to its tree.

use std::borrow::Cow;

use super::{Access, Call, Expr, ExprError, ExprKind, Key, Part, Template, function};
use crate::Span;

/// How deep expressions may lie inside each other, look-ups in a row included. The deepest one seen in exports has 11 levels; what is
/// far beyond is refused, so that no input can exhaust the stack.
pub const MAX_DEPTH: u32 = 256;

/// Reads a string of a flow's definition, escapes of JSON resolved, as the run time does.
///
/// - A string that begins with `@` is one expression to its end.
/// - A string that begins with `@@` is text, without the first `@`: also an `@{` further on stands for itself.
/// - In any other string `@{…}` is an expression inside text, and `@@{` stands for `@{` as text. Any other `@` is text.
/// - White space of every kind may stand between the parts of an expression, no-break spaces too.
/// - Names hold every character that has no other meaning: letters of all scripts, digits, `_`, `-`, `$`, `/`, `:` and so on.
///
/// This is how the designer reads them, whose source is public (`ExpressionScanner` and `ExpressionParser` in Azure/LogicAppsUX).
///
/// <https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-definition-language#expressions>
///
/// # Errors
/// Where an expression begins and is none, or does not end, or lies deeper than [`MAX_DEPTH`].
pub fn parse(text: &str) -> Result<Template<'_>, ExprError> {
    parse_within(text, MAX_DEPTH)
}

/// As [`parse`], with expressions at most `depth` deep inside each other, and never deeper than [`MAX_DEPTH`].
///
/// # Errors
/// As [`parse`].
pub fn parse_within(text: &str, depth: u32) -> Result<Template<'_>, ExprError> {
    if memchr::memchr(b'@', text.as_bytes()).is_none() {
        return Ok(Template::Text(Cow::Borrowed(text)));
    }
    if text.starts_with("@@") {
        return Ok(Template::Text(Cow::Borrowed(text.get(1..).unwrap_or_default())));
    }
    let mut parser = Parser { text, at: 0, most: depth.min(MAX_DEPTH) };
    if text.starts_with('@') && !text.starts_with("@{") {
        parser.at = 1;
        let expression = parser.expression(0)?.0;
        parser.space();
        return match parser.peek() {
            None => Ok(Template::Expression(expression)),
            Some(_) => Err(error("there is more text after the end of the expression", parser.character())),
        };
    }
    parser.template()
}

fn error(message: impl Into<String>, span: Span) -> ExprError {
    ExprError { message: message.into(), span, too_deep: false }
}

struct Parser<'s> {
    text: &'s str,
    /// The next byte; always a character boundary.
    at: usize,
    /// How deep expressions may lie inside each other.
    most: u32,
}

impl<'s> Parser<'s> {
    fn rest(&self) -> &'s str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        // Nearly all of it is ASCII, which is its own character.
        match self.text.as_bytes().get(self.at)? {
            byte if byte.is_ascii() => Some(char::from(*byte)),
            _ => self.rest().chars().next(),
        }
    }

    /// Takes a character if it comes next.
    fn take(&mut self, wanted: char) -> bool {
        let there = self.peek() == Some(wanted);
        if there {
            self.at += wanted.len_utf8();
        }
        there
    }

    /// Takes as long as the characters fit.
    fn take_while(&mut self, fits: impl Fn(char) -> bool) -> &'s str {
        let start = self.at;
        while let Some(next) = self.peek().filter(|next| fits(*next)) {
            self.at += next.len_utf8();
        }
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn space(&mut self) {
        // Mostly there is none.
        if !self.text.as_bytes().get(self.at).is_some_and(u8::is_ascii_graphic) {
            self.take_while(char::is_whitespace);
        }
    }

    /// Takes a name, which may be empty.
    fn name(&mut self) -> &'s str {
        let start = self.at;
        let rest = self.rest().as_bytes();
        self.at += rest.iter().position(|&byte| !is_ascii_of_name(byte)).unwrap_or(rest.len());
        // Letters of other scripts, and whatever follows them.
        self.take_while(is_name);
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// The place of the next character; empty at the end.
    fn character(&self) -> Span {
        Span::of_character(self.text, self.at)
    }

    fn since(&self, start: usize) -> Span {
        Span::new(start, self.at)
    }

    /// Text with expressions in it.
    fn template(&mut self) -> Result<Template<'s>, ExprError> {
        let mut parts: Vec<Part<'s>> = Vec::new();
        let mut plain: Cow<'s, str> = Cow::Borrowed("");
        let mut start = 0;
        loop {
            let rest = self.rest();
            let Some(before) = memchr::memchr(b'@', rest.as_bytes()) else {
                append(&mut plain, rest);
                self.at = self.text.len();
                break;
            };
            append(&mut plain, rest.get(..before).unwrap_or_default());
            self.at += before;
            let rest = self.rest();
            if rest.starts_with("@@{") {
                append(&mut plain, rest.get(1..3).unwrap_or_default());
                self.at += 3;
            } else if rest.starts_with("@{") {
                let open = self.at;
                if !plain.is_empty() {
                    parts.push(Part::Text(std::mem::take(&mut plain), Span::new(start, open)));
                }
                self.at += 2;
                let expression = self.expression(0)?.0;
                self.space();
                if !self.take('}') {
                    return Err(self.unfinished("the closing brace of @{ is missing", Span::new(open, open + 2)));
                }
                parts.push(Part::Expression(expression));
                start = self.at;
            } else {
                append(&mut plain, "@");
                self.at += 1;
            }
        }
        if parts.is_empty() {
            return Ok(Template::Text(plain));
        }
        if !plain.is_empty() {
            parts.push(Part::Text(plain, self.since(start)));
        }
        Ok(Template::Interpolated(parts))
    }

    /// An error at what comes instead, or where the text ends at what was opened.
    fn unfinished(&self, message: &str, opened: Span) -> ExprError {
        error(message, if self.peek().is_none() { opened } else { self.character() })
    }

    /// An expression, and how deep its tree is.
    fn expression(&mut self, depth: u32) -> Result<(Expr<'s>, u32), ExprError> {
        if depth >= self.most {
            let error = error("expressions lie too deep inside each other", self.character());
            return Err(ExprError { too_deep: true, ..error });
        }
        self.space();
        let start = self.at;
        let (kind, mut height) = self.primary(depth)?;
        let mut expression = Expr { span: self.since(start), kind };
        loop {
            let before = self.at;
            self.space();
            let null_safe = self.take('?');
            if null_safe {
                self.space();
            }
            let key = if self.take('.') {
                self.space();
                let name_start = self.at;
                let name = self.name();
                if name.is_empty() {
                    return Err(error("the name of a property is missing", self.character()));
                }
                Key::Name(name, self.since(name_start))
            } else if self.peek() == Some('[') {
                let open = self.character();
                self.at += 1;
                let (index, inner) = self.expression(depth + 1)?;
                height = height.max(inner);
                self.space();
                if !self.take(']') {
                    return Err(self.unfinished("a closing square bracket is missing", open));
                }
                Key::Index(index)
            } else if null_safe {
                return Err(match self.peek() {
                    Some('?') => error("the language has no ??: coalesce(a, b) does this", self.character()),
                    _ => error("a property in [ ] or after a dot is missing behind ?", self.character()),
                });
            } else {
                // The white space belongs to what follows.
                self.at = before;
                return Ok((expression, height + 1));
            };
            height += 1;
            if depth + height >= self.most {
                let error = error("look-ups lie too deep inside each other", self.character());
                return Err(ExprError { too_deep: true, ..error });
            }
            let access = Access { base: expression, key, null_safe };
            expression = Expr { span: self.since(start), kind: ExprKind::Access(Box::new(access)) };
        }
    }

    fn primary(&mut self, depth: u32) -> Result<(ExprKind<'s>, u32), ExprError> {
        match self.peek() {
            None => Err(error("an expression is missing", self.character())),
            Some('\'') => Ok((ExprKind::String(self.string()?), 0)),
            Some(next) if next.is_ascii_digit() || next == '-' || next == '+' => Ok((self.number()?, 0)),
            Some('"') => Err(error("strings in expressions stand in single quotes", self.character())),
            Some('@') => Err(error("inside an expression, another one needs no @", self.character())),
            Some('‘' | '’' | '“' | '”') => Err(error(
                "this is a typographic quote; strings in expressions stand in straight single quotes",
                self.character(),
            )),
            Some(next) if is_name(next) => self.word(depth),
            Some(_) => Err(error("an expression cannot begin like this", self.character())),
        }
    }

    fn string(&mut self) -> Result<Cow<'s, str>, ExprError> {
        let open = self.character();
        self.at += 1;
        let mut value: Cow<'s, str> = Cow::Borrowed("");
        loop {
            let rest = self.rest();
            let length = memchr::memchr(b'\'', rest.as_bytes()).unwrap_or(rest.len());
            append(&mut value, rest.get(..length).unwrap_or_default());
            self.at += length;
            if !self.take('\'') {
                return Err(error("the string that begins here has no closing quote", open));
            }
            if self.peek() != Some('\'') {
                // `''text''` comes from people who escape quotes for another language.
                if value.is_empty() && self.peek().is_some_and(is_name) {
                    let quotes = self.since(open.start as usize);
                    return Err(error("a string stands in one quote on each side, not in two", quotes));
                }
                return Ok(value);
            }
            self.at += 1;
            append(&mut value, "'");
        }
    }

    fn number(&mut self) -> Result<ExprKind<'s>, ExprError> {
        let start = self.at;
        if !self.take('-') {
            self.take('+');
        }
        let whole = self.take_while(|next| next.is_ascii_digit());
        let mut valid = !whole.is_empty();
        if self.take('.') {
            self.take_while(|next| next.is_ascii_digit());
        }
        if self.take('e') || self.take('E') {
            if !self.take('-') {
                self.take('+');
            }
            valid &= !self.take_while(|next| next.is_ascii_digit()).is_empty();
        }
        if !valid || self.peek().is_some_and(is_name) {
            self.name();
            return Err(error("this is not a number", self.since(start)));
        }
        Ok(ExprKind::Number(self.since(start).of(self.text)))
    }

    /// `true`, `false`, `null`, or a call.
    fn word(&mut self, depth: u32) -> Result<(ExprKind<'s>, u32), ExprError> {
        let start = self.at;
        let name = self.name();
        let name_span = self.since(start);
        self.space();
        if !self.take('(') {
            self.at = start + name.len();
            return match name {
                _ if name.eq_ignore_ascii_case("true") => Ok((ExprKind::Bool(true), 0)),
                _ if name.eq_ignore_ascii_case("false") => Ok((ExprKind::Bool(false), 0)),
                _ if name.eq_ignore_ascii_case("null") => Ok((ExprKind::Null, 0)),
                _ => {
                    let name = shortened(name);
                    Err(error(
                        format!("{name} is neither a string in single quotes nor a function with its brackets"),
                        name_span,
                    ))
                }
            };
        }
        let open = Span::new(self.at - 1, self.at);
        let mut arguments = Vec::new();
        let mut height = 0;
        self.space();
        if !self.take(')') {
            loop {
                let (argument, inner) = self.expression(depth + 1)?;
                height = height.max(inner);
                arguments.push(argument);
                self.space();
                if self.take(')') {
                    break;
                }
                if !self.take(',') {
                    let message = if self.peek().is_none() || self.peek() == Some('}') {
                        "a closing bracket is missing"
                    } else {
                        "a comma or a closing bracket is missing here"
                    };
                    return Err(self.unfinished(message, open));
                }
            }
        }
        Ok((ExprKind::Call(Call { name, name_span, function: function(name), arguments }), height))
    }
}

/// Whether the name of a function or property holds a byte of ASCII.
fn is_ascii_of_name(byte: u8) -> bool {
    const OF_NAME: [bool; 256] = {
        let (mut of_name, mut byte) = ([false; 256], 0);
        while byte < 128 {
            of_name[byte] = true;
            byte += 1;
        }
        let (others, mut at) = (b".,(){}[]?@' \t\n\x0b\x0c\r", 0);
        while at < others.len() {
            of_name[others[at] as usize] = false;
            at += 1;
        }
        of_name
    };
    // There is one for every byte.
    OF_NAME[usize::from(byte)]
}

/// The characters of the name of a function or property: all that mean nothing else.
fn is_name(next: char) -> bool {
    match u8::try_from(next) {
        Ok(byte) if byte.is_ascii() => is_ascii_of_name(byte),
        _ => !next.is_whitespace(),
    }
}

/// Adds to a text, which stays borrowed as long as it is one piece.
fn append<'s>(text: &mut Cow<'s, str>, piece: &'s str) {
    if text.is_empty() {
        *text = Cow::Borrowed(piece);
    } else if !piece.is_empty() {
        text.to_mut().push_str(piece);
    }
}

/// A name for a message: as it is, or its beginning where somebody forgot to close something.
fn shortened(name: &str) -> Cow<'_, str> {
    const LONGEST: usize = 40;
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}…", name.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(name),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_ascii_of_name, is_name};

    #[test]
    fn a_name_holds_what_means_nothing_else() {
        for next in (0..=0x3000).filter_map(char::from_u32) {
            let means_else = matches!(next, '.' | ',' | '(' | ')' | '{' | '}' | '[' | ']' | '?' | '@' | '\'');
            assert_eq!(is_name(next), !next.is_whitespace() && !means_else, "{next:?}");
        }
        for byte in 0..=u8::MAX {
            assert_eq!(is_ascii_of_name(byte), byte.is_ascii() && is_name(char::from(byte)), "{byte}");
        }
    }
}
