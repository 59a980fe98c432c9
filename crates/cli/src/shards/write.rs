//! Writing a shard.

use engine::Part;

use super::{End, Head, Line};
use crate::report::escape;

/// Writes a shard, line by line.
///
/// # Errors
/// Never in practice: every value has a JSON form.
pub fn write(head: &Head, part: &Part) -> serde_json::Result<String> {
    let mut text = String::new();
    let lines = std::iter::once(Line::Shard(head))
        .chain(part.opened.iter().map(Line::Opened))
        .chain(part.packages.iter().map(Line::Package))
        .chain(part.findings.iter().map(Line::Finding))
        .chain([Line::End(End::of(part))]);
    for line in lines {
        text.push_str(&escape::json(&serde_json::to_string(&line)?));
        text.push('\n');
    }
    Ok(text)
}
