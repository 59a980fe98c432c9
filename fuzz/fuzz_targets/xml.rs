//! XML: no panic, and every place lies in the text and in the element around it.
#![no_main]

use powerlint_syntax::{Span, xml};

fn fits(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} does not fit");
}

libfuzzer_sys::fuzz_target!(|text: &str| {
    let root = match xml::parse(text) {
        Ok(root) => root,
        Err(error) => return fits(text, error.span),
    };
    let mut open = vec![&root];
    while let Some(element) = open.pop() {
        for span in [element.span, element.tag_span, element.text_span] {
            fits(text, span);
            assert!(element.span.contains(span));
        }
        for attribute in &element.attributes {
            fits(text, attribute.value_span);
            assert!(element.tag_span.contains(attribute.value_span));
        }
        for child in &element.children {
            assert!(element.span.contains(child.span));
            open.push(child);
        }
    }
});
