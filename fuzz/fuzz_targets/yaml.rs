//! YAML: no panic, and every place lies in the text.
#![no_main]

use powerlint_syntax::yaml;

mod value;

libfuzzer_sys::fuzz_target!(|text: &str| match yaml::parse(text) {
    Ok(root) => value::check(text, &root),
    Err(error) => value::fits(text, error.span),
});
