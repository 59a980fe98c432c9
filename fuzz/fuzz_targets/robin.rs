//! Scripts of desktop flows: no panic, and every statement knows its line.
#![no_main]

use powerlint_syntax::robin::parse;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let lines = text.split(['\n', '\r']).count();
    for subflow in &parse(text).subflows {
        for statement in subflow.statements() {
            assert!((1..=lines).contains(&(statement.line as usize)));
        }
    }
});
