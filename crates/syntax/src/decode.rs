//! From bytes to text, never lossy in silence.

/// How a file was encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 without a byte order mark.
    Utf8,
    /// UTF-8 after a byte order mark.
    Utf8Bom,
    /// UTF-16, little endian, after a byte order mark.
    Utf16Le,
    /// UTF-16, big endian, after a byte order mark.
    Utf16Be,
}

/// A decoded file: UTF-8 without a byte order mark. Offsets count bytes of `text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text itself.
    pub text: String,
    /// What it was decoded from.
    pub encoding: Encoding,
}

/// Bytes that are not text in the encoding they claim.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not valid {encoding}: {reason} at byte {offset}")]
pub struct DecodeError {
    /// The encoding that was tried: `UTF-8` or `UTF-16`.
    pub encoding: &'static str,
    /// What is wrong, in words.
    pub reason: &'static str,
    /// Where, in bytes of the file.
    pub offset: usize,
}

/// Decodes a file: UTF-8 with or without a byte order mark, or UTF-16 with one.
///
/// # Errors
/// When the bytes are not valid in that encoding. Nothing is replaced.
pub fn decode(bytes: Vec<u8>) -> Result<Text, DecodeError> {
    match bytes.as_slice() {
        [0xFF, 0xFE, units @ ..] => utf16(units, u16::from_le_bytes, Encoding::Utf16Le),
        [0xFE, 0xFF, units @ ..] => utf16(units, u16::from_be_bytes, Encoding::Utf16Be),
        _ => utf8(bytes),
    }
}

impl Encoding {
    /// The bytes of a text in this encoding, with its byte order mark: what [`decode`] takes apart.
    #[must_use]
    pub fn encode(self, text: &str) -> Vec<u8> {
        let utf16 = |bytes_of: fn(u16) -> [u8; 2]| {
            std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(bytes_of).collect()
        };
        match self {
            Self::Utf8 => text.as_bytes().to_owned(),
            Self::Utf8Bom => format!("{MARK}{text}").into_bytes(),
            Self::Utf16Le => utf16(u16::to_le_bytes),
            Self::Utf16Be => utf16(u16::to_be_bytes),
        }
    }
}

/// The byte order mark, decoded.
const MARK: char = '\u{FEFF}';

fn utf8(bytes: Vec<u8>) -> Result<Text, DecodeError> {
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let error = error.utf8_error();
        let reason = match error.error_len() {
            Some(_) => "no character is written like this",
            None => "the file ends inside a character",
        };
        DecodeError { encoding: "UTF-8", reason, offset: error.valid_up_to() }
    })?;
    if text.starts_with(MARK) {
        text.drain(..MARK.len_utf8());
        return Ok(Text { text, encoding: Encoding::Utf8Bom });
    }
    Ok(Text { text, encoding: Encoding::Utf8 })
}

/// Decodes what follows a UTF-16 byte order mark.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, encoding: Encoding) -> Result<Text, DecodeError> {
    // The byte order mark is one unit.
    const MARK_BYTES: usize = 2;
    let error = |reason, offset| DecodeError { encoding: "UTF-16", reason, offset: MARK_BYTES + offset };
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut units = 0;
    for character in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
        let character = character.map_err(|_| error("half of a surrogate pair", units * 2))?;
        units += character.len_utf16();
        text.push(character);
    }
    if !rest.is_empty() {
        return Err(error("the file ends inside a character", units * 2));
    }
    Ok(Text { text, encoding })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn utf16_bytes(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(bytes_of).collect()
    }

    fn error(bytes: &[u8]) -> String {
        decode(bytes.to_vec()).unwrap_err().to_string()
    }

    #[test]
    fn a_byte_order_mark_names_the_encoding_and_is_not_text() {
        assert_eq!(
            decode(b"\xEF\xBB\xBF{}".to_vec()).unwrap(),
            Text { text: "{}".into(), encoding: Encoding::Utf8Bom }
        );
        assert_eq!(decode(b"{}".to_vec()).unwrap(), Text { text: "{}".into(), encoding: Encoding::Utf8 });
        assert_eq!(decode(Vec::new()).unwrap(), Text { text: String::new(), encoding: Encoding::Utf8 });
        assert_eq!(decode(vec![0xFF, 0xFE]).unwrap(), Text { text: String::new(), encoding: Encoding::Utf16Le });
    }

    #[test]
    fn what_is_not_text_is_an_error_with_its_place() {
        assert_eq!(error(b"ab\xFFc"), "not valid UTF-8: no character is written like this at byte 2");
        assert_eq!(error(b"\xEF\xBB\xBFa\xC3"), "not valid UTF-8: the file ends inside a character at byte 4");
        assert_eq!(error(&[0xFF, 0xFE, b'a', 0, b'b']), "not valid UTF-16: the file ends inside a character at byte 4");
        assert_eq!(
            error(&[0xFE, 0xFF, 0, b'a', 0xD8, 0, 0, b'b']),
            "not valid UTF-16: half of a surrogate pair at byte 4"
        );
        assert_eq!(error(&[0xFF, 0xFE, 0, 0xDC]), "not valid UTF-16: half of a surrogate pair at byte 2");
    }

    proptest! {
        #[test]
        fn every_encoding_gives_the_text_back(text in any::<String>()) {
            prop_assume!(!text.starts_with(MARK));
            let written = [
                (text.clone().into_bytes(), Encoding::Utf8),
                (format!("{MARK}{text}").into_bytes(), Encoding::Utf8Bom),
                (utf16_bytes(&text, u16::to_le_bytes), Encoding::Utf16Le),
                (utf16_bytes(&text, u16::to_be_bytes), Encoding::Utf16Be),
            ];
            for (bytes, encoding) in written {
                prop_assert_eq!(encoding.encode(&text), bytes.clone());
                prop_assert_eq!(decode(bytes), Ok(Text { text: text.clone(), encoding }));
            }
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in any::<Vec<u8>>()) {
            if let Err(error) = decode(bytes.clone()) {
                prop_assert!(error.offset < bytes.len());
            }
        }
    }
}
