//! What a client sends to say who it is: the `Authorization` header, and the name and password before an address's host.

use std::ops::Range;

use super::{member_value, value_at};

/// Schemes of the header, which are no secret themselves.
const SCHEMES: [&str; 8] = ["apikey", "basic", "bearer", "digest", "negotiate", "sharedkey", "splunk", "token"];

/// What proves who asks, in the value after the header's name: all but its scheme.
pub(super) fn credentials(text: &str, after_name: usize) -> Option<Range<usize>> {
    after_scheme(text, member_value(text, after_name)?)
}

/// A header's value without its scheme. A value without quotes ended at the white space behind its scheme.
pub(super) fn after_scheme(text: &str, value: Range<usize>) -> Option<Range<usize>> {
    let (start, end) = (value.start, value.end);
    let whole = text.get(value)?;
    let first = whole.split(' ').next().unwrap_or_default();
    if !SCHEMES.iter().any(|scheme| first.eq_ignore_ascii_case(scheme)) {
        return Some(start..end);
    }
    let rest = text.get(start + first.len()..)?;
    let after = start + first.len() + (rest.len() - rest.trim_start_matches(' ').len());
    if first.len() < whole.len() {
        // Within quotes: the rest of the value, unless it is an expression.
        return value_at(text, after, None).map(|plain| plain.start..end.max(plain.end));
    }
    value_at(text, after, None)
}

/// The password in `https://name:password@host`.
pub(super) fn password_of_address(text: &str, after_slashes: usize) -> Option<Range<usize>> {
    let rest = text.get(after_slashes..)?;
    let ends = |char: char| char.is_whitespace() || matches!(char, '/' | '?' | '#' | '"' | '\'' | '<' | '>' | '\\');
    let authority = rest.get(..rest.find(ends).unwrap_or(rest.len()))?;
    let (user, host) = authority.rsplit_once('@')?;
    let (name, password) = user.split_once(':')?;
    // `@{…}` is an expression, and no sign before a host.
    let plain = !password.is_empty() && !host.starts_with('{') && !password.contains(['{', '}', '$', '%', '@']);
    let start = after_slashes + name.len() + 1;
    plain.then(|| start..start + password.len())
}

#[cfg(test)]
mod tests {
    use crate::mask::masked;

    #[test]
    fn what_proves_who_asks_is_hidden_and_its_scheme_is_not() {
        for (text, shown) in [
            (r#"{"Authorization": "Basic bm90LXJlYWw="}"#, r#"{"Authorization": "Basic ***"}"#),
            (r#"{"authorization":"ApiKey not real"}"#, r#"{"authorization":"ApiKey ***"}"#),
            (r#"{"Authorization": "not-real"}"#, r#"{"Authorization": "***"}"#),
            (r#"{"name":"Authorization","value":"Basic bm90"}"#, r#"{"name":"Authorization","value":"Basic ***"}"#),
            ("Authorization: Basic bm90LXJlYWw=\nx: 1", "Authorization: Basic ***\nx: 1"),
            ("https://app:not-real@orders.contoso.com/x", "https://app:***@orders.contoso.com/x"),
        ] {
            assert_eq!(masked(text), shown);
        }
    }

    #[test]
    fn what_proves_nothing_stays() {
        for text in [
            r#"{"Authorization": "Basic @{base64(variables('x'))}"}"#,
            r#"{"Authorization": "@parameters('$authentication')"}"#,
            r#"{"name": "Authorization", "in": "header", "type": "string"}"#,
            "https://contoso.com:443/x?mail=a@b.com",
            "https://app@contoso.com",
            "https://@{variables('host')}:@{variables('port')}",
            "https://app:@{variables('x')}@contoso.com",
        ] {
            assert_eq!(masked(text), text);
        }
    }
}
