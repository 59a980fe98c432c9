//! Telling a single flow's JSON.

use syntax::{decode, json};

use super::{FileId, PackageFiles};

/// Whether the only file of these is the JSON of a flow: `properties.definition`, as in solutions and legacy packages.
pub(super) fn is_flow(files: &mut PackageFiles) -> bool {
    files.read(FileId(0)).is_ok_and(|bytes| bytes_are_flow(bytes) == Some(true))
}

/// Keys that a flow has in its `properties`; a file that was cut off has only the first of them.
const FLOW_KEYS: [&str; 2] = ["\"connectionReferences\"", "\"definition\""];

/// Whether bytes are the JSON of a flow; `None` where they look like one that is malformed.
pub(super) fn bytes_are_flow(bytes: Vec<u8>) -> Option<bool> {
    let Ok(text) = decode(bytes) else { return Some(false) };
    let text = text.text;
    if !text.trim_start().starts_with('{') {
        return Some(false);
    }
    match json::parse(&text) {
        Ok(document) => Some(document.root.at(&["properties", "definition"]).is_some()),
        Err(_) if text.contains("\"properties\"") && FLOW_KEYS.iter().any(|key| text.contains(key)) => None,
        Err(_) => Some(false),
    }
}
