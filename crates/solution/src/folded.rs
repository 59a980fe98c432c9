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
        if self.0.is_ascii() && other.0.is_ascii() {
            self.0.eq_ignore_ascii_case(other.0)
        } else {
            self.0.to_lowercase() == other.0.to_lowercase()
        }
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

/// Hashes a text's bytes, those of ASCII in lower case, some at once.
fn hash_folded<H: Hasher>(text: &str, state: &mut H) {
    const PIECE: usize = 32;
    for piece in text.as_bytes().chunks(PIECE) {
        let mut lower = [0; PIECE];
        for (to, byte) in lower.iter_mut().zip(piece) {
            *to = byte.to_ascii_lowercase();
        }
        state.write(&lower);
    }
}

#[cfg(test)]
mod tests {
    use super::{ByName, Folded};

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
