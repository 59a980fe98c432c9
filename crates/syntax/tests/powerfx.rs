//! Formulas of canvas apps: tokens, names and calls.
#![allow(clippy::unwrap_used)]

use powerlint_syntax::powerfx::{Formula, TokenKind, tokens};
use proptest::prelude::*;

fn kinds(text: &str) -> Vec<(TokenKind, &str)> {
    tokens(text).filter(|token| token.kind != TokenKind::Space).map(|token| (token.kind, token.text)).collect()
}

#[test]
fn tokens_are_what_a_person_reads() {
    use TokenKind::{Comment, Name, Number, Sign, Text};
    for (text, expected) in [
        (
            "Set(varX, 'My ''list'''.Name & \"a \"\"b\"\"\") // note",
            vec![
                (Name, "Set"),
                (Sign, "("),
                (Name, "varX"),
                (Sign, ","),
                (Name, "'My ''list'''"),
                (Sign, "."),
                (Name, "Name"),
                (Sign, "&"),
                (Text, "\"a \"\"b\"\"\""),
                (Sign, ")"),
                (Comment, "// note"),
            ],
        ),
        ("1.5e-3+.5>=x", vec![(Number, "1.5e-3"), (Sign, "+"), (Number, ".5"), (Sign, ">="), (Name, "x")]),
        ("/* a\n*/1", vec![(Comment, "/* a\n*/"), (Number, "1")]),
        (
            "$\"a {First({b: 1}).b} {{c}} \"&d",
            vec![
                (Text, "$\"a "),
                (Sign, "{"),
                (Name, "First"),
                (Sign, "("),
                (Sign, "{"),
                (Name, "b"),
                (Sign, ":"),
                (Number, "1"),
                (Sign, "}"),
                (Sign, ")"),
                (Sign, "."),
                (Name, "b"),
                (Sign, "}"),
                (Text, " {{c}} \""),
                (Sign, "&"),
                (Name, "d"),
            ],
        ),
        ("\"open", vec![(Text, "\"open")]),
    ] {
        assert_eq!(kinds(text), expected, "{text}");
    }
}

#[test]
fn names_are_those_that_stand_for_something() {
    let formula = Formula::new(
        "Set(varOrder, LookUp('Order lines', ID = ThisItem.Order, {Total: varTotal, Old: Max}));Patch(Orders,[@Best],{ Name :txt.Text});If(!varA && !varB, x!varC & First(t)!varD)",
    );
    let names: Vec<_> = formula.names().map(|(_, name)| name.into_owned()).collect();
    assert_eq!(
        names,
        [
            "varOrder",
            "Order lines",
            "ID",
            "ThisItem",
            "varTotal",
            "Max",
            "Orders",
            "Best",
            "txt",
            "varA",
            "varB",
            "x",
            "t"
        ]
    );
}

#[test]
fn calls_know_their_arguments() {
    let formula = Formula::new("If(IsBlank(a), Notify(\"x, y\"), Set(b, [1, 2]); Back())");
    let calls: Vec<_> = formula.calls().iter().map(|call| (formula.function(call), call.arguments.len())).collect();
    assert_eq!(calls, [("If", 3), ("IsBlank", 1), ("Notify", 1), ("Set", 2), ("Back", 0)]);
    let set = formula.calls_of("Set").next().unwrap();
    assert_eq!(formula.name_in(set, 0).as_deref(), Some("b"));
    assert_eq!(formula.name_in(set, 1), None);
    assert!(Formula::new("Set(a, (b]").calls().is_empty());
}

#[test]
fn depth_and_open_quotes_cost_no_time() {
    for text in [
        "f(".repeat(200_000),
        "$\"{".repeat(100_000),
        "'".repeat(300_001),
        "\"\"\" ".repeat(100_000),
        "/*".repeat(100_000),
    ] {
        let formula = Formula::new(&text);
        assert!(formula.calls().is_empty());
    }
}

fn any_formula() -> impl Strategy<Value = String> {
    let words = "Set(|)|,|;|'a b'|'|\"|\"\"|$\"|{|}|[|]|x|.|!|:|1.5|1e|//|/*|*/|\n| |ß|=|<>|{{";
    prop::collection::vec(prop::sample::select(words.split('|').collect::<Vec<_>>()), 0..40)
        .prop_map(|words| words.concat())
}

proptest! {
    #[test]
    fn tokens_are_the_whole_text(text in any::<String>(), words in any_formula()) {
        for text in [text, words] {
            let all: Vec<_> = tokens(&text).collect();
            prop_assert_eq!(all.iter().map(|token| token.text).collect::<String>(), text.clone());
            prop_assert!(all.iter().all(|token| text.get(token.start..).is_some_and(|rest| rest.starts_with(token.text))));
            let formula = Formula::new(&text);
            for call in formula.calls() {
                prop_assert!(call.arguments.iter().all(|range| range.start <= range.end && range.end <= call.end));
                prop_assert!(call.end < formula.tokens.len());
            }
            let _ = formula.names().count();
        }
    }
}
