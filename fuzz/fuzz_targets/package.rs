//! An intact archive of any files, checked with every rule on. In the input each file is a line with its name behind `\x1c`, and then
//! its text: so real packages can be mutated without damage to the archive.
#![no_main]

use std::io::{Cursor, Write as _};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

mod run;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for file in bytes.split(|&byte| byte == 0x1c).skip(1) {
        let end = file.iter().position(|&byte| byte == b'\n').unwrap_or(file.len());
        let (name, text) = file.split_at(end);
        // The writer refuses a name that it has already.
        if writer.start_file(String::from_utf8_lossy(name), options).is_ok() {
            writer.write_all(text.get(1..).unwrap_or_default()).expect("memory can be written");
        }
    }
    run::over(&writer.finish().expect("memory can be written").into_inner());
});
