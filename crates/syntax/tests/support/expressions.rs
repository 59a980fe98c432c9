//! What holds of every expression; the property tests and the fuzz target `expr` ask the same.

use powerlint_syntax::{
    Span,
    expr::{Expr, ExprError, ExprKind, Key, Part, Template, parse},
};

/// An expression without its places.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Plain {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    Call(String, Vec<Plain>),
    Look { base: Box<Plain>, key: PlainKey, null_safe: bool },
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum PlainKey {
    Name(String),
    Index(Box<Plain>),
}

impl From<&Expr<'_>> for Plain {
    fn from(expression: &Expr<'_>) -> Self {
        match &expression.kind {
            ExprKind::Null => Self::Null,
            ExprKind::Bool(value) => Self::Bool(*value),
            ExprKind::Number(number) => Self::Number((*number).to_owned()),
            ExprKind::String(text) => Self::Text(text.clone().into_owned()),
            ExprKind::Call(call) => Self::Call(call.name.to_owned(), call.arguments.iter().map(Self::from).collect()),
            ExprKind::Access(access) => Self::Look {
                base: Box::new(Self::from(&access.base)),
                key: match &access.key {
                    Key::Name(name, _) => PlainKey::Name((*name).to_owned()),
                    Key::Index(index) => PlainKey::Index(Box::new(Self::from(index))),
                },
                null_safe: access.null_safe,
            },
        }
    }
}

/// Every place fits the text and lies in the one around it, and what stands there gives the same expression again.
pub(crate) fn check(text: &str, template: &Template<'_>) {
    for root in template.expressions() {
        for inner in root.walk() {
            assert!(text.get(inner.span.range()).is_some(), "{:?} does not fit {text:?}", inner.span);
            assert!(root.span.contains(inner.span), "{:?} is outside of {:?}", inner.span, root.span);
            match &inner.kind {
                ExprKind::Call(call) => assert_eq!(call.name_span.of(text), call.name),
                ExprKind::Access(access) => {
                    assert!(inner.span.contains(access.base.span));
                    if let Key::Name(name, span) = &access.key {
                        assert_eq!(span.of(text), *name);
                    }
                }
                ExprKind::Number(number) => assert_eq!(inner.span.of(text), *number),
                ExprKind::Null | ExprKind::Bool(_) | ExprKind::String(_) => {}
            }
            let alone = format!("@{}", inner.span.of(text));
            let Ok(Template::Expression(again)) = parse(&alone) else { panic!("{alone:?} of {text:?}") };
            assert_eq!(Plain::from(&again), Plain::from(inner), "{alone:?} of {text:?}");
            assert_eq!(again.span, Span::new(1, alone.len()));
        }
    }
    if let Template::Interpolated(parts) = template {
        let spans: Vec<_> = parts
            .iter()
            .map(|part| match part {
                Part::Text(_, span) => *span,
                Part::Expression(expression) => expression.span,
            })
            .collect();
        assert!(spans.iter().all(|span| text.get(span.range()).is_some()), "{spans:?} in {text:?}");
        assert!(spans.is_sorted_by(|one, next| one.end <= next.start), "{spans:?} in {text:?}");
    }
}

/// [`check`], or that an error stands inside the text and says something.
pub(crate) fn check_any(text: &str) {
    match parse(text) {
        Ok(template) => check(text, &template),
        Err(ExprError { message, span, .. }) => {
            assert!(!message.is_empty());
            assert!(text.get(span.range()).is_some(), "{span:?} does not fit {text:?}");
        }
    }
}
