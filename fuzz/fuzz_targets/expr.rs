//! Strings of a flow's definition: no panic, and the laws of the property tests.
#![no_main]

#[path = "../../crates/syntax/tests/support/expressions.rs"]
mod expressions;

libfuzzer_sys::fuzz_target!(|text: &str| expressions::check_any(text));
