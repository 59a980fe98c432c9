//! Tables: CSV as PowerShell and spreadsheets write it, as the tree that JSON becomes.

use std::borrow::Cow;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};
use syntax::{Kind, Member, Span, Value};

#[cfg(test)]
mod tests;

/// A table as rows of objects. A cell is a string, and its place includes its quotes, as that of a string of JSON does. Empty cells
/// are left out: a table does not tell what is empty from what is not known.
#[derive(Debug)]
pub(super) struct Table<'t> {
    /// A list of objects.
    pub(super) root: Value<'t>,
    /// The names of the columns.
    pub(super) columns: Vec<Cow<'t, str>>,
    /// A row has fewer cells than the header: something may be cut off.
    pub(super) short: bool,
}

/// Whether a text that is no JSON means to be a table: its first line is the names of two columns or more. TOML assigns something in
/// its first line, or has a header in brackets.
pub(super) fn looks_like_table(text: &str) -> bool {
    let preamble = Preamble::of(text);
    let header = line(text.get(preamble.end..).unwrap_or_default());
    let delimiter = char::from(preamble.delimiter);
    let mut quoted = false;
    let columns: Vec<&str> = header
        .split(|character| {
            quoted ^= character == '"';
            character == delimiter && !quoted
        })
        .collect();
    columns.len() > 1 && columns.into_iter().all(is_column)
}

/// Whether it may be the name of a column, with or without quotes.
fn is_column(cell: &str) -> bool {
    let name = cell.trim();
    let name = name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name);
    name.chars().all(|character| character.is_alphanumeric() || " _.@:-()/".contains(character))
}

/// The first line of a text.
fn line(text: &str) -> &str {
    text.split(['\r', '\n']).next().unwrap_or_default()
}

/// What stands before the header.
struct Preamble {
    /// Where the header begins.
    end: usize,
    /// What stands between two cells.
    delimiter: u8,
}

impl Preamble {
    /// Skips empty lines, the line that `Export-Csv` names the type of the objects in, and the one that tells Excel the delimiter.
    fn of(text: &str) -> Self {
        let mut end = 0;
        let mut stated = None;
        while let Some(rest) = text.get(end..).filter(|rest| !rest.is_empty()) {
            let line = line(rest);
            let plain = line.trim_matches(['\u{feff}', ' ', '"']);
            if let Some(delimiter) = plain.get(..4).filter(|key| key.eq_ignore_ascii_case("sep=")).and(plain.get(4..)) {
                stated = delimiter.bytes().next().filter(|delimiter| DELIMITERS.contains(delimiter));
            } else if !plain.is_empty() && !line.starts_with("#TYPE ") {
                break;
            }
            // The line's end is one byte; of two, the second makes an empty line.
            end = (end + line.len() + 1).min(text.len());
        }
        let header = line(text.get(end..).unwrap_or_default());
        end += header.len() - header.trim_start_matches('\u{feff}').len();
        Self { end, delimiter: stated.unwrap_or_else(|| most_frequent(header)) }
    }
}

const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// The delimiter that a header has most of, outside of quotes; the comma, if none.
fn most_frequent(header: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [0_usize; DELIMITERS.len()];
    for byte in header.bytes() {
        quoted ^= byte == b'"';
        for (count, delimiter) in counts.iter_mut().zip(DELIMITERS) {
            *count += usize::from(byte == delimiter && !quoted);
        }
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    counts.iter().zip(DELIMITERS).find(|(count, _)| **count == most).map_or(b',', |(_, delimiter)| delimiter)
}

/// Reads a table, or says what is wrong with it, and in which row.
pub(super) fn parse(text: &str) -> Result<Table<'_>, String> {
    let preamble = Preamble::of(text);
    let mut cells = Cells::new(text, &preamble);
    let header = cells.record()?.unwrap_or_default();
    let columns: Vec<(Cow<'_, str>, Span)> = header.into_iter().map(|cell| (trimmed(cell.text), cell.span)).collect();
    let mut rows = Vec::new();
    let mut short = false;
    while let Some(record) = cells.record()? {
        if record.len() > columns.len() {
            let (row, has, names) = (rows.len() + 1, record.len(), columns.len());
            return Err(format!("row {row} has {has} cells, and the header names {names} columns"));
        }
        short |= record.len() < columns.len();
        rows.push(row(&columns, record));
    }
    let span = Span::new(preamble.end, text.len());
    let columns = columns.into_iter().map(|(name, _)| name).collect();
    Ok(Table { root: Value { span, kind: Kind::Array(rows) }, columns, short })
}

fn row<'t>(columns: &[(Cow<'t, str>, Span)], record: Vec<Cell<'t>>) -> Value<'t> {
    let start = record.first().map_or(0, |cell| cell.span.start);
    let end = record.last().map_or(start, |cell| cell.span.end);
    let told = columns.iter().zip(record).filter(|(_, cell)| !cell.text.trim().is_empty());
    let members = told.map(|((name, key_span), cell)| Member {
        key: name.clone(),
        key_span: *key_span,
        value: Value { span: cell.span, kind: Kind::String(cell.text) },
    });
    Value { span: Span { start, end }, kind: Kind::Object(members.collect()) }
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

/// A cell: its text without quotes, and its place with them.
struct Cell<'t> {
    text: Cow<'t, str>,
    span: Span,
}

/// The cells of a text one after the other.
struct Cells<'t> {
    text: &'t str,
    reader: Reader,
    /// What has been read.
    at: usize,
    /// A cell without its quotes.
    buffer: Vec<u8>,
}

impl<'t> Cells<'t> {
    fn new(text: &'t str, preamble: &Preamble) -> Self {
        let reader = ReaderBuilder::new().delimiter(preamble.delimiter).build();
        Self { text, reader, at: preamble.end, buffer: vec![0; 1024] }
    }

    /// The next record; `None` at the end.
    fn record(&mut self) -> Result<Option<Vec<Cell<'t>>>, String> {
        let mut record = Vec::new();
        while let Some((cell, last)) = self.cell(record.is_empty())? {
            record.push(cell);
            if last {
                break;
            }
        }
        Ok(Some(record).filter(|record| !record.is_empty()))
    }

    /// The next cell, and whether it is the last one of its record.
    fn cell(&mut self, first: bool) -> Result<Option<(Cell<'t>, bool)>, String> {
        let start = self.at;
        let mut written = 0;
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let room = self.buffer.get_mut(written..).unwrap_or_default();
            let (result, read, wrote) = self.reader.read_field(rest, room);
            let at_end = rest.is_empty();
            self.at += read;
            written += wrote;
            match result {
                // Asked again with nothing, the reader ends what it has begun.
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::OutputFull => self.buffer.resize(self.buffer.len() * 2, 0),
                ReadFieldResult::End => return Ok(None),
                ReadFieldResult::Field { record_end } => {
                    // What ends a cell is one byte; at the end of the text nothing does.
                    let end = self.at - usize::from(!at_end);
                    let raw = self.text.get(start..end).unwrap_or_default();
                    // The reader leaves the second byte of `\r\n` and empty lines to the next record.
                    let raw = if first { raw.trim_start_matches(['\r', '\n']) } else { raw };
                    if at_end && raw.starts_with('"') && raw.matches('"').count() % 2 == 1 {
                        return Err("the quotes of the last cell are not closed".to_owned());
                    }
                    let span = Span::new(end - raw.len(), end);
                    let text = plain(raw).map_or_else(
                        || {
                            let unquoted = self.buffer.get(..written).unwrap_or_default();
                            // Quotes and delimiters are ASCII: what is left of a text without them is text.
                            Cow::Owned(String::from_utf8_lossy(unquoted).into_owned())
                        },
                        Cow::Borrowed,
                    );
                    return Ok(Some((Cell { text, span }, record_end)));
                }
            }
        }
    }
}

/// A cell's text where it stands as such in the file.
fn plain(raw: &str) -> Option<&str> {
    let inner = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(raw);
    (!inner.contains('"')).then_some(inner)
}
