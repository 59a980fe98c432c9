//! What a plain scalar means: the core schema of YAML 1.2.2, section 10.3.2.

use std::borrow::Cow;

use crate::Kind;

/// The kind of the plain scalar `text`.
pub(super) fn resolve(text: Cow<'_, str>) -> Kind<'_> {
    match &*text {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "true" | "True" | "TRUE" => Kind::Bool(true),
        "false" | "False" | "FALSE" => Kind::Bool(false),
        _ if is_number(&text) => Kind::Number(text),
        _ => Kind::String(text),
    }
}

fn is_number(text: &str) -> bool {
    if let Some(digits) = text.strip_prefix("0o") {
        return all_digits(digits, |digit| matches!(digit, b'0'..=b'7'));
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return all_digits(digits, |digit| digit.is_ascii_hexdigit());
    }
    let unsigned = without_sign(text);
    match unsigned {
        ".inf" | ".Inf" | ".INF" => return true,
        ".nan" | ".NaN" | ".NAN" => return unsigned.len() == text.len(),
        _ => {}
    }
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    all_digits(without_sign(exponent), |digit| digit.is_ascii_digit()) && is_mantissa(mantissa)
}

/// Digits with at most one point among or around them.
fn is_mantissa(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|digit| digit.is_ascii_digit());
    digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty())
}

fn without_sign(text: &str) -> &str {
    text.strip_prefix(['-', '+']).unwrap_or(text)
}

fn all_digits(text: &str, is_digit: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(is_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_what_the_core_schema_says() {
        for number in
            ["0", "-19", "+7", "007", "0o14", "0xfF", "1.", ".5", "-0.5", "12e03", "-2E+05", ".inf", "-.Inf", ".NaN"]
        {
            assert_eq!(resolve(number.into()), Kind::Number(number.into()), "{number}");
        }
        let strings = [
            "1.0.0.0",
            "1_000",
            "0o8",
            "0x",
            "0xg",
            "-",
            "+",
            ".",
            "-.",
            "e3",
            "1e",
            "1e+",
            "+-1",
            "-0x1",
            "-.nan",
            "1 2",
            "2024-01-02",
            "12:30",
            "٣",
        ];
        for string in strings {
            assert_eq!(resolve(string.into()), Kind::String(string.into()), "{string}");
        }
    }

    #[test]
    fn nulls_and_booleans_have_three_spellings() {
        assert!(["", "~", "null", "Null", "NULL"].into_iter().all(|text| resolve(text.into()) == Kind::Null));
        assert!(["true", "True", "TRUE"].into_iter().all(|text| resolve(text.into()) == Kind::Bool(true)));
        assert!(["false", "False", "FALSE"].into_iter().all(|text| resolve(text.into()) == Kind::Bool(false)));
        for string in ["nULL", "tRUE", "yes", "no", "on", "off", "y"] {
            assert_eq!(resolve(string.into()), Kind::String(string.into()));
        }
    }
}
