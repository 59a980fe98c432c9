//! Which characters a text has, at a glance: hardly any text has all of a word that a rule looks for, and searching takes time.

/// The characters of a text, or of a word that is looked for. A text that lacks one of the word's does not hold the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Letters(u64);

/// The capitals have bits of their own above those of all letters.
const CAPITALS: u32 = 26;
/// The bits of what is no letter stand above.
const DIGITS: u64 = 1 << 52;
const SIGNS: &[u8] = b"@=:/;+-_. ";
const OTHERS: u64 = 1 << 63;

/// What each byte adds. A capital is both itself and a letter in any case.
const BITS: [u64; 256] = {
    let mut bits = [OTHERS; 256];
    let mut letter = 0u8;
    while letter < 26 {
        let any_case = 1 << letter;
        bits[(b'a' + letter) as usize] = any_case;
        bits[(b'A' + letter) as usize] = any_case | (any_case << CAPITALS);
        letter += 1;
    }
    let mut digit = b'0';
    while digit <= b'9' {
        bits[digit as usize] = DIGITS;
        digit += 1;
    }
    let (mut sign, mut bit) = (0, DIGITS);
    while sign < SIGNS.len() {
        bit <<= 1;
        bits[SIGNS[sign] as usize] = bit;
        sign += 1;
    }
    bits
};

impl Letters {
    /// Those of a text; or of a word that is looked for as it is written.
    #[must_use]
    pub const fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let (mut bits, mut at) = (0, 0);
        while at < bytes.len() {
            bits |= BITS[bytes[at] as usize];
            at += 1;
        }
        Self(bits)
    }

    /// Those of a word that is looked for without regard to the case of ASCII.
    #[must_use]
    pub const fn in_any_case(word: &str) -> Self {
        const ALL_CAPITALS: u64 = ((1 << CAPITALS) - 1) << CAPITALS;
        Self(Self::of(word).0 & !ALL_CAPITALS)
    }

    /// Whether a text with these characters may hold the word: the quick question.
    #[must_use]
    pub const fn may_hold(self, word: Self) -> bool {
        self.0 & word.0 == word.0
    }

    /// Whether a text with these characters may hold one of the words.
    #[must_use]
    pub fn may_hold_one_of(self, words: &[Self]) -> bool {
        words.iter().any(|word| self.may_hold(*word))
    }
}

#[cfg(test)]
mod tests {
    use super::Letters;

    #[test]
    fn what_a_text_holds_it_may_hold() {
        let text = "Dear @{triggerBody()?['Name']}, https://contoso.com/x_y?sig=A+1;é";
        let letters = Letters::of(text);
        for (start, _) in text.char_indices() {
            for (end, _) in text.char_indices().filter(|(end, _)| *end >= start) {
                assert!(letters.may_hold(Letters::of(&text[start..end])), "{}", &text[start..end]);
                assert!(letters.may_hold(Letters::in_any_case(&text[start..end].to_ascii_uppercase())));
            }
        }
    }

    #[test]
    fn what_lacks_a_character_does_not_hold_the_word() {
        let letters = Letters::of("the quick brown fox jumps over the lazy dog");
        for word in ["TODO", "a_b", "x=", "://", "7", "@", "(", "é"] {
            assert!(!letters.may_hold(Letters::of(word)), "{word}");
        }
        assert!(letters.may_hold(Letters::in_any_case("TODO")));
        assert!(letters.may_hold_one_of(&[Letters::of("TODO"), Letters::of("fox")]));
    }
}
