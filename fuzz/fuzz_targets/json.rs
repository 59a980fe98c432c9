//! JSON: no panic, and every place lies in the text.
#![no_main]

use powerlint_syntax::json;

mod value;

libfuzzer_sys::fuzz_target!(|text: &str| match json::parse(text) {
    Ok(document) => value::check(text, &document.root),
    Err(error) => value::fits(text, error.span),
});
