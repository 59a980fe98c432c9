#![allow(clippy::unwrap_used)]

use std::borrow::Cow;

use proptest::prelude::*;
use serde_json::Value as Oracle;

use super::*;
use crate::Kind;

/// JSON as `serde_json` writes it, on one line or indented.
pub(super) fn json_text() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just(Oracle::Null),
        any::<bool>().prop_map(Oracle::from),
        any::<i64>().prop_map(Oracle::from),
        any::<f64>().prop_map(Oracle::from),
        ".{0,12}".prop_map(Oracle::from),
        "[a-z ]{90,120}".prop_map(Oracle::from),
    ];
    let value = leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Oracle::from),
            prop::collection::vec((".{0,6}", inner), 0..6)
                .prop_map(|members| Oracle::Object(members.into_iter().collect())),
        ]
    });
    (value, any::<bool>()).prop_map(|(value, indented)| if indented { format!("{value:#}") } else { value.to_string() })
}

fn agrees(value: &Value<'_>, oracle: &Oracle) -> bool {
    match (&value.kind, oracle) {
        (Kind::Null, Oracle::Null) => true,
        (Kind::Bool(value), Oracle::Bool(oracle)) => value == oracle,
        (Kind::Number(value), Oracle::Number(_)) => serde_json::from_str::<Oracle>(value).unwrap() == *oracle,
        (Kind::String(value), Oracle::String(oracle)) => value == oracle,
        (Kind::Array(items), Oracle::Array(oracles)) => {
            items.len() == oracles.len() && items.iter().zip(oracles).all(|(item, oracle)| agrees(item, oracle))
        }
        (Kind::Object(members), Oracle::Object(oracles)) => {
            // Look-ups take the last of equal keys, and so does the oracle.
            members.iter().all(|member| oracles.contains_key(member.key.as_ref()))
                && oracles.iter().all(|(key, oracle)| value.get(key).is_some_and(|value| agrees(value, oracle)))
        }
        _ => false,
    }
}

/// Both accept the text and see the same, or both refuse it.
fn judged_alike(text: &str) -> bool {
    match (parse(text), serde_json::from_str::<Oracle>(text)) {
        (Ok(document), Ok(oracle)) => agrees(&document.root, &oracle),
        (Err(error), Err(_)) => error.span.start <= error.span.end && text.get(error.span.range()).is_some(),
        _ => false,
    }
}

/// The same value wherever it stands.
fn same(left: &Value<'_>, right: &Value<'_>) -> bool {
    match (&left.kind, &right.kind) {
        (Kind::Array(left), Kind::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Kind::Object(left), Kind::Object(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| left.key == right.key && same(&left.value, &right.value))
        }
        (left, right) => left == right,
    }
}

fn every_span_holds_its_value(text: &str, value: &Value<'_>) -> bool {
    let alone = text.get(value.span.range()).and_then(|text| parse(text).ok());
    alone.is_some_and(|alone| same(&alone.root, value))
        && value.items().iter().all(|item| every_span_holds_its_value(text, item))
        && value.members().iter().all(|member| {
            let key = text.get(member.key_span.range()).and_then(|text| parse(text).ok());
            key.is_some_and(|key| key.root.as_str() == Some(&member.key))
                && every_span_holds_its_value(text, &member.value)
        })
}

fn every_pointer_leads_back(root: &Value<'_>, value: &Value<'_>, pointer: &str) -> bool {
    root.pointer_to(value.span) == pointer
        && root.pointer(pointer) == Some(value)
        && value
            .items()
            .iter()
            .enumerate()
            .all(|(at, item)| every_pointer_leads_back(root, item, &format!("{pointer}/{at}")))
        && value.members().iter().all(|member| {
            let pointer = format!("{pointer}/{}", member.key.replace('~', "~0").replace('/', "~1"));
            root.pointer_to(member.key_span) == pointer
                && root.pointer_to(member.span()) == pointer
                && every_pointer_leads_back(root, &member.value, &pointer)
        })
}

/// What `parse` says of a text that is not JSON, and about which part of it.
fn complaint(text: &str) -> (String, &str) {
    let error = parse(text).unwrap_err();
    (error.message, text.get(error.span.range()).unwrap())
}

#[test]
fn what_is_not_json_is_refused_in_words() {
    let cases = [
        ("", "the text is empty; a JSON value was expected", ""),
        (" \n", "the text is empty; a JSON value was expected", ""),
        ("{} x", "there is more text after the end of the JSON value", "x"),
        ("[1, 2", "this `[` is not closed", "["),
        (r#"{"a": [{}]"#, "this `{` is not closed", "{"),
        (r#"{"a": 1,}"#, "a comma must not stand before `}`", "}"),
        ("[1,]", "a comma must not stand before `]`", "]"),
        ("[,1]", "expected a value or `]`, found `,`", ","),
        (r#"{"a" 1}"#, "expected `:` after the key, found a number", "1"),
        (r#"{"a": }"#, "expected a value, found `}`", "}"),
        ("{a: 1}", "expected a key in double quotes or `}`, found `a`", "a"),
        (r#"{"a": 1 "b": 2}"#, "expected `,` or `}`, found a string", "\"b\""),
        ("[1 2]", "expected `,` or `]`, found a number", "2"),
        ("[1}", "expected `,` or `]`, found `}`", "}"),
        (r#"{"a":1]"#, "expected `,` or `}`, found `]`", "]"),
        ("// no\n1", "JSON has no comments", "// no"),
        ("[1 /* no", "JSON has no comments", "/"),
        ("1e999", "a number is too large", "1e999"),
        ("\"a\tb\"", "control character U+0009 in a string; it must be escaped", "\t"),
        ("{\"a\": \"b\n}", "a string is not closed", "\""),
        ("{\"a\": \"b,\n\"c\": 1}", "a line ends inside a string; is a closing `\"` missing?", "\n"),
        ("[1,\u{A0}2]", "unexpected character U+00A0, which is not white space in JSON", "\u{A0}"),
        ("1\u{2028}", "unexpected character U+2028, which is not white space in JSON", "\u{2028}"),
        ("\u{FEFF}1", "unexpected character `\\u{feff}`", "\u{FEFF}"),
    ];
    for (text, message, place) in cases {
        assert_eq!(complaint(text), (message.to_owned(), place), "{text:?}");
        assert!(serde_json::from_str::<Oracle>(text).is_err(), "{text:?}");
    }
}

#[test]
fn no_leniency_of_the_scanner_is_left() {
    let lenient = [
        "'a'",
        "0x1F",
        "+1",
        ".5",
        "5.",
        "-.5",
        "01",
        "-",
        "1e",
        "1e+",
        "Infinity",
        "-Infinity",
        "NaN",
        "-NaN",
        "True",
        "truex",
        "nul",
        r#""\x41""#,
        r#""\v""#,
        r#""\'""#,
        r#""\u12""#,
        r#""\ud800""#,
        r#""\udc00""#,
        r#""\ud800\u0041""#,
        "\"\\\n\"",
        "\u{B}1",
        "\u{C}1",
        "\u{85}1",
        "\u{3000}1",
        "\"\u{1}\"",
        "\"\\n\u{1}\"",
        "[1/**/]",
        "{\"a\":1,\"b\"}",
        "{1:2}",
        "{null:2}",
        "]",
        "}",
        ":",
        ",",
        "1 1",
        "\"a\" \"b\"",
        "{}[]",
        "\u{0}",
        "1e400",
        "-1e309",
    ];
    for text in lenient {
        assert!(parse(text).is_err(), "{text:?} was accepted");
        assert!(serde_json::from_str::<Oracle>(text).is_err(), "{text:?} is JSON after all");
    }
}

#[test]
fn strings_without_escapes_are_borrowed() {
    let root = parse(r#"["plain é", "\u00e9\ud83d\ude00\/"]"#).unwrap().root;
    assert!(matches!(&root.items()[0].kind, Kind::String(Cow::Borrowed("plain é"))));
    assert_eq!(root.items()[1].as_str(), Some("é😀/"));
}

#[test]
fn depth_is_limited_without_recursion() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(parse(&nested(MAX_DEPTH)).is_ok());
    let error = parse(&nested(MAX_DEPTH + 1)).unwrap_err();
    assert_eq!(error.message, "values lie more than 512 levels deep inside each other");
    assert_eq!(error.span, Span::new(MAX_DEPTH, MAX_DEPTH + 1));
    assert_eq!(parse(&"[".repeat(1_000_000)).unwrap_err().span, error.span);
    assert!(parse(&"{\"a\":".repeat(1_000_000)).is_err());
    assert!(parse(&"]".repeat(1_000_000)).is_err());
}

#[test]
fn duplicate_keys_are_noted_in_the_order_of_the_text() {
    let text = r#"{"a": {"b": 1, "\u0062": 2}, "a": 3, "A": 4, "a": 5}"#;
    let document = parse(text).unwrap();
    let noted: Vec<_> = document
        .duplicate_keys
        .iter()
        .map(|found| (found.key.as_str(), found.first.start, found.span.start, found.span.of(text)))
        .collect();
    assert_eq!(noted, [("b", 7, 15, r#""\u0062""#), ("a", 1, 29, r#""a""#), ("a", 1, 45, r#""a""#)]);
    assert_eq!(document.root.get("a").unwrap().span.of(text), "5");
}

#[test]
fn duplicates_are_found_among_many_keys() {
    let mut members: Vec<_> = (0..50_000).map(|number| format!(r#""key{number}":{number}"#)).collect();
    members.push(r#""key7":0"#.to_owned());
    let text = format!("{{{}}}", members.join(","));
    let duplicates = parse(&text).unwrap().duplicate_keys;
    assert_eq!(duplicates.len(), 1);
    assert_eq!(duplicates[0].first.of(&text), r#""key7""#);
    assert_eq!(duplicates[0].span.end as usize, text.len() - 3);
}

#[test]
fn pointers_follow_rfc_6901() {
    // The example of section 5 of the RFC, shortened.
    let text = r#"{"foo": ["bar", "baz"], "": 0, "a/b": 1, "m~n": 8, "~1": 9}"#;
    let root = parse(text).unwrap().root;
    let at = |pointer| root.pointer(pointer).map(|value| value.span.of(text));
    assert_eq!(at(""), Some(text));
    assert_eq!(at("/foo/1"), Some("\"baz\""));
    assert_eq!(at("/"), Some("0"));
    assert_eq!(at("/a~1b"), Some("1"));
    assert_eq!(at("/m~0n"), Some("8"));
    assert_eq!(at("/~01"), Some("9"));
    for nowhere in ["foo", "/foo/2", "/foo/-", "/foo/01", "/foo/+1", "/foo/", "/foo/0/x", "/m~n", "/m~2n", "/a/b", "/x"]
    {
        assert_eq!(at(nowhere), None, "{nowhere}");
    }
}

#[test]
fn a_text_cut_anywhere_is_refused() {
    let text = r#"{"name": "caf\u00e9 \ud83d\ude00 é", "list": [1.5e-3, true, null, {}], "x": {"y": "z"}}"#;
    for end in (0..text.len()).filter(|&end| text.is_char_boundary(end)) {
        assert!(judged_alike(&text[..end]), "{end}");
        assert!(parse(&text[..end]).is_err(), "{end}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn sees_what_serde_json_sees(text in json_text()) {
        prop_assert!(judged_alike(&text));
        let document = parse(&text).unwrap();
        prop_assert!(document.duplicate_keys.is_empty());
        prop_assert!(every_span_holds_its_value(&text, &document.root));
        prop_assert!(every_pointer_leads_back(&document.root, &document.root, ""));
    }

    #[test]
    fn judges_changed_text_as_serde_json_does(text in json_text(), at in any::<prop::sample::Index>(), cut in 0..4_usize, put in r#"[\[\]{},:"\\/u0-9eE+. tn\x00-\x1F\u{A0}é-]{0,3}"#) {
        let mut characters: Vec<_> = text.chars().collect();
        let at = at.index(characters.len());
        let end = (at + cut).min(characters.len());
        characters.splice(at..end, put.chars());
        let changed: String = characters.into_iter().collect();
        prop_assert!(judged_alike(&changed), "{changed:?}");
    }

    #[test]
    fn judges_any_text_as_serde_json_does(text in any::<String>(), likely in r#"[\[\]{},:"\\ux0-9abdeE+. 'tn/*\n-]{0,12}"#) {
        prop_assert!(judged_alike(&text), "{text:?}");
        prop_assert!(judged_alike(&likely), "{likely:?}");
        let quoted = format!("\"{likely}\"");
        prop_assert!(judged_alike(&quoted), "{quoted:?}");
    }
}
