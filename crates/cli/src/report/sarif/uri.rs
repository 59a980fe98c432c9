//! Paths as URI references (RFC 3986).

use std::fmt::Write as _;

/// A path with `/` as a URI: relative where the path is, else `file://`.
pub(super) fn of_path(path: &str) -> String {
    let path = path.strip_prefix("./").unwrap_or(path);
    let drive = path.as_bytes().get(1) == Some(&b':');
    let (prefix, path) = match path {
        path if drive => ("file:///", path),
        path if path.starts_with("//") => ("file:", path),
        path if path.starts_with('/') => ("file://", path),
        path => ("", path),
    };
    let mut uri = prefix.to_owned();
    for (index, byte) in path.bytes().enumerate() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte);
        // Before the first `/` of a relative reference, `:` would end a scheme.
        if plain || (drive && index == 1) {
            uri.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(of_path("a b/c#1.zip"), "a%20b/c%231.zip");
        assert_eq!(of_path("./ü.zip"), "%C3%BC.zip");
        assert_eq!(of_path("/tmp/x.zip"), "file:///tmp/x.zip");
        assert_eq!(of_path("C:/x y.zip"), "file:///C:/x%20y.zip");
        assert_eq!(of_path("//server/share/x.zip"), "file://server/share/x.zip");
        assert_eq!(of_path("sub/a:b.zip"), "sub/a%3Ab.zip");
    }
}
