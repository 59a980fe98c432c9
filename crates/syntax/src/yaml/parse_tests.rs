#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

/// The tree as lines of `pointer kind @start |text under the span|`.
fn dump(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    walk(text, "", &parse(text).expect(text), &mut lines);
    lines
}

fn walk(text: &str, path: &str, value: &Value<'_>, lines: &mut Vec<String>) {
    let kind = match &value.kind {
        Kind::Null => "null".to_owned(),
        Kind::Bool(value) => value.to_string(),
        Kind::Number(number) => format!("number {number}"),
        Kind::String(string) => format!("{string:?}"),
        Kind::Array(_) => "array".to_owned(),
        Kind::Object(_) => "object".to_owned(),
    };
    lines.push(format!("{path} {kind} @{} |{}|", value.span.start, value.span.of(text)));
    for (at, item) in value.items().iter().enumerate() {
        walk(text, &format!("{path}/{at}"), item, lines);
    }
    for member in value.members() {
        walk(text, &format!("{path}/{}", member.key), &member.value, lines);
    }
}

/// What is refused: the text under the mark and the message.
fn refused(text: &str) -> (&str, String) {
    let error = parse(text).expect_err(text);
    (error.span.of(text), error.message)
}

#[test]
fn an_agents_topic_is_read() {
    let text = "kind: AdaptiveDialog\nbeginDialog:\n  actions:\n    - kind: SendActivity # why: so\n      activity: \
                =Concat(\"ä 😀\", x)   \n\n    - id: 'it''s'\n# end\n";
    let expected = [
        " object @0 |kind: AdaptiveDialog\nbeginDialog:\n  actions:\n    - kind: SendActivity # why: so\n      activity: \
         =Concat(\"ä 😀\", x)   \n\n    - id: 'it''s'|",
        "/kind \"AdaptiveDialog\" @6 |AdaptiveDialog|",
        "/beginDialog object @36 |actions:\n    - kind: SendActivity # why: so\n      activity: =Concat(\"ä 😀\", x)   \n\n    \
         - id: 'it''s'|",
        "/beginDialog/actions array @49 |- kind: SendActivity # why: so\n      activity: =Concat(\"ä 😀\", x)   \n\n    \
         - id: 'it''s'|",
        "/beginDialog/actions/0 object @51 |kind: SendActivity # why: so\n      activity: =Concat(\"ä 😀\", x)|",
        "/beginDialog/actions/0/kind \"SendActivity\" @57 |SendActivity|",
        "/beginDialog/actions/0/activity \"=Concat(\\\"ä 😀\\\", x)\" @96 |=Concat(\"ä 😀\", x)|",
        "/beginDialog/actions/1 object @128 |id: 'it''s'|",
        "/beginDialog/actions/1/id \"it's\" @132 |'it''s'|",
    ];
    assert_eq!(dump(text), expected);
}

#[test]
fn scalars_of_several_lines_end_with_their_text() {
    let text = "a: |- # c | d\n  one\n  two 😀\n\n# c\nb: >\n  folded\n  text\nc: \"q\\n\\\n  r\" \nd: plain\n  more\ne: |\n\nf: |+\n  kept\n\n";
    let lines = dump(text);
    assert_eq!(
        lines[1..],
        [
            "/a \"one\\ntwo 😀\" @3 ||- # c | d\n  one\n  two 😀|",
            "/b \"folded text\\n\" @39 |>\n  folded\n  text|",
            "/c \"q\\nr\" @60 |\"q\\n\\\n  r\"|",
            "/d \"plain more\" @75 |plain\n  more|",
            "/e \"\" @91 |||",
            "/f \"kept\\n\\n\" @97 ||+\n  kept|",
        ]
    );
}

#[test]
fn a_value_left_out_is_an_empty_place_after_its_mark() {
    let text = "a: # no: - value\nb:\n# - c\n- # - d\n- x\n-\nc: {k: , l}\nd:";
    assert_eq!(
        dump(text)[1..],
        [
            "/a null @2 ||",
            "/b array @26 |- # - d\n- x\n-|",
            "/b/0 null @27 ||",
            "/b/1 \"x\" @36 |x|",
            "/b/2 null @39 ||",
            "/c object @43 |{k: , l}|",
            "/c/k null @46 ||",
            "/c/l null @50 ||",
            "/d null @54 ||",
        ]
    );
}

#[test]
fn a_value_left_out_in_brackets_stays_in_them() {
    assert_eq!(dump("a: {b\n c, d}\ne:")[1..4], ["/a object @3 |{b\n c, d}|", "/a/b c null @8 ||", "/a/d null @11 ||"]);
    assert_eq!(dump("{a\n b}: c"), [" object @0 |{a\n b}|", "/a b null @5 ||"]);
}

#[test]
fn a_key_that_begins_with_a_colon_is_no_mark_of_the_value_before_it() {
    assert_eq!(dump("? a\n:b: c")[1..], ["/a null @3 ||", "/:b \"c\" @8 |c|"]);
    assert_eq!(dump("? a\n:: c")[1..], ["/a null @3 ||", "/: \"c\" @7 |c|"]);
    assert_eq!(dump("? a\n: \n:b: c")[1..], ["/a null @5 ||", "/:b \"c\" @11 |c|"]);
}

#[test]
fn sequences_begin_with_their_first_dash() {
    let text = "a:\n- - x\n  - y\n- z\nb:\n  -\n    - 1\nc: &s\n- [p: q, {}]";
    assert_eq!(
        dump(text)[1..],
        [
            "/a array @3 |- - x\n  - y\n- z|",
            "/a/0 array @5 |- x\n  - y|",
            "/a/0/0 \"x\" @7 |x|",
            "/a/0/1 \"y\" @13 |y|",
            "/a/1 \"z\" @17 |z|",
            "/b array @24 |-\n    - 1|",
            "/b/0 array @30 |- 1|",
            "/b/0/0 number 1 @32 |1|",
            "/c array @37 |&s\n- [p: q, {}]|",
            "/c/0 array @42 |[p: q, {}]|",
            "/c/0/0 object @43 |p: q|",
            "/c/0/0/p \"q\" @46 |q|",
            "/c/0/1 object @49 |{}|",
        ]
    );
}

#[test]
fn plain_scalars_follow_the_schema_and_others_are_strings() {
    let text = "[1, '1', true, \"true\", ~, null, 'null', 1.0.0, !!str 12, &x !!int '3', !own 4]";
    let kinds: Vec<_> = parse(text).unwrap().items().iter().map(|item| item.kind.clone()).collect();
    let string = |text: &'static str| Kind::String(text.into());
    let number = |text: &'static str| Kind::Number(text.into());
    assert_eq!(
        kinds,
        [
            number("1"),
            string("1"),
            Kind::Bool(true),
            string("true"),
            Kind::Null,
            Kind::Null,
            string("null"),
            string("1.0.0"),
            string("12"),
            number("3"),
            string("4"),
        ]
    );
    assert_eq!(dump("&x !!str 12"), [" \"12\" @9 |12|"]);
}

#[test]
fn what_stands_in_the_text_is_lent() {
    let root = parse("a: plain text\n'b': 7").unwrap();
    assert!(matches!(root.members()[0].key, Cow::Borrowed("a")));
    assert!(matches!(root.members()[0].value.kind, Kind::String(Cow::Borrowed("plain text"))));
    assert!(matches!(root.members()[1].value.kind, Kind::Number(Cow::Borrowed("7"))));
}

#[test]
fn keys_are_strings_as_they_are_written() {
    let text = "1: a\n~: b\ntrue: c\n'q': d\n? [x, y]\n: e\n: f";
    let root = parse(text).unwrap();
    let keys: Vec<_> = root.members().iter().map(|member| (&*member.key, member.key_span.of(text))).collect();
    assert_eq!(keys, [("1", "1"), ("~", "~"), ("true", "true"), ("q", "'q'"), ("[x, y]", "[x, y]"), ("", "")]);
}

#[test]
fn of_keys_that_occur_twice_all_are_kept_and_the_last_counts() {
    let root = parse("a: 1\nb: 2\na: 3").unwrap();
    assert_eq!(root.members().len(), 3);
    assert_eq!(root.get("a").unwrap().kind, Kind::Number("3".into()));
}

#[test]
fn only_the_first_document_is_read() {
    let text = "%YAML 1.2\n--- # first\na: 1\n...\n---\nb: [";
    assert_eq!(dump(text), [" object @22 |a: 1|", "/a number 1 @25 |1|"]);
    assert_eq!(dump("---"), [" null @3 ||"]);
}

#[test]
fn line_ends_tabs_and_byte_order_marks_do_not_move_places() {
    assert_eq!(
        dump("a: b\r\nc:\r\n  - d\r\n"),
        [" object @0 |a: b\r\nc:\r\n  - d|", "/a \"b\" @3 |b|", "/c array @12 |- d|", "/c/0 \"d\" @14 |d|",]
    );
    assert_eq!(dump("a: b\tc\t\nd: \t e\t# f")[1..], ["/a \"b\\tc\" @3 |b\tc|", "/d \"e\" @13 |e|"]);
    assert_eq!(dump("\u{feff}a: ü"), [" object @3 |a: ü|", "/a \"ü\" @6 |ü|"]);
}

#[test]
fn names_that_begin_with_an_at_sign_are_read() {
    let text = "p:\n  @odata.nextLink:\n    kind: |\n      @x\n      - @y\n  a@b: '@ c'";
    assert_eq!(
        dump(text)[2..],
        [
            "/p/@odata.nextLink object @26 |kind: |\n      @x\n      - @y|",
            "/p/@odata.nextLink/kind \"@x\\n- @y\\n\" @32 ||\n      @x\n      - @y|",
            "/p/a@b \"@ c\" @61 |'@ c'|",
        ]
    );
}

#[test]
fn what_is_not_yaml_is_refused_where_it_goes_wrong() {
    assert_eq!(refused("").1, "no YAML document");
    assert_eq!(refused("\n# only\n").1, "no YAML document");
    assert_eq!(refused("a: b: c"), (":", "mapping values are not allowed in this context".to_owned()));
    assert_eq!(refused("ü: \"😀").0, "\"");
    assert_eq!(refused("a:\n\t- b").0, "-");
    assert_eq!(refused("a: @b").0, "@");
    assert_eq!(refused("a: [").0, "");
    assert_eq!(refused("a: b\0\nc: d"), ("\0", "a NUL character".to_owned()));
}

#[test]
fn aliases_are_refused() {
    let bomb = "a: &x [1]\nb: *x";
    assert_eq!(refused(bomb), ("*x", "an alias: aliases are not followed".to_owned()));
    assert!(refused("a: *nowhere").1.contains("unknown anchor"));
}

#[test]
fn depth_has_a_limit() {
    assert!(parse(&"- ".repeat(MAX_DEPTH)).is_ok());
    assert!(refused(&"- ".repeat(MAX_DEPTH + 1)).1.contains("deep"));
    assert!(!refused(&"[".repeat(100_000)).1.is_empty());
    assert!(!refused(&"{a: ".repeat(100_000)).1.is_empty());
}

#[test]
fn no_cut_and_no_changed_byte_panics() {
    let text = "\u{feff}%YAML 1.2\n--- !t &x\nä: |-\n  😀\n  b\n? [x, {y: 'é'}]\n: - !!str z # c\n  -\nb: \"\\u00e9\"\n@c: >+\n d\n\n...\n";
    assert!(parse(text).is_ok());
    for (at, _) in text.char_indices() {
        check_spans(&text[..at]);
        check_spans(&text[at..]);
        for junk in [
            "\n", "\t", "- ", ": ", "? ", "[", "}", "'", "\"", "|", "&", "*", "!", "#", "@", "%", "ß", "\r", "\u{85}",
            "---\n",
        ] {
            check_spans(&format!("{}{junk}{}", &text[..at], &text[at..]));
        }
    }
}

fn check_spans(text: &str) {
    let fits = |span: Span| assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
    match parse(text) {
        Err(error) => fits(error.span),
        Ok(root) => {
            let mut open = vec![&root];
            while let Some(value) = open.pop() {
                fits(value.span);
                let inside =
                    |inner: Span| assert!(value.span.contains(inner), "{inner:?} in {:?} of {text:?}", value.span);
                value.items().iter().for_each(|item| inside(item.span));
                value.members().iter().for_each(|member| {
                    fits(member.key_span);
                    inside(member.key_span);
                    inside(member.value.span);
                });
                open.extend(value.items());
                open.extend(value.members().iter().map(|member| &member.value));
            }
        }
    }
}
