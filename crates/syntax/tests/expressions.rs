//! What holds of every expression: one that was written out is read as it was, the text under a part gives that part, and
//! nothing panics.
#![allow(clippy::unwrap_used)]

use std::fmt::Write;

use powerlint_syntax::expr::{Template, parse};
use proptest::{collection::vec, prelude::*, sample::select};
use support::expressions::{Plain, PlainKey, check, check_any};

mod support {
    pub(crate) mod expressions;
}

impl Plain {
    /// Writes it with `space` wherever space may stand.
    fn write(&self, space: &str, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => out.push_str(if *value { "true" } else { "False" }),
            Self::Number(number) => out.push_str(number),
            Self::Text(text) => write!(out, "'{}'", text.replace('\'', "''")).unwrap(),
            Self::Call(name, arguments) => {
                write!(out, "{name}{space}({space}").unwrap();
                for (at, argument) in arguments.iter().enumerate() {
                    if at > 0 {
                        write!(out, "{space},{space}").unwrap();
                    }
                    argument.write(space, out);
                }
                write!(out, "{space})").unwrap();
            }
            Self::Look { base, key, null_safe } => {
                base.write(space, out);
                write!(out, "{space}{}", if *null_safe { "?" } else { "" }).unwrap();
                match key {
                    PlainKey::Name(name) => write!(out, ".{space}{name}").unwrap(),
                    PlainKey::Index(index) => {
                        write!(out, "[{space}").unwrap();
                        index.write(space, out);
                        write!(out, "{space}]").unwrap();
                    }
                }
            }
        }
    }
}

fn name() -> impl Strategy<Value = String> {
    "[a-zA-Z_$äß名][a-zA-Z0-9_$/:#ä-]{0,6}"
}

fn words() -> impl Strategy<Value = String> {
    "[ \\n@{}'\"a-c()ß😀,\\]]{0,8}"
}

fn expression() -> impl Strategy<Value = Plain> {
    let leaf = prop_oneof![
        Just(Plain::Null),
        any::<bool>().prop_map(Plain::Bool),
        "[+-]?[0-9]{1,3}(\\.[0-9]{0,3})?([eE][+-]?[0-9]{1,2})?".prop_map(Plain::Number),
        words().prop_map(Plain::Text),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        let call = (name(), vec(inner.clone(), 0..4)).prop_map(|(name, arguments)| Plain::Call(name, arguments));
        let key =
            prop_oneof![name().prop_map(PlainKey::Name), inner.prop_map(|index| PlainKey::Index(Box::new(index)))];
        (call, vec((key, any::<bool>()), 0..4)).prop_map(|(call, looks)| {
            looks.into_iter().fold(call, |base, (key, null_safe)| Plain::Look { base: Box::new(base), key, null_safe })
        })
    })
}

fn space() -> impl Strategy<Value = &'static str> {
    select(vec!["", " ", "\n\t", "\u{a0}", "\u{2003}\r\n"])
}

/// Text that cannot be mistaken: no `@` at its end or before a brace.
fn between() -> impl Strategy<Value = String> {
    "([a-c '}ß😀]{0,4}@[a-c '}]){0,2}[a-c '{}]{0,4}"
}

proptest! {
    #[test]
    fn what_was_written_is_read(wanted in expression(), space in space()) {
        let mut text = format!("@{space}");
        wanted.write(space, &mut text);
        text += space;
        let template = parse(&text).unwrap();
        check(&text, &template);
        let Template::Expression(read) = &template else { panic!("{text:?}") };
        prop_assert_eq!(Plain::from(read), wanted);
    }

    #[test]
    fn expressions_are_found_inside_text(
        parts in vec((between(), expression()), 1..4), last in between(), space in space(),
    ) {
        // What begins with an `@` would be an expression as a whole.
        let mut text = "> ".to_owned();
        for (before, expression) in &parts {
            write!(text, "{before}@{{{space}").unwrap();
            expression.write(space, &mut text);
            write!(text, "{space}}}").unwrap();
        }
        text += &last;
        let template = parse(&text).unwrap();
        check(&text, &template);
        let read: Vec<_> = template.expressions().map(Plain::from).collect();
        let wanted: Vec<_> = parts.into_iter().map(|(_, expression)| expression).collect();
        prop_assert_eq!(read, wanted);
    }

    #[test]
    fn a_damaged_expression_panics_nowhere(
        wanted in expression(), inside in any::<bool>(), cuts in vec((any::<prop::sample::Index>(), "[@{}()\\[\\]',.? a1😀]{0,2}"), 1..4),
    ) {
        let mut text = if inside { "x @{".to_owned() } else { "@".to_owned() };
        wanted.write(" ", &mut text);
        text += if inside { "} y" } else { "" };
        for (place, piece) in cuts {
            let mut characters: Vec<char> = text.chars().collect();
            if characters.is_empty() {
                break;
            }
            let place = place.index(characters.len());
            characters.splice(place..=place, piece.chars());
            text = characters.into_iter().collect();
        }
        check_any(&text);
    }

    #[test]
    fn any_text_panics_nowhere(text in any::<String>(), rest in "[@{}()\\[\\]',.?+\\-e0-9a-c\u{a0} \n😀]{0,40}") {
        check_any(&text);
        check_any(&format!("@{text}"));
        check_any(&rest);
        check_any(&format!("@{rest}"));
        check_any(&format!("@{{{rest}"));
    }
}
