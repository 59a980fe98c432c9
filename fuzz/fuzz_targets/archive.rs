//! Any bytes as an archive, checked with every rule on.
#![no_main]

mod run;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| run::over(bytes));
