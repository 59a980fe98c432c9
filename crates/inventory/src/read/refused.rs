//! Files of facts that are known and cannot be used: what to give instead.

use syntax::Value;

use super::Problem;
use super::document::{Document, looks_like_json};

/// A file that is recognised and not read.
pub(super) struct Refused {
    /// What it is.
    what: &'static str,
    /// What to give instead.
    instead: &'static str,
}

impl Refused {
    pub(super) fn problem(&self) -> Problem {
        Problem::new(format!("powerlint does not read {}", self.what)).help(self.instead)
    }
}

#[allow(clippy::unnecessary_wraps, reason = "all that is refused is refused so")]
fn refuse(what: &'static str, instead: &'static str) -> Option<Refused> {
    Some(Refused { what, instead })
}

/// What a document is that no reader takes; `None` where nothing tells.
pub(super) fn of_document(document: &Document<'_>) -> Option<Refused> {
    of_row(document.first()?)
}

fn of_row(row: &Value<'_>) -> Option<Refused> {
    let id = row.get("id").and_then(Value::as_str).unwrap_or_default();
    if id.contains("/permissions/") && row.get("properties").is_some() && row.at(&["properties", "principal"]).is_none()
    {
        let what = "permissions without their principals, which ConvertTo-Json cuts off where it is not told a depth";
        return refuse(what, "write them with ConvertTo-Json -Depth 20");
    }
    None
}

/// What a text is that is no document.
pub(super) fn of_text(text: &str) -> Option<Refused> {
    if looks_like_json(text) {
        return None;
    }
    let first = text.lines().find(|line| !line.trim().is_empty())?;
    if first.trim_start().starts_with('<') {
        return refuse("XML", "give the inventory as JSON, CSV or TOML");
    }
    None
}
