//! Where an archive's bytes lie, and how they are read.

use std::{
    fs::File,
    io::{self, BufReader, Cursor, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::Arc,
};

/// An archive on disk of no more bytes is read at once, and its entries are inflated from there: asking the file system for each piece of
/// each entry takes longer. Solutions are smaller (95 of 96 public ones have less than a megabyte).
const SMALL: u64 = 4 << 20;

/// Where an archive's bytes lie.
#[derive(Debug, Clone)]
pub(super) enum Source {
    /// A file on disk, read where needed.
    Disk(PathBuf),
    /// An archive that is small, or lay in another one.
    Memory(SharedBytes),
}

/// Bytes that several readers have in common. (`Arc<[u8]>` would copy them once more.)
#[derive(Debug, Clone)]
pub(super) struct SharedBytes(Arc<Vec<u8>>);

impl From<Vec<u8>> for SharedBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Arc::new(bytes))
    }
}

impl AsRef<[u8]> for SharedBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

pub(super) trait ReadSeek: Read + Seek {}
impl<R: Read + Seek> ReadSeek for R {}

pub(super) type Reader = Box<dyn ReadSeek + Send + Sync>;

impl Source {
    /// An archive on disk, with its bytes where they are few.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn of_file(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() || metadata.len() > SMALL {
            return Ok(Self::Disk(path.to_owned()));
        }
        // One byte more tells a file that grows meanwhile.
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len() + 1).unwrap_or_default());
        (&mut file).take(SMALL + 1).read_to_end(&mut bytes)?;
        let is_whole = bytes.len() as u64 <= SMALL;
        Ok(if is_whole { Self::Memory(bytes.into()) } else { Self::Disk(path.to_owned()) })
    }

    /// The first bytes of it, at most so many.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn start(&self, most: usize) -> io::Result<Vec<u8>> {
        let mut start = Vec::with_capacity(most);
        self.reader(None)?.take(most as u64).read_to_end(&mut start)?;
        Ok(start)
    }

    /// The archive up to `end`, where its bytes are at hand.
    pub(super) fn bytes(&self, end: Option<u64>) -> Option<&[u8]> {
        let Self::Memory(bytes) = self else { return None };
        let end = end.and_then(|end| usize::try_from(end).ok());
        end.map_or(Some(bytes.as_ref()), |end| bytes.as_ref().get(..end))
    }

    /// What reads the archive up to `end`.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub(super) fn reader(&self, end: Option<u64>) -> io::Result<Reader> {
        let reader: Reader = match self {
            Self::Disk(path) => Box::new(BufReader::new(File::open(path)?)),
            Self::Memory(bytes) => Box::new(Cursor::new(bytes.clone())),
        };
        Ok(match end {
            Some(end) => Box::new(Window { inner: reader, at: 0, end }),
            None => reader,
        })
    }
}

/// The first bytes of something, as if the rest was not there.
struct Window {
    inner: Reader,
    at: u64,
    end: u64,
}

impl Read for Window {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let wanted = left.min(buffer.len());
        let read = self.inner.read(buffer.get_mut(..wanted).unwrap_or_default())?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Window {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.end.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        let target = target.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        self.at = self.inner.seek(SeekFrom::Start(target))?;
        Ok(self.at)
    }
}
