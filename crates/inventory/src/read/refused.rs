//! Files that are known and cannot be used: what happened, and what to give instead.

use syntax::Value;

use super::Problem;
use super::document::{Document, looks_like_json};

/// What a document is that no reader takes; `None` where nothing tells.
pub(super) fn of_document(document: &Document<'_>) -> Option<Problem> {
    of_answer(&document.root).or_else(|| of_row(document.first()?))
}

/// `{"error": {"code": …, "message": …}}`: what the services answer in place of an export. Only the code is shown, since a message
/// may repeat what was sent.
fn of_answer(root: &Value<'_>) -> Option<Problem> {
    let error = root.get("error")?;
    let code = error.get("code").unwrap_or(error).as_str()?;
    let is_word = |text: &str| {
        text.len() <= 80 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
    };
    let code = if is_word(code) && !code.is_empty() { format!(" ({code})") } else { String::new() };
    let problem = Problem::new(format!("this is an error that the service answered{code}, and no export"));
    Some(problem.help("sign in again, see that you may read what you ask for, and export once more"))
}

fn of_row(row: &Value<'_>) -> Option<Problem> {
    let id = row.get("id").and_then(Value::as_str).unwrap_or_default();
    if id.contains("/permissions/") && row.get("properties").is_some() && row.at(&["properties", "principal"]).is_none()
    {
        let what = "powerlint does not read permissions without their principals, which ConvertTo-Json cuts off where it is not \
                    told a depth";
        return Some(Problem::new(what).help("write them with ConvertTo-Json -Depth 20"));
    }
    None
}

/// What a text is that is no document.
pub(super) fn of_text(text: &str) -> Option<Problem> {
    if looks_like_json(text) {
        return None;
    }
    let first = text.trim_start();
    let begins = |tag: &str| first.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    if begins("<!doctype html") || begins("<html") {
        let problem = Problem::new("this is a web page, probably one to sign in, and no export");
        return Some(
            problem
                .help("what was downloaded needs a sign-in: powerlint inventory script prints a script that does it"),
        );
    }
    if first.starts_with('<') {
        return Some(Problem::new("powerlint does not read XML").help("give the inventory as JSON, CSV or TOML"));
    }
    None
}
