//! A report that is handed on while it is written: that of a whole tenant is larger than all that it is made from.

use std::io;

use serde::Serialize;

use super::escape;
use crate::errors::Trouble;

/// From so many bytes on, what is written is handed on.
const LARGE: usize = 1 << 16;

/// Takes a piece of a report; pieces end between characters.
pub(crate) type Sink<'s> = dyn FnMut(&str) -> Result<(), Trouble> + 's;

/// The end of a report that has not been handed on yet.
pub(crate) struct Pieces<'a, 's> {
    text: String,
    sink: Option<&'a mut Sink<'s>>,
    trouble: Option<Trouble>,
}

impl<'a, 's> Pieces<'a, 's> {
    /// A report that goes on to `sink`.
    pub(crate) fn to(sink: &'a mut Sink<'s>) -> Self {
        Self { text: String::new(), sink: Some(sink), trouble: None }
    }

    /// A report that is kept, up to its end.
    pub(crate) fn kept() -> Self {
        Self { text: String::new(), sink: None, trouble: None }
    }

    /// What `write` writes, as one text.
    #[cfg(test)]
    pub(super) fn whole(write: impl FnOnce(&mut Self)) -> String {
        let mut pieces = Self::kept();
        write(&mut pieces);
        pieces.text
    }

    /// Adds to the report.
    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
        if self.text.len() >= LARGE {
            self.hand_on();
        }
    }

    /// The text that is added to.
    pub(crate) fn text(&mut self) -> &mut String {
        &mut self.text
    }

    fn hand_on(&mut self) {
        let Some(sink) = &mut self.sink else { return };
        // Where one piece could not be written, no other is of use.
        if self.trouble.is_none() {
            self.trouble = sink(&self.text).err();
        }
        self.text.clear();
    }

    /// Hands on what is left; gives the report, where it is kept.
    pub(crate) fn finish(mut self) -> Result<String, Trouble> {
        self.hand_on();
        self.trouble.map_or(Ok(self.text), Err)
    }

    /// Adds a value as JSON, laid out, as nothing breaks out of it.
    pub(crate) fn push_json(&mut self, value: &impl Serialize) -> serde_json::Result<()> {
        let mut lines = Lines { held: Vec::new(), pieces: self };
        serde_json::to_writer_pretty(&mut lines, value)?;
        lines.held.push(b'\n');
        lines.hand_on();
        Ok(())
    }
}

/// JSON on its way. It is handed on in whole lines: what must not break out of a line is told by what stands beside it.
struct Lines<'p, 'a, 's> {
    held: Vec<u8>,
    pieces: &'p mut Pieces<'a, 's>,
}

impl Lines<'_, '_, '_> {
    /// Hands on up to the last end of a line.
    fn hand_on(&mut self) {
        let end = self.held.iter().rposition(|&byte| byte == b'\n').map_or(0, |last| last + 1);
        let whole = self.held.get(..end).unwrap_or_default();
        self.pieces.push(&escape::json(&String::from_utf8_lossy(whole)));
        self.held.drain(..end);
    }
}

impl io::Write for Lines<'_, '_, '_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        // Only where a line ends: one that is very long is not searched over and over.
        if self.held.len() >= LARGE && bytes.contains(&b'\n') {
            self.hand_on();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{LARGE, Pieces, escape};

    #[test]
    fn pieces_are_what_the_whole_would_be() {
        let value: Vec<String> = (0..10_000).map(|number| format!("##vso[{number}] \u{202e}ä")).collect();
        let mut text = serde_json::to_string_pretty(&value).unwrap();
        text.push('\n');
        let whole = escape::json(&text);
        let mut seen = Vec::new();
        let mut sink = |piece: &str| {
            seen.push(piece.to_owned());
            Ok(())
        };
        let mut pieces = Pieces::to(&mut sink);
        pieces.push_json(&value).unwrap();
        assert_eq!(pieces.finish().unwrap(), "");
        assert!(seen.len() > 2 && seen.iter().all(|piece| piece.len() < 4 * LARGE));
        assert_eq!(seen.concat(), whole);
        let mut kept = Pieces::kept();
        kept.push_json(&value).unwrap();
        assert_eq!(kept.finish().unwrap(), whole);
    }

    #[test]
    fn nothing_is_written_after_a_piece_that_could_not_be() {
        let mut times = 0;
        let mut sink = |_: &str| {
            times += 1;
            Err(crate::errors::Trouble::new("the disk is full".to_owned()))
        };
        let mut pieces = Pieces::to(&mut sink);
        pieces.push(&"x".repeat(LARGE));
        pieces.push(&"y".repeat(LARGE));
        assert_eq!(pieces.finish().unwrap_err().message, "the disk is full");
        assert_eq!(times, 1);
    }
}
