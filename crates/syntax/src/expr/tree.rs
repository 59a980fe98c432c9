//! The tree of an expression.

use std::borrow::Cow;

use super::Function;
use crate::Span;

/// A string of a flow's definition, as the run time reads it.
#[derive(Debug, Clone, PartialEq)]
pub enum Template<'s> {
    /// Text and nothing else; `@@` at the beginning stands for one `@`.
    Text(Cow<'s, str>),
    /// The whole string is one expression: `@triggerBody()`.
    Expression(Expr<'s>),
    /// Text with expressions in it: `Dear @{triggerBody()?['name']}`.
    Interpolated(Vec<Part<'s>>),
}

/// A part of an interpolated string.
#[derive(Debug, Clone, PartialEq)]
pub enum Part<'s> {
    /// Text between expressions; `@@` is resolved where the run time does.
    Text(Cow<'s, str>, Span),
    /// What stands in `@{…}`.
    Expression(Expr<'s>),
}

/// An expression and where it stands, in bytes of the string's value (escapes of JSON resolved).
#[derive(Debug, Clone, PartialEq)]
pub struct Expr<'s> {
    /// The whole expression.
    pub span: Span,
    /// What it is.
    pub kind: ExprKind<'s>,
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind<'s> {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number as written.
    Number(&'s str),
    /// `'text'`, with `''` resolved.
    String(Cow<'s, str>),
    /// `name(arguments)`
    Call(Call<'s>),
    /// `base.name`, `base?.name`, `base['name']`, `base?[index]`
    Access(Box<Access<'s>>),
}

/// A call of a function.
#[derive(Debug, Clone, PartialEq)]
pub struct Call<'s> {
    /// The function's name as written; compared without regard to case.
    pub name: &'s str,
    /// Where the name stands.
    pub name_span: Span,
    /// The function that is called; `None` where the language has none of this name.
    pub function: Option<&'static Function>,
    /// The arguments.
    pub arguments: Vec<Expr<'s>>,
}

/// A look-up in an object or array.
#[derive(Debug, Clone, PartialEq)]
pub struct Access<'s> {
    /// What is looked into.
    pub base: Expr<'s>,
    /// What for.
    pub key: Key<'s>,
    /// Whether `?` stands before it: what is absent becomes `null` instead of an error.
    pub null_safe: bool,
}

/// What is looked up.
#[derive(Debug, Clone, PartialEq)]
pub enum Key<'s> {
    /// `.name`
    Name(&'s str, Span),
    /// `[expression]`
    Index(Expr<'s>),
}

impl<'s> Template<'s> {
    /// The expressions of the string, in its order.
    pub fn expressions(&self) -> impl Iterator<Item = &Expr<'s>> {
        let (whole, parts) = match self {
            Self::Text(_) => (None, &[][..]),
            Self::Expression(expression) => (Some(expression), &[][..]),
            Self::Interpolated(parts) => (None, parts.as_slice()),
        };
        let inside = parts.iter().filter_map(|part| match part {
            Part::Expression(expression) => Some(expression),
            Part::Text(..) => None,
        });
        whole.into_iter().chain(inside)
    }
}

impl<'s> Expr<'s> {
    /// This expression and all inside it, each before what is inside it.
    pub fn walk(&self) -> impl Iterator<Item = &Expr<'s>> {
        let mut stack = vec![self];
        std::iter::from_fn(move || {
            let next = stack.pop()?;
            match &next.kind {
                ExprKind::Call(call) => stack.extend(call.arguments.iter().rev()),
                ExprKind::Access(access) => {
                    if let Key::Index(index) = &access.key {
                        stack.push(index);
                    }
                    stack.push(&access.base);
                }
                ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::String(_) => {}
            }
            Some(next)
        })
    }

    /// The string, if this is a literal one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            ExprKind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The call, if this is one of the function `name`, without regard to case.
    #[must_use]
    pub fn call_of(&self, name: &str) -> Option<&Call<'s>> {
        match &self.kind {
            ExprKind::Call(call) if call.name.eq_ignore_ascii_case(name) => Some(call),
            _ => None,
        }
    }
}
