//! Names that are compared without regard to case, as keys.

use std::{
    collections::{HashMap, HashSet},
    hash::{Hash, Hasher},
};

/// A name that is the same as another where both are equal in lower case. Nothing is copied to compare two.
#[derive(Debug, Clone, Copy)]
pub struct Folded<'n>(pub &'n str);

/// Values by name, without regard to case.
pub type ByName<'n, T> = HashMap<Folded<'n>, T, foldhash::fast::RandomState>;

/// Names, without regard to case.
pub type Names<'n> = HashSet<Folded<'n>, foldhash::fast::RandomState>;

impl PartialEq for Folded<'_> {
    fn eq(&self, other: &Self) -> bool {
        // A letter that is none of ASCII may have one of ASCII for its lower case.
        self.0.eq_ignore_ascii_case(other.0)
            || (!(self.0.is_ascii() && other.0.is_ascii()) && self.0.to_lowercase() == other.0.to_lowercase())
    }
}

impl Eq for Folded<'_> {}

impl Hash for Folded<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        if self.0.is_ascii() {
            hash_folded(self.0, state);
        } else {
            hash_folded(&self.0.to_lowercase(), state);
        }
    }
}

/// Hashes a text's bytes, those of ASCII in lower case, eight at once.
fn hash_folded<H: Hasher>(text: &str, state: &mut H) {
    let (pieces, rest) = text.as_bytes().as_chunks::<8>();
    for piece in pieces {
        state.write_u64(lower(u64::from_le_bytes(*piece)));
    }
    // The length tells a shorter name from one with zeros at its end.
    let rest = rest.iter().fold(rest.len() as u64, |word, byte| (word << 8) | u64::from(*byte));
    state.write_u64(lower(rest));
}

/// Eight bytes, those of ASCII in lower case. None of the sums carries into the next byte.
fn lower(word: u64) -> u64 {
    const EACH: u64 = u64::MAX / 255;
    const HIGH: u64 = 0x80 * EACH;
    let low = word & !HIGH;
    let from_a = low + EACH * u64::from(0x80 - b'A');
    let beyond_z = low + EACH * u64::from(0x7f - b'Z');
    let capital = (from_a ^ beyond_z) & HIGH & !word;
    // From the highest bit of a byte to the one that tells small letters from capitals.
    word | (capital >> 2)
}

#[cfg(test)]
mod tests {
    use super::{ByName, Folded};

    #[test]
    fn eight_bytes_are_lowered_as_each_by_itself() {
        for byte in 0..=u8::MAX {
            for place in 0..8 {
                let mut bytes = [b'Z', b'a', b'@', b'[', 0xff, 0x00, b'A', b'z'];
                bytes[place] = byte;
                let lowered = super::lower(u64::from_le_bytes(bytes)).to_le_bytes();
                assert_eq!(lowered, bytes.map(|byte| byte.to_ascii_lowercase()));
            }
        }
    }

    #[test]
    fn names_are_found_in_any_case() {
        let mut places = ByName::default();
        places.insert(Folded("Get_Größe"), 1);
        places.insert(Folded("a_name_that_is_longer_than_one_piece_of_32"), 2);
        assert_eq!(places.get(&Folded("get_GRÖSSE")), None);
        assert_eq!(places.get(&Folded("GET_GRÖßE")), Some(&1));
        assert_eq!(places.get(&Folded("A_name_that_is_longer_than_one_piece_OF_32")), Some(&2));
        assert_eq!(places.get(&Folded("A_name_that_is_longer_than_one_piece_of_33")), None);
        // The sign for Kelvin is a K in lower case.
        assert_eq!(Folded("\u{212A}"), Folded("k"));
        places.insert(Folded("\u{212A}"), 3);
        assert_eq!(places.get(&Folded("K")), Some(&3));
    }
}
