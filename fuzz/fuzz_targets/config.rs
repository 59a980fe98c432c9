//! powerlint.toml, house rules and their conditions included: no panic, and every error has a place in the text.
#![no_main]

use powerlint_engine::Config;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Err(errors) = Config::parse("powerlint.toml", text.to_owned(), None, powerlint_rules::ALL) {
        assert!(!errors.is_empty());
        for error in errors {
            assert!(!error.message.is_empty());
            if let Some(span) = error.span {
                assert!(text.get(span.range()).is_some(), "{span:?} does not fit: {}", error.message);
            }
        }
    }
});
