#![allow(clippy::unwrap_used)]

use std::borrow::Cow;

use super::{ExprKind, Key, MAX_DEPTH, Part, Template, parse};
use crate::Span;

fn text(value: &str) -> Template<'_> {
    Template::Text(Cow::Borrowed(value))
}

/// The calls of an expression, from the outside in.
fn calls(of: &str) -> Vec<String> {
    let template = parse(of).unwrap();
    let names = template.expressions().flat_map(super::Expr::walk).filter_map(|inner| match &inner.kind {
        ExprKind::Call(call) => Some(call.name.to_owned()),
        _ => None,
    });
    names.collect()
}

#[test]
fn text_stays_text() {
    for plain in ["", "Dear colleague", "someone@contoso.com", "a @ b", "{x}", "50 % @", "ü@ü", "it's"] {
        assert_eq!(parse(plain), Ok(text(plain)));
    }
    // Without an `@`, and behind `@@`, nothing is copied.
    for borrowed in ["plain", "@@parameters('x')"] {
        assert!(matches!(parse(borrowed), Ok(Template::Text(Cow::Borrowed(_)))), "{borrowed}");
    }
}

#[test]
fn two_at_signs_stand_for_one() {
    assert_eq!(parse("@@"), Ok(text("@")));
    assert_eq!(parse("@@mention"), Ok(text("@mention")));
    assert_eq!(parse("@@{variables('x')}"), Ok(text("@{variables('x')}")));
    assert_eq!(parse("Answer: @@{parameters('x')}"), Ok(text("Answer: @{parameters('x')}")));
    assert_eq!(parse("x@@@{y}"), Ok(text("x@@{y}")));
    // Elsewhere only what stands before a brace is special.
    assert_eq!(parse("a @@ b"), Ok(text("a @@ b")));
    // What begins as text is text to its end.
    assert_eq!(parse("@@a @{variables('x')}"), Ok(text("@a @{variables('x')}")));
}

#[test]
fn a_string_that_begins_with_an_at_sign_is_one_expression() {
    for (whole, kind) in [
        ("@true", ExprKind::Bool(true)),
        ("@False", ExprKind::Bool(false)),
        ("@ null\r\n", ExprKind::Null),
        ("@-1.5E+3", ExprKind::Number("-1.5E+3")),
        ("@+7", ExprKind::Number("+7")),
        ("@'it''s\n@{here}'", ExprKind::String(Cow::Borrowed("it's\n@{here}"))),
    ] {
        let Ok(Template::Expression(expression)) = parse(whole) else { panic!("{whole}") };
        assert_eq!(expression.kind, kind, "{whole}");
    }
    assert_eq!(calls("@concat ( 'a' ,\u{a0}toLower(\tbody('x')?['y'] ) )"), ["concat", "toLower", "body"]);
    assert_eq!(calls("@utcNow()"), ["utcNow"]);
}

#[test]
fn look_ups_are_read_in_their_order() {
    let template = parse("@body('List')?.value[0]?['a b'].größe/_x-y[variables('n')].tail").unwrap();
    let Template::Expression(expression) = &template else { panic!() };
    let mut steps = Vec::new();
    let mut inner = expression;
    while let ExprKind::Access(access) = &inner.kind {
        let key = match &access.key {
            Key::Name(name, span) => format!(".{name} {}", span.start),
            Key::Index(index) => format!("[{}]", index.span.start),
        };
        steps.push(format!("{}{key}", if access.null_safe { "?" } else { "" }));
        inner = &access.base;
    }
    assert_eq!(steps, [".tail 61", "[45]", ".größe/_x-y 32", "?[25]", "[21]", "?.value 15"]);
    assert_eq!(expression.path().1, ["value"]);
}

#[test]
fn braces_hold_expressions_inside_text() {
    let whole = "Ä @{concat('}', '@{x}')}\u{a0}: @@{no} a@b @{ 1 }";
    let Ok(Template::Interpolated(parts)) = parse(whole) else { panic!() };
    let shown: Vec<_> = parts
        .iter()
        .map(|part| match part {
            Part::Text(text, span) => (text.as_ref(), span.of(whole)),
            Part::Expression(expression) => ("", expression.span.of(whole)),
        })
        .collect();
    assert_eq!(
        shown,
        [("Ä ", "Ä "), ("", "concat('}', '@{x}')"), ("\u{a0}: @{no} a@b ", "\u{a0}: @@{no} a@b "), ("", "1"),]
    );
    // One expression in braces is still text in the end.
    assert!(matches!(parse("@{body('x')}"), Ok(Template::Interpolated(parts)) if parts.len() == 1));
}

#[test]
fn errors_say_what_is_wrong_and_where() {
    for (wrong, message, place) in [
        ("@", "an expression is missing", 1..1),
        ("@concat('a', 'b'", "a closing bracket is missing", 7..8),
        ("x @{concat('a'} y", "a closing bracket is missing", 14..15),
        ("@concat('a' 'b')", "a comma or a closing bracket is missing here", 12..13),
        ("@concat('a',)", "an expression cannot begin like this", 12..13),
        ("@concat('ä, ''b)", "the string that begins here has no closing quote", 8..9),
        ("@body('x'))", "there is more text after the end of the expression", 10..11),
        ("@body('x')?", "a property in [ ] or after a dot is missing behind ?", 11..11),
        ("@body('x')?['a'] ?? 'b'", "the language has no ??: coalesce(a, b) does this", 18..19),
        ("@body('x')?[''a'']", "a string stands in one quote on each side, not in two", 12..14),
        ("@body('x').", "the name of a property is missing", 11..11),
        ("@body('x').@type", "the name of a property is missing", 11..12),
        ("@body('x')['a'", "a closing square bracket is missing", 10..11),
        ("Dear @{item()", "the closing brace of @{ is missing", 5..7),
        ("Dear @{item() or so}", "the closing brace of @{ is missing", 14..15),
        ("@{}", "an expression cannot begin like this", 2..3),
        ("@add(1, 1x)", "this is not a number", 8..10),
        ("@add(1, -)", "this is not a number", 8..9),
        ("@1e+-2", "this is not a number", 1..6),
        ("@concat(\"a\")", "strings in expressions stand in single quotes", 8..9),
        ("@concat(@body('x'))", "inside an expression, another one needs no @", 8..9),
        ("@concat(‘a’)", "this is a typographic quote; strings in expressions stand in straight single quotes", 8..11),
        ("@Kontoso", "Kontoso is neither a string in single quotes nor a function with its brackets", 1..8),
    ] {
        let error = parse(wrong).unwrap_err();
        assert_eq!((error.message.as_str(), error.span), (message, Span::new(place.start, place.end)), "{wrong}");
    }
}

#[test]
fn a_long_name_is_cut_in_the_message() {
    let error = parse(&format!("@{}", "ä".repeat(10_000))).unwrap_err();
    assert!(error.message.len() < 200, "{}", error.message);
}

#[test]
fn what_is_too_deep_is_refused() {
    let nested = |depth: usize| format!("@{}1{}", "not(".repeat(depth), ")".repeat(depth));
    let most = MAX_DEPTH as usize - 1;
    assert_eq!(calls(&nested(most)).len(), most);
    for (open, close) in [("not(", ")"), ("item()[", "]")] {
        let deep = format!("@{}1{}", open.repeat(100_000), close.repeat(100_000));
        assert_eq!(parse(&deep).unwrap_err().message, "expressions lie too deep inside each other");
        let endless = format!("text @{{{}", open.repeat(100_000));
        assert_eq!(parse(&endless).unwrap_err().message, "expressions lie too deep inside each other");
    }
    let row = format!("@item(){}", "?.next".repeat(100_000));
    assert_eq!(parse(&row).unwrap_err().message, "look-ups lie too deep inside each other");
    // A long list is no deep tree.
    let long = format!("@concat({}1)", "1,".repeat(100_000));
    assert_eq!(parse(&long).unwrap().expressions().count(), 1);
}
