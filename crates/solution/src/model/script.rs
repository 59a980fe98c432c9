//! The script of a desktop flow.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use syntax::Value;

use super::{Flow, FlowKind};
use crate::read;

/// The name of the script in the archive that a desktop flow's file holds.
const SCRIPT: &str = "script.robin";

/// How long a script may be, in bytes: a hundred times what the longest known ones have.
const LONGEST: u64 = 16 << 20;

impl Flow<'_> {
    /// The script of a desktop flow, unpacked anew at each call. `None` for every other flow, and where the package does not hold it or it
    /// cannot be read.
    ///
    /// Exports of 2021 (`ROBIN_20201207`, both desktop flows of the packages that were looked at) hold it in `properties.definition.package`: a zip
    /// in base64, whose `script.robin` is UTF-16 without a byte order mark. Later ones leave that empty and have the script as a string
    /// of JSON in the `Definition` of the `Workflow` element.
    #[must_use]
    pub fn script(&self) -> Option<String> {
        if self.kind != FlowKind::Desktop {
            return None;
        }
        let packed = self.root.and_then(|root| root.at(&["properties", "definition", "package"]));
        match packed.and_then(Value::as_str).filter(|packed| !packed.trim().is_empty()) {
            Some(packed) => unpack(packed.trim()),
            None => self.definition.and_then(written),
        }
    }
}

fn unpack(packed: &str) -> Option<String> {
    let archive = STANDARD.decode(packed).ok()?;
    let bytes = read::entry_of(archive, SCRIPT, LONGEST)?;
    // A script begins with a letter or a sign of ASCII, whose second byte is zero in UTF-16.
    if let [first, 0, ..] = bytes.as_slice()
        && first.is_ascii()
    {
        let (pairs, rest) = bytes.as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().map(|&pair| u16::from_le_bytes(pair)).collect();
        return rest.is_empty().then(|| String::from_utf16(&units).ok()).flatten();
    }
    syntax::decode(bytes).ok().map(|text| text.text)
}

/// The script in a `Definition`: a string of JSON.
fn written(definition: &str) -> Option<String> {
    let definition = definition.trim();
    if definition.starts_with('"') { serde_json::from_str(definition).ok() } else { None }
}
