//! What is a secret: by its shape, or by the name it goes by.

use engine::{
    Config,
    mask::{Shape, certain_secrets},
};
use inventory::Filling;
use solution::flow_index::Letters;

/// The last words of a name that say that the value itself is secret. `key` and `token` alone say too little: there are
/// partition keys and token lifetimes.
const SECRET_NAMES: [&[&str]; 13] = [
    &["password"],
    &["passwd"],
    &["pwd"],
    &["passphrase"],
    &["secret"],
    &["secret", "value"],
    &["api", "key"],
    &["apikey"],
    &["access", "key"],
    &["account", "key"],
    &["subscription", "key"],
    &["access", "token"],
    &["bearer", "token"],
];

/// Shorter values are switches, numbers and codes; the oldest rules for passwords ask for as many.
const LEAST: usize = 8;

/// What is given its value with an equals sign where a secret is beyond doubt.
const ASSIGNED: [&str; 5] = ["sig", "accountkey", "sharedaccesskey", "password", "pwd"];
/// What begins a token, and what stands before a key.
const TOKEN: &str = "eyJ";
const PRIVATE_KEY: &str = "PRIVATE KEY-----";

/// Whether a text, which has these characters, may hold a secret beyond doubt: the quick question, since hardly any does.
pub(crate) fn may_be_certain(text: &str, letters: Letters) -> bool {
    const EQUALS: Letters = Letters::of("=");
    const DOTTED: Letters = Letters::of("eyJ.");
    const KEY: Letters = Letters::of(PRIVATE_KEY);
    let ends = |left: &str, word: &str| {
        let from = left.len().checked_sub(word.len());
        from.and_then(|from| left.as_bytes().get(from..)).is_some_and(|end| end.eq_ignore_ascii_case(word.as_bytes()))
    };
    let assigned = |at: usize| {
        let left = text.get(..at).unwrap_or_default().trim_end();
        ASSIGNED.iter().any(|word| ends(left, word))
    };
    (letters.may_hold(EQUALS) && memchr::memchr_iter(b'=', text.as_bytes()).any(assigned))
        || (letters.may_hold(DOTTED) && text.contains(TOKEN))
        || (letters.may_hold(KEY) && text.contains(PRIVATE_KEY))
}

/// A secret beyond doubt in a text: not where a placeholder or an expression stands for it.
pub(crate) fn certain(config: &Config, text: &str) -> Option<Shape> {
    if !may_be_certain(text, Letters::of(text)) {
        return None;
    }
    let mut found = certain_secrets(text).into_iter();
    found.find(|(range, _)| text.get(range.clone()).is_some_and(|part| is_real(config, part))).map(|(_, shape)| shape)
}

/// Whether a value goes by a name of secrets, and may be one.
pub(crate) fn by_name(config: &Config, name: &str, value: &str) -> bool {
    may_be_secret_name(name) && is_secret_name(name) && is_literal(config, value)
}

/// Whether a name ends like one of a secret: the quick question, since hardly any does.
pub(crate) fn may_be_secret_name(name: &str) -> bool {
    let name = match name.as_bytes().last() {
        Some(last) if last.is_ascii_alphanumeric() => name,
        _ => name.trim_end_matches(|char: char| !char.is_alphanumeric()),
    };
    let ends: &[&str] = match name.as_bytes().last().map(u8::to_ascii_lowercase) {
        Some(b'd') => &["password", "passwd", "pwd"],
        Some(b'e') => &["passphrase", "value"],
        Some(b't') => &["secret"],
        Some(b'y') => &["key"],
        Some(b'n') => &["token"],
        _ => return false,
    };
    ends.iter().any(|end| {
        let from = name.len().checked_sub(end.len());
        let tail = from.and_then(|from| name.as_bytes().get(from..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(end.as_bytes()))
    })
}

/// Whether a value may itself be a secret: it is meant as it stands, and is neither a plain word nor the address, path or id
/// of something.
pub(crate) fn is_literal(config: &Config, value: &str) -> bool {
    is_real(config, value) && may_be_secret(value.trim())
}

/// Whether a text is meant as it stands: no placeholder of a pipeline, no expression.
fn is_real(config: &Config, text: &str) -> bool {
    Filling::of_value(text) == Filling::Literal
        && text.contains(char::is_alphanumeric)
        && !text.contains("@{")
        && !config.placeholders.matches(text)
}

/// Neither a plain word, as documentation has it, nor an address, path or id, which name a secret rather than being one.
fn may_be_secret(value: &str) -> bool {
    let is_id = value.len() == 36 && value.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let classes: [fn(char) -> bool; 4] =
        [char::is_lowercase, char::is_uppercase, char::is_numeric, |char: char| !char.is_alphanumeric()];
    let mixed = classes.iter().filter(|class| value.contains(**class)).count() > 1;
    mixed
        && value.chars().count() >= LEAST
        && !value.contains(char::is_whitespace)
        && !value.contains("://")
        && !value.starts_with('/')
        && !is_id
        && !value.starts_with(['{', '[', '<', '@'])
}

/// Whether the last words of a name say that the value is secret.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let words = words(name);
    SECRET_NAMES.iter().any(|ending| {
        words.len() >= ending.len() && words.iter().rev().zip(ending.iter().rev()).all(|(one, other)| one == other)
    })
}

/// The words of a name in lower case: divided by what is no letter or digit, and before capitals.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut before_lower = false;
    for char in name.chars() {
        if !char.is_alphanumeric() || (char.is_uppercase() && before_lower) {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        }
        if char.is_alphanumeric() {
            word.extend(char.to_lowercase());
        }
        before_lower = char.is_lowercase();
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

#[cfg(test)]
mod tests {
    use super::{is_secret_name, may_be_secret, may_be_secret_name};

    #[test]
    fn names_of_secrets_end_with_the_word() {
        for name in ["contoso_ClientSecret", "contoso_apikey", "Payroll API key", "contoso_db_password", "SqlPassword"]
        {
            assert!(is_secret_name(name) && may_be_secret_name(name), "{name}");
        }
        for name in [
            "contoso_SecretName",
            "contoso_PartitionKey",
            "contoso_PasswordPolicyUrl",
            "contoso_Secretariat",
            "contoso_TokenLifetime",
            "contoso_ApiKeyHeader",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn what_names_a_secret_is_none() {
        for value in
            ["https://contoso.vault.azure.net/x", "/subscriptions/x", "no", "undisclosed", "ask the owner", "{}"]
        {
            assert!(!may_be_secret(value), "{value}");
        }
        assert!(may_be_secret("fake-fake-fake"));
    }
}
