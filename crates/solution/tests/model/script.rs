//! The scripts of desktop flows, in the forms in which packages hold them, whole and damaged.

use std::io::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use powerlint_solution::PackageKind;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{Files, with_package};

const SCRIPT: &str =
    "@INPUT Größe : { 'DefaultValue': '' }\r\nCALL Work\r\nFUNCTION Work GLOBAL\r\n    WAIT 1\r\nEND FUNCTION";

const FILE: &str = "Workflows/Fillform-44444444-0000-0000-0000-000000000001.json";

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// The archive of a desktop flow of 2021, in base64.
fn packed(script: &[u8]) -> String {
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in [("imageRepo.imgrepo", &b"{}"[..]), ("script.robin", script)] {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    STANDARD.encode(archive.finish().unwrap().into_inner())
}

/// The script of the only flow of a package with a `Workflow` element and a file.
fn script(element: &str, file: Option<&str>) -> Option<String> {
    let name = file.map(|_| format!("<JsonFileName>/{FILE}</JsonFileName>")).unwrap_or_default();
    let customizations = format!(
        "<ImportExportXml><Workflows><Workflow WorkflowId=\"{{44444444-0000-0000-0000-000000000001}}\" Name=\"Fill form\">\
         {name}<Category>6</Category>{element}</Workflow></Workflows></ImportExportXml>"
    );
    let mut files: Files = vec![("customizations.xml".to_owned(), customizations.into_bytes())];
    files.extend(file.map(|text| (FILE.to_owned(), text.as_bytes().to_vec())));
    with_package(PackageKind::SolutionZip, files, |package, _| {
        assert_eq!(package.flows.len(), 1);
        package.flows[0].script()
    })
}

fn file(package: &str) -> String {
    format!("{{\"properties\":{{\"definition\":{{\"package\":\"{package}\"}}}},\"schemaversion\":\"ROBIN_20201207\"}}")
}

#[test]
fn older_exports_hold_it_in_an_archive_and_newer_ones_in_the_element() {
    for script_bytes in [utf16(SCRIPT), [vec![0xFF, 0xFE], utf16(SCRIPT)].concat(), SCRIPT.as_bytes().to_vec()] {
        assert_eq!(script("", Some(&file(&packed(&script_bytes)))).as_deref(), Some(SCRIPT));
    }
    let definition = format!("<Definition>{}</Definition>", serde_json::to_string(SCRIPT).unwrap());
    assert_eq!(script(&definition, None).as_deref(), Some(SCRIPT));
    assert_eq!(script(&definition, Some(&file(""))).as_deref(), Some(SCRIPT));
}

#[test]
fn what_is_damaged_or_missing_is_no_script() {
    let whole = packed(&utf16(SCRIPT));
    let odd = packed(&utf16(SCRIPT)[..11]);
    for package in ["", "!", &whole[..whole.len() / 2], "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==", &odd] {
        assert_eq!(script("", Some(&file(package))), None, "{package}");
    }
    for element in ["", "<Definition></Definition>", "<Definition>{}</Definition>", "<Definition>\"open</Definition>"] {
        assert_eq!(script(element, None), None, "{element}");
    }
}
