//! A secret whose name is itself a value, and which stands beside it: a flow's variable (`"name": "password", "value": "…"`), an
//! environment variable (`schemaname="contoso_ApiKey"` above its `<defaultvalue>`).

use std::ops::Range;

use super::member_value;

/// How far from its name a value is looked for, in bytes: the object of a variable, the element of a definition with its texts.
const FAR: usize = 2000;

/// The keys and elements that hold the value of what is named beside them.
const HOLDERS: [&str; 4] = ["\"value", "\"default", "<defaultvalue", "<value"];

/// The value beside the name that ends at `end`; `None` where that is no whole value, or where there is none beside it.
pub(super) fn value(text: &str, start: usize, end: usize) -> Option<Range<usize>> {
    // The end of an attribute or of a string; keys were looked at before.
    let quote = text.get(end..)?.trim_start_matches('\\').chars().next()?;
    if !matches!(quote, '"' | '\'' | '<') {
        return None;
    }
    let in_markup = is_in_markup(text, start);
    let (from, to) = if in_markup { (end, end_of_element(text, end)) } else { object_around(text, start, end) };
    HOLDERS.iter().find_map(|holder| {
        let at = from + text.get(from..to)?.find(holder)?;
        // The rest of the key: `defaultValue`, `value`, and in a string of JSON the quote behind a backslash.
        let rest = text.get(at + holder.len()..to)?;
        let key = rest.find(|char: char| !char.is_ascii_alphanumeric()).unwrap_or(rest.len());
        member_value(text, at + holder.len() + key)
    })
}

/// Whether the place stands in an attribute or element, rather than in JSON.
fn is_in_markup(text: &str, at: usize) -> bool {
    let before = nearby_before(text, at);
    before.rfind(['<', '{', '}']).is_some_and(|found| before.get(found..).is_some_and(|rest| rest.starts_with('<')))
}

/// The object of JSON around a place, as far as it holds no other.
fn object_around(text: &str, start: usize, end: usize) -> (usize, usize) {
    let before = nearby_before(text, start);
    let from = start - before.len() + before.rfind(['{', '}']).unwrap_or(0);
    let after = nearby_after(text, end);
    (from, end + after.find(['{', '}']).unwrap_or(after.len()))
}

/// The end of the definition in which an attribute stands.
fn end_of_element(text: &str, end: usize) -> usize {
    let after = nearby_after(text, end);
    end + after.find("</environmentvariable").unwrap_or(after.len())
}

fn nearby_before(text: &str, at: usize) -> &str {
    let from = (at.saturating_sub(FAR)..=at).find(|&from| text.is_char_boundary(from)).unwrap_or(at);
    text.get(from..at).unwrap_or_default()
}

fn nearby_after(text: &str, at: usize) -> &str {
    let last = at.saturating_add(FAR).min(text.len());
    let to = (at..=last).rev().find(|&to| text.is_char_boundary(to)).unwrap_or(at);
    text.get(at..to).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::mask::masked;

    #[test]
    fn a_value_is_hidden_beside_a_name_of_secrets() {
        for (text, shown) in [
            (
                r#"{ "name": "password", "type": "string", "value": "not-real-1" }"#,
                r#"{ "name": "password", "type": "string", "value": "***" }"#,
            ),
            (r#"{ "value": "not-real-1", "name": "SqlPassword" }"#, r#"{ "value": "***", "name": "SqlPassword" }"#),
            (r#"{"name":"api_key","default":"not-real-1"}"#, r#"{"name":"api_key","default":"***"}"#),
            (
                r#"<environmentvariabledefinition schemaname="contoso_ApiKey"><defaultvalue>not-real-1</defaultvalue>"#,
                r#"<environmentvariabledefinition schemaname="contoso_ApiKey"><defaultvalue>***</defaultvalue>"#,
            ),
            (
                r"<schemaname>contoso_apikey</schemaname><value>not-real-1</value>",
                r"<schemaname>contoso_apikey</schemaname><value>***</value>",
            ),
        ] {
            assert_eq!(masked(text), shown);
        }
    }

    #[test]
    fn other_values_stay() {
        for text in [
            r#"{ "name": "city", "value": "Reading" }, { "name": "password" }"#,
            r#"{ "name": "password", "value": "@{variables('x')}" }"#,
            r#"{ "name": "passwordPolicy", "value": "strict" }"#,
            r#"<definition schemaname="contoso_City"><defaultvalue>Reading</defaultvalue>"#,
            "forgot your password? ask \"value\" and é",
        ] {
            assert_eq!(masked(text), text);
        }
    }
}
