//! Zip archives. The only file that names the `zip` crate.

use std::{
    io::{self, Read, Seek as _, SeekFrom},
    sync::Arc,
};

use zip::{
    ZipReadOptions,
    read::{ArchiveOffset, Config, OwnedZipFileEntry},
    result::{ZipError, ZipResult},
    unstable::read::ZipIterable,
};

use super::{
    Limits, ReadError,
    ambiguity::{self, Ambiguity, Stated},
    inflate::Inflater,
    limits::named,
    names::normalise,
    source::{Reader, Source},
};

/// An open archive: its directory in memory, its entries inflated on request.
pub(super) struct Archive {
    source: Source,
    /// Where the archive ends, if something (padding) follows it.
    end: Option<u64>,
    /// The files in it, in the order of its directory.
    entries: Arc<[Entry]>,
    /// Where its directory begins: its entries have no more packed bytes than that.
    directory: u64,
    /// It has more entries than the limits allow, and these are only the first of them.
    pub(super) cut: bool,
    /// What two readers of its directory could understand differently.
    pub(super) ambiguities: Arc<[Ambiguity]>,
    /// The same of the entries that were read since they were last taken.
    of_entries: Vec<Ambiguity>,
    reader: Option<Reader>,
    inflater: Inflater,
}

/// A file in an archive.
#[derive(Debug)]
pub(super) struct Entry {
    /// The name, normalised.
    pub(super) name: String,
    /// The inflated size, as the directory states it.
    pub(super) size: u64,
    data: OwnedZipFileEntry,
}

impl Archive {
    /// Reads an archive's directory.
    ///
    /// # Errors
    /// With what is wrong, in words.
    pub(super) fn open(source: Source, limits: &Limits) -> Result<Self, String> {
        let reader = source.reader(None).map_err(|error| error.to_string())?;
        let (end, listed) = match list(reader, limits) {
            Ok(listed) => (None, listed),
            Err(error) => {
                let padded = source.reader(None).and_then(|mut reader| end_before_padding(&mut reader));
                let Ok(Some(end)) = padded else { return Err(in_words(&error)) };
                let reader = source.reader(Some(end)).map_err(|error| error.to_string())?;
                (Some(end), list(reader, limits).map_err(|error| in_words(&error))?)
            }
        };
        // Padding stands behind the end, and is none of the archive.
        let looked = source
            .reader(end)
            .and_then(|mut reader| ambiguity::of_directory(&listed.stated, listed.directory, !listed.cut, &mut reader));
        let ambiguities = looked.map_err(|error| error.to_string())?.into();
        let entries = listed.entries.into();
        let (directory, cut) = (listed.directory, listed.cut);
        let inflater = Inflater::default();
        Ok(Self { source, end, entries, directory, cut, ambiguities, of_entries: Vec::new(), reader: None, inflater })
    }

    /// The same archive for a second user.
    pub(super) fn again(&self) -> Self {
        Self {
            source: self.source.clone(),
            end: self.end,
            entries: Arc::clone(&self.entries),
            directory: self.directory,
            cut: self.cut,
            ambiguities: Arc::clone(&self.ambiguities),
            of_entries: Vec::new(),
            reader: None,
            inflater: Inflater::default(),
        }
    }

    /// The files in it, in the order of its directory.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Takes what is ambiguous about the entries that were read.
    pub(super) fn take_ambiguities(&mut self) -> Vec<Ambiguity> {
        std::mem::take(&mut self.of_entries)
    }

    /// Inflates an entry, at most `limit` bytes.
    ///
    /// # Errors
    /// When it is larger, damaged, encrypted, or packed in a way that is not supported.
    pub(super) fn read(&mut self, entry: usize, limit: u64) -> Result<Vec<u8>, ReadError> {
        let unreadable = |error: &dyn std::fmt::Display| ReadError::Unreadable(error.to_string());
        let entries = Arc::clone(&self.entries);
        let entry = entries.get(entry).ok_or_else(|| unreadable(&"no such entry"))?;
        if entry.size > limit {
            return Err(too_large(limit));
        }
        let reader = match &mut self.reader {
            Some(reader) => reader,
            none => none.insert(self.source.reader(self.end).map_err(|error| unreadable(&error))?),
        };
        let stated = stated(&entry.data);
        let looked = ambiguity::of_entry(&stated, reader).map_err(|error| unreadable(&error))?;
        self.of_entries.extend(looked.ambiguity);
        let most = MOST_INFLATED.saturating_mul(stated.compressed_size.min(self.directory));
        let at_hand = || self.source.bytes(self.end)?.get(usize::try_from(looked.data?).ok()?..);
        if entry.size <= most
            && let Some(packed) = at_hand()
            && let Some(bytes) = self.inflater.whole(&stated, packed)
        {
            return Ok(bytes);
        }
        let inflating = entry
            .data
            .as_ref()
            .with_reader(reader, ZipReadOptions::new())
            .map_err(|error| ReadError::Unreadable(in_words(&error)))?;
        read_at_most(inflating, limit, entry.size.min(most))
    }
}

/// What a byte can inflate to at most: deflate writes 258 bytes with two bits (<https://zlib.net/zlib_tech.html>).
const MOST_INFLATED: u64 = 1032;

/// Reads to the end, which must come within `limit` bytes. For `expected` bytes room is made at once.
pub(super) fn read_at_most(reader: impl Read, limit: u64, expected: u64) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected.min(limit)).unwrap_or_default());
    reader
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| ReadError::Unreadable(error.to_string()))?;
    if bytes.len() as u64 > limit { Err(too_large(limit)) } else { Ok(bytes) }
}

/// The refusal of more than `limit` bytes.
pub(super) fn too_large(limit: u64) -> ReadError {
    ReadError::TooLarge(format!("it is larger than {limit} bytes ({})", named("entry-bytes", limit)))
}

/// An archive's directory.
struct Listed {
    /// The files.
    entries: Vec<Entry>,
    /// Everything, folders and links as well, as it is stated.
    stated: Vec<Stated>,
    /// Where the directory begins.
    directory: u64,
    cut: bool,
}

fn stated(entry: &OwnedZipFileEntry) -> Stated {
    #[expect(
        deprecated,
        reason = "the method's number is what the directory and the header before an entry have in common"
    )]
    let method = entry.compression().to_u16();
    Stated {
        name: entry.name_raw().into(),
        start: entry.header_start(),
        compressed_size: entry.compressed_size(),
        size: entry.size(),
        crc32: entry.crc32(),
        method,
        encrypted: entry.encrypted(),
    }
}

fn list(reader: Reader, limits: &Limits) -> ZipResult<Listed> {
    // The archive begins where the file begins. Otherwise a damaged archive whose end is cut off behind a stored inner
    // archive would be taken for that inner one.
    let config = Config { archive_offset: ArchiveOffset::Known(0) };
    let mut archive = ZipIterable::try_new(reader, config)?;
    let cut = archive.len() > limits.entries;
    let mut listed = Listed { entries: Vec::new(), stated: Vec::new(), directory: u64::MAX, cut };
    for entry in archive.files()?.take(limits.entries) {
        let entry = OwnedZipFileEntry::from(entry?);
        listed.directory = listed.directory.min(entry.central_header_start());
        listed.stated.push(stated(&entry));
        let name = match entry.name() {
            Ok(name) => name.into_owned(),
            Err(_) => String::from_utf8_lossy(entry.name_raw()).into_owned(),
        };
        // Some packers mark folders by a backslash only. A link's content is another file's name, not a file.
        let folder = entry.is_dir() || name.ends_with(['/', '\\']);
        let name = normalise(&name);
        if !folder && !entry.is_symlink() && !name.is_empty() {
            listed.entries.push(Entry { name, size: entry.size(), data: entry });
        }
    }
    Ok(listed)
}

/// The end of an archive that is followed by zeros (26 apps of 2019/20 are padded to 1,065,033 bytes: readers that look for
/// the end record in the last 64 KB do not find it). Nothing but zeros may follow.
fn end_before_padding(reader: &mut Reader) -> io::Result<Option<u64>> {
    const RECORD: usize = 22;
    const SIGNATURE: &[u8] = b"PK\x05\x06";
    let length = reader.seek(SeekFrom::End(0))?;
    let Some(last) = last_non_zero(reader, length)? else { return Ok(None) };
    // The record ends with the length of a comment, usually zeros that look like padding.
    let end = length.min(last + 1 + RECORD as u64);
    let start = end.saturating_sub((RECORD * 2 + usize::from(u16::MAX)) as u64);
    reader.seek(SeekFrom::Start(start))?;
    let mut tail = Vec::new();
    reader.take(end - start).read_to_end(&mut tail)?;
    Ok(tail.windows(RECORD).enumerate().rev().find_map(|(at, record)| {
        let comment = match record {
            [.., low, high] if record.starts_with(SIGNATURE) => u64::from(u16::from_le_bytes([*low, *high])),
            _ => return None,
        };
        let archive_end = start + (at + RECORD) as u64 + comment;
        (archive_end > last && archive_end <= length).then_some(archive_end)
    }))
}

/// Where the last byte that is not zero stands.
fn last_non_zero(reader: &mut Reader, length: u64) -> io::Result<Option<u64>> {
    const BLOCK: u64 = 1 << 16;
    let mut end = length;
    let mut block = Vec::new();
    while end > 0 {
        let start = end.saturating_sub(BLOCK);
        reader.seek(SeekFrom::Start(start))?;
        block.clear();
        reader.take(end - start).read_to_end(&mut block)?;
        if let Some(at) = block.iter().rposition(|&byte| byte != 0) {
            return Ok(Some(start + at as u64));
        }
        end = start;
    }
    Ok(None)
}

/// What is wrong, for people.
fn in_words(error: &ZipError) -> String {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => "it is encrypted".to_owned(),
        ZipError::CompressionMethodNotSupported(method) => {
            format!("it is packed by method {method}, which is not supported")
        }
        ZipError::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => "it ends too early".to_owned(),
        ZipError::Io(error) => error.to_string(),
        ZipError::InvalidArchive(what) if what.contains("EOCD") => {
            "its end is missing: it is cut off, or not wholly downloaded".to_owned()
        }
        ZipError::InvalidArchive(what) => format!("not an intact zip archive: {what}"),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::{Cursor, Write as _};

    use proptest::prelude::*;
    use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn zip(files: &[(Vec<u8>, bool)], streamed: bool) -> Vec<u8> {
        let options = |deflated: bool| {
            let method = if deflated { CompressionMethod::Deflated } else { CompressionMethod::Stored };
            SimpleFileOptions::default().compression_method(method)
        };
        macro_rules! written {
            ($writer:expr) => {{
                let mut writer = $writer;
                for (number, (bytes, deflated)) in files.iter().enumerate() {
                    writer.start_file(format!("{number}.json"), options(*deflated)).unwrap();
                    writer.write_all(bytes).unwrap();
                }
                writer.finish().unwrap().into_inner()
            }};
        }
        if streamed {
            written!(ZipWriter::new_stream(Vec::new()))
        } else {
            written!(ZipWriter::new(Cursor::new(Vec::new())))
        }
    }

    /// What an entry says, or why it says nothing, and what is ambiguous about it.
    type Told = (Result<Vec<u8>, String>, Vec<Ambiguity>);

    /// What every entry of an archive says, or why it says nothing.
    fn told(source: Source) -> Result<Vec<Told>, String> {
        let mut archive = Archive::open(source, &Limits::default())?;
        let entries = 0..archive.entries().len();
        let told = entries.map(|entry| {
            let bytes = archive.read(entry, 1 << 20).map_err(|error| error.to_string());
            (bytes, archive.take_ambiguities())
        });
        Ok(told.collect())
    }

    proptest! {
        #[test]
        fn an_archive_says_the_same_from_disk_and_from_memory(
            files in prop::collection::vec((prop::collection::vec(0_u8..4, 0..2000), any::<bool>()), 1..4),
            streamed in any::<bool>(),
            damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
            padding in prop::option::of(0..70_000_usize),
        ) {
            let mut bytes = zip(&files, streamed);
            for (place, byte) in &damage {
                let place = place.index(bytes.len());
                bytes[place] = *byte;
            }
            bytes.extend(std::iter::repeat_n(0, padding.unwrap_or_default()));
            let file = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(file.path(), &bytes).unwrap();
            let in_memory = Source::of_file(file.path()).unwrap();
            prop_assert!(in_memory.bytes(None).is_some());
            let told_in_memory = told(in_memory);
            if damage.is_empty() {
                let read: Vec<_> = told_in_memory.clone().unwrap().into_iter().map(|(bytes, _)| bytes.unwrap()).collect();
                prop_assert_eq!(read, files.into_iter().map(|(bytes, _)| bytes).collect::<Vec<_>>());
            }
            prop_assert_eq!(told_in_memory, told(Source::Disk(file.path().to_owned())));
        }
    }
}
