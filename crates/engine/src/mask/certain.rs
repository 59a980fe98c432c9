//! What is a secret beyond doubt, by its shape. Masks may hide too much; who calls something a secret may not.

use std::ops::Range;

use super::{
    private_key, token, value_at, web_token,
    words::{Announced, words},
};

/// A secret's shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The signature of an address (`sig=`): whoever has the address needs nothing else.
    Signature,
    /// `AccountKey=` of a storage account.
    AccountKey,
    /// `SharedAccessKey=` of a bus, hub or queue.
    SharedAccessKey,
    /// `Password=` or `Pwd=` in a connection string.
    Password,
    /// A JSON Web Token.
    WebToken,
    /// A private key.
    PrivateKey,
}

impl Shape {
    /// It in words, with its article.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Signature => "the signature of an address",
            Self::AccountKey => "the key of a storage account",
            Self::SharedAccessKey => "a shared access key",
            Self::Password => "a password in a connection string",
            Self::WebToken => "a JSON Web Token",
            Self::PrivateKey => "a private key",
        }
    }
}

/// A key or signature is at least this long; what is shorter is an example or a word.
const LEAST: usize = 16;

/// What in a value is certainly a secret, in the order of the shapes.
#[must_use]
pub fn certain_secrets(value: &str) -> Vec<(Range<usize>, Shape)> {
    // What every shape holds, and hardly any text.
    if !value.bytes().any(|byte| matches!(byte, b'=' | b'J' | b'-')) {
        return Vec::new();
    }
    // Nor has a text a word that announces one, or is a connection string.
    let announces = |what| matches!(what, Announced::Value | Announced::WebToken | Announced::PrivateKey);
    let pairs = value.contains('=') && value.contains(';');
    if !pairs && !words(value).any(|(announced, ..)| announces(announced)) {
        return Vec::new();
    }
    // The same length in bytes, so that offsets agree.
    let lower = value.to_ascii_lowercase();
    let mut found = Vec::new();
    for (word, before, shape) in [
        ("sig=", &['?', '&'][..], Shape::Signature),
        ("accountkey=", &[';'][..], Shape::AccountKey),
        ("sharedaccesskey=", &[';'][..], Shape::SharedAccessKey),
    ] {
        let starts = lower.match_indices(word).filter(|(at, _)| {
            let left = lower.get(..*at).unwrap_or_default().trim_end();
            left.is_empty() || left.ends_with(before)
        });
        let long =
            starts.filter_map(|(at, _)| value_at(value, at + word.len(), None)).filter(|range| range.len() >= LEAST);
        found.extend(long.map(|range| (range, shape)));
    }
    found.extend(password(value).map(|range| (range, Shape::Password)));
    let tokens = value.match_indices("eyJ").filter(|(at, _)| {
        !value.get(..*at).is_some_and(|left| left.ends_with(|char: char| char.is_ascii_alphanumeric()))
    });
    found.extend(tokens.filter_map(|(at, _)| web_token(value, at)).map(|range| (range, Shape::WebToken)));
    let keys = value.match_indices("PRIVATE KEY-----").filter_map(|(at, word)| private_key(value, at + word.len()));
    // A key of any kind is some lines of base 64.
    let real = |range: &Range<usize>| {
        let body = value.get(range.clone()).unwrap_or_default();
        let start = range.start + body.len() - body.trim_start().len();
        token(value, start, LEAST).is_some()
    };
    found.extend(keys.filter(real).map(|range| (range, Shape::PrivateKey)));
    found
}

/// The password in a connection string: one of several `key=value` with `;` between them.
fn password(value: &str) -> Option<Range<usize>> {
    let mut at = 0;
    let mut password = None;
    let mut pairs = 0;
    for part in value.split(';') {
        if let Some((key, _)) = part.split_once('=') {
            pairs += 1;
            if ["password", "pwd"].iter().any(|word| key.trim().eq_ignore_ascii_case(word)) {
                password = password.or_else(|| value_at(value, at + key.len() + 1, None));
            }
        }
        at += part.len() + 1;
    }
    password.filter(|_| pairs > 1)
}

#[cfg(test)]
mod tests {
    use super::{Shape, certain_secrets};

    #[test]
    fn secrets_are_told_by_their_shape() {
        for (value, shape) in [
            ("https://contoso.blob.core.windows.net/x?sv=1&sig=NotARealSignature0123", Shape::Signature),
            ("AccountName=contoso;AccountKey=NotARealKey0123456789==;EndpointSuffix=x", Shape::AccountKey),
            ("Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey=NotARealKey0123456789=", Shape::SharedAccessKey),
            ("Server=sql.contoso.com;User Id=app;Password=not-real", Shape::Password),
            ("eyJhbGciOiJub25lIn0.eyJzdWIiOiJub25lIn0.not-real", Shape::WebToken),
            (
                "-----BEGIN PRIVATE KEY-----\nTm90QVJlYWxLZXlOb3RBUmVhbEtleQ==\n-----END PRIVATE KEY-----",
                Shape::PrivateKey,
            ),
        ] {
            let shapes: Vec<Shape> = certain_secrets(value).into_iter().map(|(_, shape)| shape).collect();
            assert_eq!(shapes, [shape], "{value}");
        }
    }

    #[test]
    fn what_may_be_something_else_is_no_certain_secret() {
        for value in [
            "https://contoso.com/x?sig=short",
            "design=a-new-one-for-everybody",
            "AccountName=contoso;AccountKey=#{storage.key}#;EndpointSuffix=x",
            "Password=hunter2",
            "Server=sql;Password=${PW}",
            "Server=sql;Password=;User Id=app",
            "Forgot password: call 123; or write",
            "-----BEGIN PRIVATE KEY-----...-----END PRIVATE KEY-----",
            "-----BEGIN PUBLIC KEY-----\nTm90QVJlYWxLZXlOb3RBUmVhbEtleQ==\n-----END PUBLIC KEY-----",
            "heyJude.and.the.others.are.songs",
            "22222222-0000-0000-0000-000000000001",
        ] {
            assert_eq!(certain_secrets(value), [], "{value}");
        }
    }
}
