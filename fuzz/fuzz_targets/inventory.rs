//! Files of facts, of any kind: no panic, and whoever is refused is told why. The first byte chooses the extension.
#![no_main]

use powerlint_inventory::{InputId, read::read};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let name = ["facts.json", "facts.toml", "facts.csv", "facts.txt", "facts.tfstate"][usize::from(*first) % 5];
    if let Err(error) = read(name, rest.to_vec(), InputId(0)) {
        assert!(!error.to_string().is_empty());
    }
});
