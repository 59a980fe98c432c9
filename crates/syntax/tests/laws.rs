//! What holds of every text: a tree that was written out is read as it was, and nothing panics.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fmt::Write;

use powerlint_syntax::{Span, xml, xml::Element, yaml};
use proptest::{collection::vec, prelude::*};

/// A tree, with nothing but what XML itself can say.
#[derive(Debug, Clone)]
struct Node {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Node>,
    /// The pieces of text: before the first child, after the first, and so on.
    texts: Vec<Piece>,
    comment: bool,
}

#[derive(Debug, Clone)]
enum Piece {
    Plain(String),
    Cdata(String),
}

impl Piece {
    fn text(&self) -> &str {
        let (Self::Plain(text) | Self::Cdata(text)) = self;
        text
    }
}

fn name() -> impl Strategy<Value = String> {
    "[a-zA-Z_ä][a-zA-Z0-9_.:-]{0,6}"
}

fn text() -> impl Strategy<Value = String> {
    "[ \\na-z<>&'\"ß😀]{0,8}"
}

fn piece() -> impl Strategy<Value = Piece> {
    prop_oneof![text().prop_map(Piece::Plain), text().prop_map(Piece::Cdata)]
}

fn node() -> impl Strategy<Value = Node> {
    let attributes = || proptest::collection::btree_map(name(), text(), 0..3).prop_map(|all| all.into_iter().collect());
    let make = move |children| {
        (name(), attributes(), children, vec(piece(), 0..4), any::<bool>()).prop_map(
            |(name, attributes, children, texts, comment)| Node { name, attributes, children, texts, comment },
        )
    };
    make(Just(Vec::new()).boxed()).prop_recursive(4, 24, 4, move |inner| make(vec(inner, 0..4).boxed()))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&#34;").replace('ß', "&#xDF;")
}

fn write(node: &Node, out: &mut String) {
    write!(out, "<{}", node.name).unwrap();
    for (name, value) in &node.attributes {
        write!(out, "\n {name} = \"{}\"", escape(value)).unwrap();
    }
    if node.children.is_empty() && node.texts.is_empty() {
        out.push_str(" />");
        return;
    }
    out.push('>');
    for at in 0..node.children.len().max(node.texts.len()) {
        match node.texts.get(at) {
            Some(Piece::Plain(text)) => out.push_str(&escape(text)),
            Some(Piece::Cdata(text)) => write!(out, "<![CDATA[{text}]]>").unwrap(),
            None => {}
        }
        if node.comment {
            out.push_str("<!-- <no> & -->");
        }
        if let Some(child) = node.children.get(at) {
            write(child, out);
        }
    }
    write!(out, "</{} >", node.name).unwrap();
}

fn same(node: &Node, element: &Element<'_>, text: &str) {
    assert_eq!(element.name, node.name);
    assert!(element.span.of(text).starts_with(&format!("<{}", node.name)));
    assert!(element.span.of(text).ends_with('>'));
    let attributes: Vec<_> = element.attributes.iter().map(|a| (a.name.to_string(), a.value.to_string())).collect();
    assert_eq!(attributes, node.attributes);
    for attribute in &element.attributes {
        assert_eq!(attribute.value_span.of(text), escape(&attribute.value));
    }
    let expected: String = node.texts.iter().map(Piece::text).collect();
    if expected.trim().is_empty() {
        // White space that indents children is kept once.
        assert!(expected.starts_with(&*element.text) && element.text.is_empty() == expected.is_empty());
    } else {
        assert_eq!(element.text, expected);
    }
    assert_eq!(element.children.len(), node.children.len());
    node.children.iter().zip(&element.children).for_each(|(node, child)| same(node, child, text));
}

/// Each element's own path, found again by its number among its namesakes.
fn paths_lead_back(root: &Element<'_>) {
    let mut open = vec![(root, format!("/{}", root.name))];
    while let Some((element, path)) = open.pop() {
        assert_eq!(root.path_to(element.tag_span), path);
        for (at, child) in element.children.iter().enumerate() {
            let namesakes = element.children_named(&child.name).count();
            let number = element.children[..=at].iter().filter(|other| other.name == child.name).count();
            let number = if namesakes > 1 { format!("[{number}]") } else { String::new() };
            open.push((child, format!("{path}/{}{number}", child.name)));
        }
    }
}

fn fits(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} does not fit {text:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read(node in node()) {
        let mut text = String::from("<?xml version=\"1.0\"?>\r\n");
        write(&node, &mut text);
        let root = xml::parse(&text).expect(&text);
        same(&node, &root, &text);
        paths_lead_back(&root);
    }

    #[test]
    fn no_markup_panics(text in "([<>/!?=&;#'\" \\[\\]-]|CDATA|amp|x|ä|😀|<a>|</a>|<!--|\\?>){0,24}") {
        match xml::parse(&text) {
            Ok(root) => fits(&text, root.span),
            Err(error) => fits(&text, error.span),
        }
    }

    #[test]
    fn no_yaml_panics(text in "([-:?,\\[\\]{}#&*!|>'\"%@` \\t\\n\\r]|- |: |\\? |\\n  |---|\\.\\.\\.|a|é|😀|\u{85}|\u{feff}){0,32}") {
        match yaml::parse(&text) {
            Ok(root) => fits(&text, root.span),
            Err(error) => fits(&text, error.span),
        }
    }
}
