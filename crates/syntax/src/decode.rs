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
    let _ = bytes;
    todo!()
}
