//! What is a secret: by its shape, or by the name it goes by.

use engine::{
    Config,
    mask::{Shape, certain_secrets},
};
use inventory::Filling;

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

/// A secret beyond doubt in a text: not where a placeholder or an expression stands for it.
pub(crate) fn certain(config: &Config, text: &str) -> Option<Shape> {
    let mut found = certain_secrets(text).into_iter();
    found.find(|(range, _)| text.get(range.clone()).is_some_and(|part| is_real(config, part))).map(|(_, shape)| shape)
}

/// Whether a value goes by a name of secrets, and may be one.
pub(crate) fn by_name(config: &Config, name: &str, value: &str) -> bool {
    may_be_secret_name(name) && is_secret_name(name) && is_literal(config, value)
}

/// Whether a name ends like one of a secret: the quick question, since hardly any does.
fn may_be_secret_name(name: &str) -> bool {
    const ENDS: [&str; 8] = ["password", "passwd", "pwd", "passphrase", "secret", "value", "key", "token"];
    let name = name.trim_end_matches(|char: char| !char.is_alphanumeric()).as_bytes();
    // The last letters of these words.
    if !name.last().is_some_and(|last| matches!(last.to_ascii_lowercase(), b'd' | b'e' | b't' | b'y' | b'n')) {
        return false;
    }
    ENDS.iter().any(|end| {
        let from = name.len().checked_sub(end.len());
        from.and_then(|from| name.get(from..)).is_some_and(|tail| tail.eq_ignore_ascii_case(end.as_bytes()))
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
