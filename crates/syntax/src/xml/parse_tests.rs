#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::borrow::Cow;

use proptest::prelude::*;

use super::*;

/// What is refused: the text under the mark and the message.
fn refused(text: &str) -> (&str, String) {
    let error = parse(text).expect_err(text);
    (error.span.of(text), error.message)
}

#[test]
fn a_tree_knows_its_places() {
    let text = "<?xml version=\"1.0\" encoding=\"utf-16\"?>\n<!-- c --><a x='1' y=\"zwei 😀\">\n  <b>text</b><c/>\n</a>\n<!-- end -->\n";
    let root = parse(text).unwrap();
    assert_eq!(root.name, "a");
    assert_eq!(root.span.of(text), text[text.find("<a").unwrap()..].split("\n<!-- end").next().unwrap());
    assert_eq!(root.tag_span.of(text), "<a x='1' y=\"zwei 😀\">");
    assert_eq!(root.attr("y"), Some("zwei 😀"));
    assert_eq!(root.attribute("y").unwrap().value_span.of(text), "zwei 😀");
    assert_eq!(root.attribute("x").unwrap().value_span.of(text), "1");
    assert_eq!(root.child_text("b"), Some("text"));
    assert_eq!(root.child("b").unwrap().span.of(text), "<b>text</b>");
    assert_eq!(root.child("b").unwrap().text_span.of(text), "text");
    let empty = root.child("c").unwrap();
    assert_eq!((empty.span.of(text), empty.tag_span.of(text)), ("<c/>", "<c/>"));
    assert_eq!((empty.text_span.start, empty.text_span.end), (empty.tag_span.end, empty.tag_span.end));
}

#[test]
fn names_and_plain_text_are_borrowed() {
    let root = parse("<a b='c'>plain\r\ntext</a>").unwrap();
    assert!(matches!(root.name, Cow::Borrowed("a")));
    assert!(matches!(root.text, Cow::Borrowed("plain\r\ntext")), "line ends stay as they are");
    assert!(matches!(root.attributes[0].value, Cow::Borrowed("c")));
    assert!(matches!(parse("<a><![CDATA[x]]></a>").unwrap().text, Cow::Borrowed("x")));
}

#[test]
fn entities_are_resolved_in_text_and_attributes() {
    let text = "<a b='&lt;&#65;&quot;'>x &amp;&#x1F600;&apos;&gt; y</a>";
    let root = parse(text).unwrap();
    assert_eq!(root.text, "x &😀'> y");
    assert_eq!(root.text_span.of(text), "x &amp;&#x1F600;&apos;&gt; y");
    assert_eq!(root.attr("b"), Some("<A\""));
    assert_eq!(root.attributes[0].value_span.of(text), "&lt;&#65;&quot;");
}

#[test]
fn cdata_is_text_and_comments_are_not() {
    let text = "<a>1<![CDATA[<2>&amp;]]><!-- no --><?pi no?>3<b>4</b>5</a>";
    let root = parse(text).unwrap();
    assert_eq!(root.text, "1<2>&amp;35");
    assert_eq!(root.text_span.of(text), &text[3..text.len() - 4]);
    let only = "<a><![CDATA[ x ]]></a>";
    let root = parse(only).unwrap();
    assert_eq!((root.trimmed(), root.text_span.of(only)), ("x", " x "));
}

#[test]
fn what_entities_stand_for_is_not_markup() {
    assert_eq!(parse("<a>&lt;b/&gt;</a>").unwrap().children, []);
}

#[test]
fn unknown_entities_are_refused() {
    assert_eq!(refused("<a>x&nbsp;y</a>"), ("&nbsp;", "the entity `&nbsp;` is not known".to_owned()));
    assert_eq!(refused("<a b='x&nbsp;y'/>").1, "the entity `&nbsp;` is not known");
    assert_eq!(refused("<a>x & y</a>").0, "&");
    assert_eq!(refused("<a>&#0;</a>").0, "&#0;");
    assert_eq!(refused("<a>&#xD800;</a>").0, "&#xD800;");
    assert_eq!(refused("<a b='x & y'/>").1, "`&` without `;`");
}

#[test]
fn a_doctype_is_refused() {
    let text = "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>";
    assert_eq!(refused(text), ("<!DOCTYPE a [<!ENTITY b 'c'>]>", "a DOCTYPE is not accepted".to_owned()));
}

#[test]
fn tags_must_match() {
    assert_eq!(refused("<a><b></a></b>"), ("</a>", "`</a>` stands where `</b>` is expected".to_owned()));
    assert_eq!(refused("<a/></a>"), ("</a>", "`</a>` has no start tag".to_owned()));
    assert_eq!(refused("<a><b></b>"), ("<a>", "`<a>` is never closed".to_owned()));
    assert_eq!(parse("<a></a\n>").unwrap().span, Span::new(0, 8));
}

#[test]
fn there_is_one_root_and_nothing_beside_it() {
    assert_eq!(refused("").1, "no root element");
    assert_eq!(refused(" \n").1, "no root element");
    assert_eq!(refused("<!-- only -->").1, "no root element");
    assert_eq!(refused("<a/><b/>"), ("<b/>", "a second root element".to_owned()));
    assert_eq!(refused("x<a/>"), ("x", "text outside of the root element".to_owned()));
    assert_eq!(refused("<a/>&#32;").0, "&#32;");
    assert_eq!(refused("<a/><![CDATA[]]>").1, "text outside of the root element");
    assert_eq!(refused(" <?xml version='1.0'?><a/>").1, "the XML declaration is not at the start of the text");
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let text = "\u{feff}<?xml version='1.0'?><a b='c'>d</a>";
    let root = parse(text).unwrap();
    assert_eq!(root.span.of(text), "<a b='c'>d</a>");
    assert_eq!(root.attributes[0].value_span.of(text), "c");
}

#[test]
fn a_second_byte_order_mark_moves_no_place() {
    let text = "\u{feff}\u{feff}<a b='c'>d</a>";
    let root = parse(text).unwrap();
    assert_eq!(root.span.of(text), "<a b='c'>d</a>");
    assert_eq!(root.attributes[0].value_span.of(text), "c");
    // A declaration stands behind one mark at most.
    let declared = "\u{feff}\u{feff}<?xml version='1.0'?><a/>";
    assert_eq!(
        refused(declared),
        ("<?xml version='1.0'?>", "the XML declaration is not at the start of the text".to_owned())
    );
}

#[test]
fn attributes_must_be_well_formed() {
    assert_eq!(refused("<a ä='1' b='2' ä='3'/>"), ("ä", "the attribute `ä` occurs twice".to_owned()));
    assert_eq!(refused("<a b/>").1, "an attribute without `=`");
    assert_eq!(refused("<a b=/>").1, "an attribute without a value");
    assert_eq!(refused("<a b=c/>"), ("c", "an attribute's value without quotes".to_owned()));
    assert_eq!(refused("<a b='1'c='2'/>"), ("c", "no white space before the attribute `c`".to_owned()));
    assert_eq!(refused("<a b='<'/>").0, "<");
    assert_eq!(refused("<a 1b='c'/>").0, "1b");
}

#[test]
fn names_must_be_names() {
    assert_eq!(refused("<1a/>").1, "`1a` is not a name");
    assert_eq!(refused("<a>< b/></a>").1, "`` is not a name");
    assert_eq!(parse("<ö:x-1._/>").unwrap().name, "ö:x-1._");
}

#[test]
fn stray_markup_is_refused() {
    assert_eq!(refused("<a>]]></a>").1, "`]]>` outside of a CDATA section");
    assert_eq!(refused("<a><!-- </a>").0, "<");
    assert_eq!(refused("<a").0, "<");
}

#[test]
fn depth_has_a_limit() {
    let nest = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    assert!(parse(&nest(MAX_DEPTH)).is_ok());
    assert!(refused(&nest(MAX_DEPTH + 1)).1.contains("deep"));
    assert!(refused(&"<a>".repeat(200_000)).1.contains("deep"));
}

#[test]
fn no_cut_and_no_changed_byte_panics() {
    let text = "\u{feff}<?xml version='1.0'?><!-- ü --><ä b='&#228;😀' c=\"2\">x&amp;<![CDATA[é]]>]<é/>😀</ä> ";
    assert!(parse(text).is_ok());
    for (at, _) in text.char_indices() {
        check_spans(&text[..at]);
        check_spans(&text[at..]);
        for junk in ["<", ">", "&", "'", "/", "!", "]", "ß", "\0"] {
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
            while let Some(element) = open.pop() {
                [element.span, element.tag_span, element.text_span].into_iter().for_each(fits);
                element.attributes.iter().for_each(|attribute| fits(attribute.value_span));
                open.extend(&element.children);
            }
        }
    }
}

#[test]
fn what_is_left_out_must_be_well_formed_and_has_no_content() {
    let text = "<r><Skip a='1'>text<b c='2'><Skip/>&lt;</b><d/></Skip><keep><skip>3</skip></keep><skip/></r>";
    let root = parse_without(text, MAX_DEPTH, &["skip"]).unwrap();
    let [first, keep, last] = root.children.as_slice() else { panic!("{root:?}") };
    assert_eq!((first.attr("a"), first.children.len(), first.trimmed()), (Some("1"), 0, ""));
    assert_eq!(first.span.of(text), "<Skip a='1'>text<b c='2'><Skip/>&lt;</b><d/></Skip>");
    assert_eq!(keep.child_text("skip"), Some("3"), "only children of the root are left out");
    assert_eq!(last.span.of(text), "<skip/>");
    for fault in ["<a></b>", "<a b='&no;'/>", "<a b/>", "&no;", "]]>", "<a>", "<1/>", "<a b='1' b='2'/>"] {
        let text = format!("<r><skip>{fault}</skip></r>");
        assert_eq!(parse_without(&text, MAX_DEPTH, &["skip"]), parse(&text), "{fault}");
        parse(&text).unwrap_err();
    }
}

#[test]
fn what_is_passed_over_leads_to_the_same_tree() {
    for text in [
        "\u{feff}<?xml version='1.0'?>\n<r><a/><Skip x='1'>\n<b>é</b></Skip>\n<keep>1</keep></r>",
        "<r><skip/><skip></skip><keep/></r>",
        "<r><skip><skip>1</skip></skip><keep/></r>",
        "<r><skip><b><skip>1</skip></b></skip><keep/></r>",
        "<r><skip><!-- </skip> --></skip><keep/></r>",
        "<r><skip><![CDATA[ </skip> ]]></skip><keep/></r>",
        "<r><skip>1</skip ><keep/></r>",
        "<r><keep><skip>1</skip></keep></r>",
    ] {
        let before = parse_without(text, MAX_DEPTH, &["skip"]);
        assert!(before.is_ok(), "{before:?}");
        assert_eq!(parse_again(text, MAX_DEPTH, &["skip"]), before, "{text}");
    }
}

#[test]
fn what_is_left_out_may_not_lie_deeper() {
    let text = "<r><skip><a><b/></a></skip></r>";
    assert!(parse_without(text, 3, &["skip"]).unwrap_err().too_deep);
    assert!(parse_without(text, 4, &["skip"]).is_ok());
}

#[test]
fn white_space_between_children_is_kept_once() {
    assert_eq!(parse("<a>\n <b/>\n <c/>\n</a>").unwrap().text, "\n ");
    assert_eq!(parse("<a>\n <b/>\n <c/> x </a>").unwrap().text, "\n \n  x ");
    assert_eq!(parse("<a> <b> z </b> <!-- y --> <c/>&lt;</a>").unwrap().text, "   <");
    assert_eq!(parse("<a><![CDATA[\n]]><b/>\n<c/><![CDATA[]]>>y</a>").unwrap().text, "\n\n>y");
}

/// The same text read by quick-xml alone, each of its pieces.
fn read_by_events<'t>(text: &'t str, left_out: &[&str]) -> Result<Element<'t>, XmlError> {
    let base = text.len() - text.trim_start_matches(BOM).len();
    let mut tree = Tree::new(text, MAX_DEPTH, left_out);
    let mut reader = reader_of(&text[base..]);
    loop {
        let start = base + offset(reader.buffer_position());
        match reader.read_event() {
            Ok(Event::Eof) => return tree.finish(),
            Ok(event) => tree.take_event(&event, Span::new(start, base + offset(reader.buffer_position())))?,
            Err(error) => return Err(reader_refusal(text, base + offset(reader.error_position()), &error)),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// What is taken as it stands is what quick-xml would have made of it, faults included.
    #[test]
    fn pieces_are_what_quick_xml_reads(
        markup in "([<>/!?=&;'\" \\n\\]-]|<!\\[CDATA\\[|\\]\\]>|&amp;|&#x41;|x|ä|\u{feff}|<a>|</a>|<a b='>'/>|<b c=\"1\" d='\"'>|</b >|<!--|-->|<\\?|\\?>){0,24}",
        is_inside in any::<bool>(),
    ) {
        let text = if is_inside { format!("<r><a>{markup}</a></r>") } else { markup };
        for left_out in [&[][..], &["A"]] {
            prop_assert_eq!(parse_without(&text, MAX_DEPTH, left_out), read_by_events(&text, left_out));
        }
    }
}
