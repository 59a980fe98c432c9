//! Text that remembers where it stands.
//!
//! Everything powerlint says points at a place in a file. This crate turns bytes into text and text into
//! trees whose every node knows its [`Span`]. It knows nothing of the Power Platform.

mod bytes;
pub mod decode;
pub mod expr;
pub mod json;
pub mod lines;
pub mod powerfx;
pub mod robin;
pub mod span;
pub mod value;
pub mod xml;
pub mod yaml;

pub use bytes::{count_bytes, is_lower_ascii};
pub use decode::{DecodeError, Encoding, Text, decode};
pub use lines::LineIndex;
pub use span::{Position, Span};
pub use value::{Kind, Member, Value};
