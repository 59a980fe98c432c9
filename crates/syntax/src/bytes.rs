//! Questions that are asked of every byte of a text.

/// How many bytes of a text are such. Compilers turn it into one instruction for many bytes, as long as `is_such` has no branches (`|` and
/// `&` instead of `||` and `&&`): every text is counted.
pub fn count_bytes(text: &str, is_such: impl Fn(u8) -> bool) -> usize {
    count_in(text.as_bytes(), is_such)
}

/// The same of any bytes.
pub(crate) fn count_in(bytes: &[u8], is_such: impl Fn(u8) -> bool) -> usize {
    // So many that their number fits a byte.
    let chunks = bytes.chunks(192);
    chunks.map(|chunk| usize::from(chunk.iter().map(|&byte| u8::from(is_such(byte))).sum::<u8>())).sum()
}

/// Whether a text is in lower case already, as far as that is told without a table of all letters: whether it is ASCII without a capital.
#[must_use]
pub fn is_lower_ascii(text: &str) -> bool {
    count_bytes(text, |byte| !byte.is_ascii() | byte.is_ascii_uppercase()) == 0
}

#[cfg(test)]
mod tests {
    use super::count_bytes;

    #[test]
    fn bytes_of_long_texts_are_counted_too() {
        for length in [0, 1, 191, 192, 193, 1000] {
            assert_eq!(count_bytes(&"a,".repeat(length), |byte| byte == b','), length);
            assert_eq!(count_bytes(&",".repeat(length), |byte| byte == b','), length);
        }
    }
}
