//! Archives that lie, and texts that nobody would write: made from recipes, so that a reader sees what is wrong with them.

use std::{collections::BTreeMap, io::Write as _};

use serde::Deserialize;

/// A recipe: what is laid into a folder to be checked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Recipe {
    /// What it is, for the table in docs/hardening.md.
    pub about: String,
    /// Which part of that table it belongs to.
    pub part: String,
    /// powerlint.toml.
    #[serde(default)]
    pub config: String,
    /// Entries of `Contoso.zip` beside those of an ordinary solution.
    #[serde(default)]
    entry: Vec<Entry>,
    /// What is wrong with the archive as such; without it and without entries there is none.
    archive: Option<Archive>,
    /// Files in the folder `Contoso`, over those of an ordinary solution.
    #[serde(default)]
    file: Vec<File>,
}

/// Bytes, in the way that is easiest to read.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Content {
    text: Option<String>,
    /// Pairs of hexadecimal digits, with blanks between them as one likes.
    hex: Option<String>,
    /// A piece, and how often: in place of `{}` in `text`, or alone.
    repeat: Option<(String, usize)>,
    /// Two pieces, each so often, one after the other.
    around: Option<(String, String, usize)>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
#[allow(clippy::struct_excessive_bools, reason = "they are the flags of a format")]
struct Entry {
    name: String,
    /// The name as bytes, where it is no text.
    name_hex: Option<String>,
    #[serde(flatten)]
    content: Content,
    /// Packed; otherwise stored.
    packed: bool,
    /// What the header before the entry says instead.
    local_name: Option<String>,
    local_method: Option<u16>,
    local_size: Option<u32>,
    local_encrypted: bool,
    /// What both say.
    method: Option<u16>,
    size: Option<u32>,
    crc: Option<u32>,
    encrypted: bool,
    /// Not in the directory.
    hidden: bool,
    /// The directory leads to the entry before.
    shares_bytes: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Archive {
    /// Without the files of an ordinary solution.
    bare: bool,
    before: String,
    behind: String,
    zeros: usize,
    comment: String,
    /// The end record stands there once more.
    second_end: bool,
    /// Only so much of it, in percent.
    cut: Option<usize>,
    entries_stated: Option<u16>,
    /// Added to where the directory is said to begin.
    directory_off_by: u32,
    /// Archives around it.
    nested: usize,
    /// So many empty entries more.
    empty_entries: usize,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct File {
    path: String,
    #[serde(flatten)]
    content: Content,
}

fn of_hex(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

impl Content {
    fn bytes(&self) -> Vec<u8> {
        let text = self.text.as_deref().unwrap_or("{}");
        match (&self.hex, &self.repeat, &self.around) {
            (Some(hex), ..) => of_hex(hex),
            (_, Some((piece, times)), _) => text.replace("{}", &piece.repeat(*times)).into_bytes(),
            (.., Some((before, behind, times))) => [before.repeat(*times), behind.repeat(*times)].concat().into_bytes(),
            _ => self.text.clone().unwrap_or_default().into_bytes(),
        }
    }
}

/// The files of an ordinary solution with one flow.
fn ordinary() -> BTreeMap<String, Vec<u8>> {
    const FLOW: &str = "Tidyup-44444444-0000-0000-0000-000000000001";
    let files = [
        (
            "solution.xml".to_owned(),
            "<ImportExportXml><SolutionManifest><UniqueName>Contoso</UniqueName><Version>1.0.0.0</Version><Managed>0</Managed>\
             <Publisher><UniqueName>contoso</UniqueName><CustomizationPrefix>contoso</CustomizationPrefix></Publisher>\
             <RootComponents /><MissingDependencies /></SolutionManifest></ImportExportXml>"
                .to_owned(),
        ),
        (
            "customizations.xml".to_owned(),
            format!(
                "<ImportExportXml><Workflows><Workflow WorkflowId=\"{{44444444-0000-0000-0000-000000000001}}\" Name=\"Tidy up\">\
                 <JsonFileName>/Workflows/{FLOW}.json</JsonFileName><Category>5</Category><StateCode>1</StateCode></Workflow>\
                 </Workflows></ImportExportXml>"
            ),
        ),
        (
            format!("Workflows/{FLOW}.json"),
            r#"{"properties":{"connectionReferences":{},"definition":{"triggers":{"Recurrence":{"type":"Recurrence","recurrence":{"frequency":"Day","interval":1}}},"actions":{"Compose":{"type":"Compose","inputs":"done","runAfter":{}}}}},"schemaVersion":"1.0.0.0"}"#
                .to_owned(),
        ),
    ];
    files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect()
}

impl Recipe {
    /// The files of the folder to be checked.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        if !self.config.is_empty() {
            files.insert("powerlint.toml".to_owned(), self.config.clone().into_bytes());
        }
        if !self.entry.is_empty() || self.archive.is_some() {
            files.insert("Contoso.zip".to_owned(), self.zip());
        }
        if !self.file.is_empty() {
            files.extend(ordinary().into_iter().map(|(name, bytes)| (format!("Contoso/{name}"), bytes)));
            files.extend(self.file.iter().map(|file| (format!("Contoso/{}", file.path), file.content.bytes())));
        }
        files
    }

    fn zip(&self) -> Vec<u8> {
        let nothing = Archive::default();
        let archive = self.archive.as_ref().unwrap_or(&nothing);
        let mut writer = Writer { bytes: archive.before.clone().into_bytes(), ..Writer::default() };
        if !archive.bare {
            for (name, bytes) in ordinary() {
                writer.add(&Entry { name, packed: true, ..Entry::default() }, &bytes);
            }
        }
        self.entry.iter().for_each(|entry| writer.add(entry, &entry.content.bytes()));
        for number in 0..archive.empty_entries {
            writer.add(&Entry { name: format!("Images/{number}"), ..Entry::default() }, &[]);
        }
        let mut zip = writer.finish(archive);
        for level in 0..archive.nested {
            let mut outer = Writer::default();
            outer.add(&Entry { name: format!("level{level}.zip"), ..Entry::default() }, &zip);
            zip = outer.finish(&nothing);
        }
        if let Some(percent) = archive.cut {
            zip.truncate(zip.len() * percent / 100);
        }
        zip
    }
}

/// Writes archives, also such as no writer would make.
#[derive(Default)]
struct Writer {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
    /// Where the header of the last entry begins.
    last: u32,
}

/// The version that is needed to unpack.
const VERSION: u16 = 20;

impl Writer {
    fn add(&mut self, entry: &Entry, raw: &[u8]) {
        let (data, sum) = if entry.packed { deflated(raw) } else { (raw.to_vec(), crc32(raw)) };
        let method = entry.method.unwrap_or(if entry.packed { 8 } else { 0 });
        let crc = entry.crc.unwrap_or(sum);
        let size = entry.size.unwrap_or_else(|| u32::try_from(raw.len()).unwrap());
        let stored = u32::try_from(data.len()).unwrap();
        let name = entry.name_hex.as_ref().map_or_else(|| entry.name.clone().into_bytes(), |hex| of_hex(hex));
        // The second bit of the second byte: names are UTF-8.
        let flags = |encrypted: bool| 0x0800 | u16::from(encrypted);
        let local_name = entry.local_name.clone().map_or_else(|| name.clone(), String::into_bytes);
        let start = if entry.shares_bytes { self.last } else { u32::try_from(self.bytes.len()).unwrap() };
        if !entry.shares_bytes {
            self.bytes.extend(b"PK\x03\x04");
            for number in
                [VERSION, flags(entry.encrypted || entry.local_encrypted), entry.local_method.unwrap_or(method), 0, 33]
            {
                self.bytes.extend(number.to_le_bytes());
            }
            for number in [crc, stored, entry.local_size.unwrap_or(size)] {
                self.bytes.extend(number.to_le_bytes());
            }
            self.bytes.extend(u16::try_from(local_name.len()).unwrap().to_le_bytes());
            self.bytes.extend([0, 0]);
            self.bytes.extend(&local_name);
            self.bytes.extend(&data);
        }
        self.last = start;
        if entry.hidden {
            return;
        }
        self.count += 1;
        self.directory.extend(b"PK\x01\x02");
        for number in [VERSION, VERSION, flags(entry.encrypted), method, 0, 33] {
            self.directory.extend(number.to_le_bytes());
        }
        for number in [crc, stored, size] {
            self.directory.extend(number.to_le_bytes());
        }
        self.directory.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        self.directory.extend([0; 12]);
        self.directory.extend(start.to_le_bytes());
        self.directory.extend(&name);
    }

    fn finish(mut self, archive: &Archive) -> Vec<u8> {
        let start = u32::try_from(self.bytes.len()).unwrap() + archive.directory_off_by;
        self.bytes.extend(&self.directory);
        let mut end = b"PK\x05\x06\0\0\0\0".to_vec();
        let count = archive.entries_stated.unwrap_or(self.count);
        end.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
        end.extend(u32::try_from(self.directory.len()).unwrap().to_le_bytes());
        end.extend(start.to_le_bytes());
        let record = [&end[..], &[0, 0]].concat();
        let mut comment = archive.comment.clone().into_bytes();
        if archive.second_end {
            comment.extend(&record);
        }
        end.extend(u16::try_from(comment.len()).unwrap().to_le_bytes());
        end.extend(comment);
        self.bytes.extend(end);
        self.bytes.extend(archive.behind.bytes());
        self.bytes.extend(std::iter::repeat_n(0, archive.zeros));
        self.bytes
    }
}

/// What the `zip` crate makes of bytes, without the archive around it, and their checksum.
fn deflated(raw: &[u8]) -> (Vec<u8>, u32) {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    writer.start_file("x", options).unwrap();
    writer.write_all(raw).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let entry = archive.by_index_raw(0).unwrap();
    let (start, length) = (entry.data_start().unwrap(), entry.compressed_size());
    let start = usize::try_from(start).unwrap();
    (bytes[start..start + usize::try_from(length).unwrap()].to_vec(), entry.crc32())
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes
        .iter()
        .fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 * (crc & 1))))
}
