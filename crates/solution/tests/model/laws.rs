//! What holds of every package.

use proptest::prelude::*;

use crate::{all_packages, dumped, with_package};
use powerlint_solution::Outline;

/// Encodes a text again.
type Encoder = fn(&str) -> Vec<u8>;

fn with_mark(text: &str) -> Vec<u8> {
    [b"\xef\xbb\xbf", text.as_bytes()].concat()
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(bytes).collect()
}

/// Exports were seen in UTF-8 with and without a byte order mark and in UTF-16: they say the same.
#[test]
fn the_encoding_of_a_package_does_not_matter() {
    let encoders: [Encoder; 3] =
        [with_mark, |text| utf16(text, u16::to_le_bytes), |text| utf16(text, u16::to_be_bytes)];
    for (kind, files) in all_packages() {
        let expected = dumped(kind, files.clone());
        for encode in encoders {
            let encoded = files.iter().map(|(name, bytes)| {
                let text = std::str::from_utf8(bytes).unwrap();
                // A mark alone is not the same as no text at all.
                (name.clone(), if text.is_empty() { Vec::new() } else { encode(text) })
            });
            assert_eq!(expected, dumped(kind, encoded.collect()), "{kind:?}");
        }
    }
}

/// The order in which an archive lists its files does not matter.
#[test]
fn the_order_of_files_does_not_matter() {
    for (kind, files) in all_packages() {
        let turned = files.iter().rev().cloned().collect();
        assert_eq!(dumped(kind, files), dumped(kind, turned), "{kind:?}");
    }
}

proptest! {
    /// Cut, overwritten, lost and swapped files: whatever comes of it, there is a model.
    #[test]
    fn damaged_packages_are_survived(
        package in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..4u8, any::<u8>()), 1..6),
    ) {
        let mut all = all_packages();
        let (kind, mut files) = all.swap_remove(package.index(all.len()));
        for (file, place, how, byte) in damage {
            let file = file.index(files.len());
            let bytes = &mut files[file].1;
            let place = place.index(bytes.len() + 1);
            match how {
                0 => bytes.truncate(place),
                1 => bytes.insert(place, byte),
                2 => bytes.splice(place.., *b"{}[]<>\"'").for_each(drop),
                _ => {
                    let other = usize::from(byte) % files.len();
                    let bytes = files[other].1.clone();
                    files[file].1 = bytes;
                }
            }
        }
        with_package(kind, files, |package, texts| {
            let outline = Outline::of(package);
            prop_assert_eq!(outline.declared.len(), package.references.len());
            // The dump looks at the text under every place.
            prop_assert!(!crate::dump::outline(&outline, texts).is_empty());
            crate::dump::package(package, texts);
            Ok(())
        })?;
    }
}

/// A file cut anywhere: the places of what is left still say something.
#[test]
fn files_cut_anywhere_are_survived() {
    for (kind, files) in all_packages() {
        for cut in 0..files.len() {
            for place in 0..files[cut].1.len() {
                let mut files = files.clone();
                files[cut].1.truncate(place);
                with_package(kind, files, crate::dump::package);
            }
        }
    }
}
