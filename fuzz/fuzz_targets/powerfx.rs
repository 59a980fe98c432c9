//! Formulas of canvas apps: no panic, and the tokens are the whole text.
#![no_main]

use powerlint_syntax::powerfx::{Formula, tokens};

libfuzzer_sys::fuzz_target!(|text: &str| {
    assert_eq!(tokens(text).map(|token| token.text).collect::<String>(), text);
    let formula = Formula::new(text);
    for call in formula.calls() {
        assert!(call.arguments.iter().all(|range| range.start <= range.end && range.end <= call.end));
    }
    let _ = formula.names().count();
});
