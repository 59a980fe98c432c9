//! What two readers of one archive could understand differently. An archive says everything twice, in its directory and before each
//! entry, and readers differ in which they believe: what a checker read is then not what is imported.

use std::io::{self, Read, Seek, SeekFrom};

use memchr::memmem;

use super::names::normalise;
use crate::{Problem, ProblemKind};

/// The fixed part of the header before each entry (APPNOTE 4.3.7).
const LOCAL_HEADER: usize = 30;
const LOCAL_SIGNATURE: &[u8; 4] = b"PK\x03\x04";
/// The record at the end, without its comment (APPNOTE 4.3.16).
const END_RECORD: usize = 22;
const END_SIGNATURE: &[u8; 4] = b"PK\x05\x06";
/// What may follow an entry's data: sizes and checksum of an entry that was written as a stream (APPNOTE 4.3.9).
const DESCRIPTOR: u64 = 24;
/// Sizes and checksum follow the data, and are not in the header before it.
const STREAMED: u16 = 1 << 3;
const ENCRYPTED: u16 = 1;

/// An entry as the directory states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stated {
    /// The name as its bytes.
    pub(super) name: Box<[u8]>,
    /// Where the header before it begins.
    pub(super) start: u64,
    pub(super) compressed_size: u64,
    pub(super) size: u64,
    pub(super) crc32: u32,
    pub(super) method: u16,
    pub(super) encrypted: bool,
}

impl Stated {
    /// The name for people.
    fn shown(&self) -> String {
        normalise(&String::from_utf8_lossy(&self.name))
    }

    /// Where its data ends at the earliest.
    fn end(&self) -> u64 {
        let header = LOCAL_HEADER.saturating_add(self.name.len()) as u64;
        self.start.saturating_add(header).saturating_add(self.compressed_size)
    }
}

/// Something that can be understood in two ways: the entry that it is about, if any, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ambiguity {
    pub(super) entry: Option<String>,
    pub(super) message: String,
}

impl Ambiguity {
    fn new(entry: Option<String>, message: impl Into<String>) -> Self {
        Self { entry, message: message.into() }
    }

    /// It as a problem of the package, without a place: the directory is in no file.
    pub(super) fn into_problem(self) -> Problem {
        Problem::new(ProblemKind::AmbiguousArchive, None, self.entry.unwrap_or_default(), self.message)
    }
}

/// What an archive's directory and shape leave open. `directory` is where the directory begins;
/// `whole` says whether the entries are all that it names.
///
/// # Errors
/// When the archive cannot be read.
pub(super) fn of_directory(
    entries: &[Stated],
    directory: u64,
    whole: bool,
    reader: &mut (impl Read + Seek),
) -> io::Result<Vec<Ambiguity>> {
    let mut found: Vec<Ambiguity> = entries.iter().filter_map(of_name).collect();
    let mut order: Vec<&Stated> = entries.iter().collect();
    order.sort_by_key(|entry| entry.start);
    if let Some(first) = order.first().filter(|first| first.start > 0 && first.start < directory) {
        let message = format!(
            "{} before the first entry: the file may be something else as well to another reader",
            bytes(first.start)
        );
        found.push(Ambiguity::new(None, message));
    }
    for (at, entry) in order.iter().enumerate() {
        let next = order.get(at + 1);
        let limit = next.map_or(directory, |next| next.start);
        if entry.end() > limit {
            let other = next.map_or_else(|| "the archive's directory".to_owned(), |next| format!("`{}`", next.shown()));
            let message = format!("`{}` and {other} share the same bytes", entry.shown());
            found.push(Ambiguity::new(Some(entry.shown()), message));
        } else if whole && limit - entry.end() > DESCRIPTOR && hides_an_entry(entry, limit, reader)? {
            let message = format!("an entry behind `{}` is not in the archive's directory", entry.shown());
            found.push(Ambiguity::new(Some(entry.shown()), message));
        }
    }
    found.extend(of_end(directory, reader)?);
    Ok(found)
}

/// Whether a name holds nothing that could leave anything open, as nearly every name.
fn is_plain(name: &[u8]) -> bool {
    let is_visible = |byte: &u8| matches!(byte, b' '..=b'~');
    let begins_well = !matches!(name, [b'/' | b'\\', ..] | [_, b':', ..]);
    begins_well && name.iter().all(is_visible) && memmem::find(name, b"..").is_none()
}

/// What the name of an entry leaves open.
fn of_name(entry: &Stated) -> Option<Ambiguity> {
    let what = if is_plain(&entry.name) { None } else { left_open(&entry.name) };
    let name = || String::from_utf8_lossy(&entry.name);
    what.map(|what| Ambiguity::new(Some(entry.shown()), format!("the name `{}` {what}", name())))
}

/// What a name leaves open, in words.
fn left_open(name: &[u8]) -> Option<&'static str> {
    let shown = String::from_utf8_lossy(name);
    let mut parts = shown.split(['/', '\\']);
    let drive = matches!(name, [drive, b':', ..] if drive.is_ascii_alphabetic());
    if parts.any(|part| part == "..") {
        Some("leads out of the folder that it is unpacked to")
    } else if shown.starts_with(['/', '\\']) || drive {
        Some("is an absolute path")
    } else if shown.contains(|char: char| char.is_control()) {
        Some("holds control characters, at which other readers end it")
    } else if std::str::from_utf8(name).is_err() {
        Some("is not UTF-8, so that every reader reads another one")
    } else {
        None
    }
}

/// Whether an entry that the directory does not name begins between the end of one and what follows it.
fn hides_an_entry(entry: &Stated, limit: u64, reader: &mut (impl Read + Seek)) -> io::Result<bool> {
    /// A gap is searched no further than this.
    const FAR: u64 = 1 << 20;
    let Some(header) = local_header(entry, reader)? else { return Ok(false) };
    let start = entry.end().saturating_add(u64::from(header.extra));
    if start >= limit {
        return Ok(false);
    }
    reader.seek(SeekFrom::Start(start))?;
    let mut gap = Vec::new();
    reader.take((limit - start).min(FAR)).read_to_end(&mut gap)?;
    Ok(memmem::find(&gap, LOCAL_SIGNATURE).is_some())
}

/// What stands behind the directory: one end record, whose comment ends the file. Nothing but zeros may follow.
fn of_end(directory: u64, reader: &mut (impl Read + Seek)) -> io::Result<Option<Ambiguity>> {
    /// A directory is searched no further back than its end record's comment reaches.
    const TAIL: u64 = END_RECORD as u64 + u16::MAX as u64 + 1;
    let length = reader.seek(SeekFrom::End(0))?;
    let start = length.saturating_sub(TAIL).max(directory).min(length);
    reader.seek(SeekFrom::Start(start))?;
    let mut tail = Vec::new();
    reader.take(length - start).read_to_end(&mut tail)?;
    // The directory itself can be large.
    let records: Vec<usize> =
        memmem::find_iter(&tail, END_SIGNATURE).filter(|at| tail.len() - at >= END_RECORD).collect();
    let end_of = |at: usize| match tail.get(at + END_RECORD - 2..at + END_RECORD) {
        Some([low, high]) => at + END_RECORD + usize::from(u16::from_le_bytes([*low, *high])),
        _ => tail.len(),
    };
    Ok(match records.as_slice() {
        [] => None,
        [at] => {
            let behind = tail.get(end_of(*at)..).unwrap_or_default();
            let more = behind.iter().rposition(|&byte| byte != 0).map(|last| last as u64 + 1);
            more.map(|more| Ambiguity::new(None, format!("{} behind the end of the archive", bytes(more))))
        }
        more => Some(Ambiguity::new(
            None,
            format!("the archive has {} end records, and readers differ in which they take", more.len()),
        )),
    })
}

/// What stands before an entry.
struct LocalHeader {
    flags: u16,
    method: u16,
    crc32: u32,
    compressed_size: u32,
    size: u32,
    extra: u16,
    name: Vec<u8>,
}

/// The header before an entry; `None` where there is none.
fn local_header(entry: &Stated, reader: &mut (impl Read + Seek)) -> io::Result<Option<LocalHeader>> {
    reader.seek(SeekFrom::Start(entry.start))?;
    let mut fixed = [0; LOCAL_HEADER];
    match reader.read_exact(&mut fixed) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    let [
        p,
        k,
        three,
        four,
        _,
        _,
        f0,
        f1,
        m0,
        m1,
        _,
        _,
        _,
        _,
        c0,
        c1,
        c2,
        c3,
        z0,
        z1,
        z2,
        z3,
        s0,
        s1,
        s2,
        s3,
        n0,
        n1,
        e0,
        e1,
    ] = fixed;
    if [p, k, three, four] != *LOCAL_SIGNATURE {
        return Ok(None);
    }
    let mut name = Vec::new();
    reader.take(u64::from(u16::from_le_bytes([n0, n1]))).read_to_end(&mut name)?;
    Ok(Some(LocalHeader {
        flags: u16::from_le_bytes([f0, f1]),
        method: u16::from_le_bytes([m0, m1]),
        crc32: u32::from_le_bytes([c0, c1, c2, c3]),
        compressed_size: u32::from_le_bytes([z0, z1, z2, z3]),
        size: u32::from_le_bytes([s0, s1, s2, s3]),
        extra: u16::from_le_bytes([e0, e1]),
        name,
    }))
}

/// What the header before an entry tells.
#[derive(Debug, Default)]
pub(super) struct Looked {
    /// Where it says something else than the directory.
    pub(super) ambiguity: Option<Ambiguity>,
    /// Where the entry's data begins; `None` where there is no header.
    pub(super) data: Option<u64>,
}

/// Looks at the header before an entry.
///
/// # Errors
/// When the archive cannot be read.
pub(super) fn of_entry(entry: &Stated, reader: &mut (impl Read + Seek)) -> io::Result<Looked> {
    let Some(header) = local_header(entry, reader)? else { return Ok(Looked::default()) };
    let length = LOCAL_HEADER.saturating_add(header.name.len()).saturating_add(usize::from(header.extra));
    Ok(Looked { ambiguity: differs(entry, &header), data: Some(entry.start.saturating_add(length as u64)) })
}

/// Where the header before an entry says something else than the directory.
fn differs(entry: &Stated, header: &LocalHeader) -> Option<Ambiguity> {
    let shown = entry.shown();
    // A size that does not fit stands in an extra field, and here is nothing but ones.
    let fits = |stated: u64, here: u32| here == u32::MAX || stated == u64::from(here);
    let same_size = fits(entry.size, header.size) && fits(entry.compressed_size, header.compressed_size);
    let streamed = header.flags & STREAMED != 0;
    let encrypted = header.flags & ENCRYPTED != 0;
    let message = if header.name != *entry.name {
        let here = String::from_utf8_lossy(&header.name);
        format!("`{shown}` is called `{here}` in the header before it")
    } else if encrypted != entry.encrypted {
        let (one, other) = if encrypted { ("is", "is not") } else { ("is not", "is") };
        format!("by the header before it `{shown}` {one} encrypted, by the archive's directory it {other}")
    } else if !encrypted && header.method != entry.method {
        let (here, there) = (header.method, entry.method);
        format!("by the header before it `{shown}` is packed by method {here}, by the archive's directory by {there}")
    } else if !streamed && header.crc32 != entry.crc32 {
        format!("the header before `{shown}` states another checksum than the archive's directory")
    } else if !streamed && !same_size {
        format!("the header before `{shown}` states another size than the archive's directory")
    } else {
        return None;
    };
    Some(Ambiguity::new(Some(shown), message))
}

fn bytes(count: u64) -> String {
    if count == 1 { "one byte stands".to_owned() } else { format!("{count} bytes stand") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{is_plain, left_open};

    proptest! {
        #[test]
        fn a_plain_name_leaves_nothing_open(name in "[a-zC:./\\\\ \\x00-\\x1f\u{7f}\u{85}é]{0,5}") {
            prop_assert!(!is_plain(name.as_bytes()) || left_open(name.as_bytes()).is_none());
        }
    }

    #[test]
    fn most_names_are_plain() {
        for name in ["solution.xml", "Workflows/Notify (new)-44444444.json", "[Content_Types].xml", "a.b/c..d"] {
            assert_eq!(is_plain(name.as_bytes()), !name.contains(".."), "{name}");
            assert_eq!(left_open(name.as_bytes()), None);
        }
    }
}
