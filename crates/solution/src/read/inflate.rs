//! Inflates an entry whose packed bytes are at hand in one go: without a reader, its buffers and its state for each entry.

use flate2::{Decompress, FlushDecompress, Status};

use super::ambiguity::Stated;

/// The method of an entry that is stored as it is (APPNOTE 4.4.5).
const STORED: u16 = 0;
/// The method of nearly all entries.
const DEFLATED: u16 = 8;

/// What inflates the entries of one archive.
#[derive(Default)]
pub(super) struct Inflater(Option<Decompress>);

impl Inflater {
    /// The bytes of an entry, which are as many as the directory states and have the checksum that it states. `packed` is what follows the
    /// header before the entry. `None` where anything is out of the ordinary: the reader of archives knows what is wrong, if anything is.
    pub(super) fn whole(&mut self, entry: &Stated, packed: &[u8]) -> Option<Vec<u8>> {
        if entry.encrypted {
            return None;
        }
        let packed = packed.get(..usize::try_from(entry.compressed_size).ok()?)?;
        let size = usize::try_from(entry.size).ok()?;
        let bytes = match entry.method {
            STORED => packed.to_vec(),
            DEFLATED => self.inflated(packed, size)?,
            _ => return None,
        };
        (bytes.len() == size && crc32fast::hash(&bytes) == entry.crc32).then_some(bytes)
    }

    /// `None` where it does not end after so many bytes.
    fn inflated(&mut self, packed: &[u8], size: usize) -> Option<Vec<u8>> {
        let state = self.0.get_or_insert_with(|| Decompress::new(false));
        state.reset(false);
        let mut bytes = Vec::with_capacity(size);
        let status = state.decompress_vec(packed, &mut bytes, FlushDecompress::Finish).ok()?;
        (status == Status::StreamEnd).then_some(bytes)
    }
}
