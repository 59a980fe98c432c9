//! Every file of a folder of real packages: nothing panics, every span fits its text, and the text under a value's span,
//! parsed, gives that value.
//!
//! `POWERLINT_CORPUS` names the folder; without it nothing is read. `cargo test -p powerlint-syntax --test corpus
//! -- --nocapture` shows what was refused.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

use powerlint_syntax::{Kind, LineIndex, Span, Value, decode, json, xml, xml::Element, yaml};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Format {
    Json,
    Xml,
    Yaml,
}

#[derive(Default)]
struct Count {
    read: usize,
    refused: usize,
}

#[test]
fn real_files_have_fitting_spans() {
    let Some(root) = env::var_os("POWERLINT_CORPUS") else {
        println!("skipped: POWERLINT_CORPUS is not set");
        return;
    };
    let mut counts = BTreeMap::<Format, Count>::new();
    for path in files(PathBuf::from(root)) {
        let Some(format) = format_of(&path) else { continue };
        let count = counts.entry(format).or_default();
        match check(&path, format) {
            Ok(()) => count.read += 1,
            Err(why) => {
                count.refused += 1;
                println!("{}: {why}", path.display());
            }
        }
    }
    assert!(!counts.is_empty(), "POWERLINT_CORPUS names a folder without any JSON, XML or YAML");
    for (format, Count { read, refused }) in counts {
        println!("{format:?}: {read} read, {refused} refused");
        assert!(read > refused, "more {format:?} is refused than read");
    }
}

/// All files below `root`, in the order of their paths.
fn files(root: PathBuf) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![root]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    found
}

fn format_of(path: &Path) -> Option<Format> {
    let Some(extension) = path.extension() else {
        return (path.file_name()? == "data").then_some(Format::Yaml);
    };
    match extension.to_str()?.to_ascii_lowercase().as_str() {
        "json" => Some(Format::Json),
        "xml" => Some(Format::Xml),
        "yml" | "yaml" => Some(Format::Yaml),
        _ => None,
    }
}

/// Parses a file and checks all spans; says why it was refused.
fn check(path: &Path, format: Format) -> Result<(), String> {
    let decoded = decode(fs::read(path).unwrap()).map_err(|error| error.to_string())?;
    let text = decoded.text.as_str();
    let refused = |message: String, span: Span| {
        fits(text, span);
        let position = LineIndex::new(text).position(text, span.start);
        format!("{}:{}: {message}", position.line, position.column)
    };
    match format {
        Format::Json => {
            let document = json::parse(text).map_err(|e| refused(e.message, e.span))?;
            check_value(text, &document.root);
            every_value(&document.root, |value| check_json_law(text, value));
            if document.duplicate_keys.is_empty() {
                every_value(&document.root, |value| check_pointer(&document.root, value));
            }
        }
        Format::Yaml => {
            let root = yaml::parse(text).map_err(|e| refused(e.message, e.span))?;
            check_value(text, &root);
            every_value(&root, |value| check_yaml_law(text, value));
        }
        Format::Xml => check_element(text, &xml::parse(text).map_err(|e| refused(e.message, e.span))?),
    }
    Ok(())
}

fn fits(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} does not fit");
}

fn within(outer: Span, inner: Span) {
    assert!(outer.contains(inner), "{inner:?} does not lie in {outer:?}");
}

fn check_value(text: &str, root: &Value<'_>) {
    let mut open = vec![root];
    while let Some(value) = open.pop() {
        fits(text, value.span);
        if let Kind::Number(number) = &value.kind {
            assert_eq!(number, value.span.of(text));
        }
        for item in value.items() {
            within(value.span, item.span);
            open.push(item);
        }
        for member in value.members() {
            fits(text, member.key_span);
            within(value.span, member.key_span);
            within(value.span, member.value.span);
            open.push(&member.value);
        }
    }
}

fn every_value<'v>(root: &'v Value<'v>, mut see: impl FnMut(&'v Value<'v>)) {
    let mut open = vec![root];
    while let Some(value) = open.pop() {
        see(value);
        open.extend(value.items());
        open.extend(value.members().iter().map(|member| &member.value));
    }
}

/// Parsed alone, a value's text gives the value. Longer texts are judged by what they hold: else each would be parsed once
/// for every level above it.
fn check_json_law(text: &str, value: &Value<'_>) {
    const LONGEST: usize = 4000;
    let own = value.span.of(text);
    if own.len() <= LONGEST {
        assert_same(&json::parse(own).unwrap().root, value);
    }
}

/// A value's pointer leads back to it. Where a key occurs twice it cannot.
fn check_pointer(root: &Value<'_>, value: &Value<'_>) {
    let pointer = root.pointer_to(value.span);
    assert_eq!(root.pointer(&pointer).map(|found| found.span), Some(value.span), "{pointer}");
}

/// The law for scalars on one line: more lines mean something only together with the indentation around them.
fn check_yaml_law(text: &str, value: &Value<'_>) {
    let own = value.span.of(text);
    let scalar = value.items().is_empty() && value.members().is_empty();
    if scalar && !own.is_empty() && !own.contains(['\n', '\r']) {
        assert_same(&yaml::parse(own).unwrap(), value);
    }
}

/// Equal but for the places.
fn assert_same(left: &Value<'_>, right: &Value<'_>) {
    match (&left.kind, &right.kind) {
        (Kind::Array(left), Kind::Array(right)) => {
            assert_eq!(left.len(), right.len());
            left.iter().zip(right).for_each(|(left, right)| assert_same(left, right));
        }
        (Kind::Object(left), Kind::Object(right)) => {
            assert_eq!(left.len(), right.len());
            for (left, right) in left.iter().zip(right) {
                assert_eq!(left.key, right.key);
                assert_same(&left.value, &right.value);
            }
        }
        (left, right) => assert_eq!(left, right),
    }
}

fn check_element(text: &str, root: &Element<'_>) {
    let mut open = vec![root];
    while let Some(element) = open.pop() {
        fits(text, element.span);
        for inner in [element.tag_span, element.text_span] {
            fits(text, inner);
            within(element.span, inner);
        }
        assert_eq!(element.name, element.tag_span.of(text)[1..][..element.name.len()]);
        for attribute in &element.attributes {
            fits(text, attribute.value_span);
            within(element.tag_span, attribute.value_span);
        }
        for child in &element.children {
            within(element.span, child.span);
            open.push(child);
        }
    }
}
