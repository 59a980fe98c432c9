#![allow(clippy::unwrap_used)]

use super::*;

#[test]
fn spans_cover_values_and_keys() {
    let text = r#" {"a": [1, "x\u00e9"], "a": null} "#;
    let document = parse(text).unwrap();
    assert_eq!(document.root.pointer("/a").unwrap().span.of(text), "null");
    assert_eq!(document.root.members()[0].value.items()[1].as_str(), Some("xé"));
    assert_eq!(document.duplicate_keys.len(), 1);
}
