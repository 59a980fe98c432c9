//! Ids as they are compared.

/// An id as it is compared: without braces and surrounding space, in lower case. `None` where nothing is left.
///
/// The same flow is `{4ADA345E-…}` in a `Workflow` element, `4ADA345E-…` in its file's name and `4ada345e-…` in the
/// action that calls it.
#[must_use]
pub fn normal_id(text: &str) -> Option<String> {
    let bare = text.trim().trim_start_matches('{').trim_end_matches('}').trim();
    (!bare.is_empty()).then(|| bare.to_ascii_lowercase())
}

/// The last GUID (`8-4-4-4-12` hexadecimal digits) inside a text such as a file's name, as a range of its bytes.
#[must_use]
pub fn find_guid(text: &str) -> Option<std::ops::Range<usize>> {
    const LENGTH: usize = 36;
    let bytes = text.as_bytes();
    let last = bytes.len().checked_sub(LENGTH)?;
    (0..=last).rev().map(|start| start..start + LENGTH).find(|range| bytes.get(range.clone()).is_some_and(is_guid))
}

fn is_guid(bytes: &[u8]) -> bool {
    bytes.len() == 36
        && bytes.iter().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// The GUID inside a text, in lower case.
#[must_use]
pub fn guid_in(text: &str) -> Option<String> {
    find_guid(text).and_then(|range| text.get(range)).map(str::to_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_compare_without_braces_and_case() {
        assert_eq!(
            normal_id(" {4ADA345E-9007-EB11-A813-000D3AA3E751} ").as_deref(),
            Some("4ada345e-9007-eb11-a813-000d3aa3e751")
        );
        assert_eq!(normal_id("{}"), None);
    }

    #[test]
    fn the_last_guid_of_a_name_is_found() {
        let name = "Workflows/Köpfe-00000000-0000-0000-0000-000000000001-ABCDEF00-0000-0000-0000-000000000002.json";
        assert_eq!(guid_in(name).as_deref(), Some("abcdef00-0000-0000-0000-000000000002"));
        assert_eq!(guid_in("Workflows/short.json"), None);
        assert_eq!(guid_in(""), None);
    }
}
