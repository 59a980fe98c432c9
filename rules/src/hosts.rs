//! Addresses that belong to one environment.

use solution::flow_index::Letters;

/// The letters of what has such an address: of the scheme, and of one of the domains.
pub(crate) const LETTERS: [Letters; 3] = [
    Letters::in_any_case("https://dynamics."),
    Letters::in_any_case("https://sharepoint."),
    Letters::in_any_case("https://appsplatform."),
];

/// Whether a text, or one in it, can be an address at all. Hardly any is.
pub(crate) fn may_name_host(text: &str) -> bool {
    text.contains("://")
}

/// The host of an environment or of a site that a text names, in lower case; `None` where a part of it is computed.
pub(crate) fn host(text: &str) -> Option<String> {
    const ENDS: [&str; 7] = [
        ".dynamics.com",
        ".microsoftdynamics.us",
        ".appsplatform.us",
        ".dynamics.cn",
        ".sharepoint.com",
        ".sharepoint.us",
        ".sharepoint.cn",
    ];
    if !may_name_host(text) {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let mut rest = lower.as_str();
    while let Some(at) = rest.find("https://") {
        rest = rest.get(at + "https://".len()..)?;
        let end = rest.find(|char: char| !(char.is_ascii_alphanumeric() || "-.".contains(char))).unwrap_or(rest.len());
        let host = rest.get(..end)?;
        // Of Dataverse only an organisation's own address: `contoso.crm4.dynamics.com`, `contoso.api.crm4.dynamics.com`.
        let own = host.contains(".sharepoint.") || host.split('.').skip(1).any(|part| part.starts_with("crm"));
        let named = host.split('.').next().is_some_and(|first| !first.is_empty());
        if named && own && ENDS.iter().any(|ending| host.ends_with(ending)) {
            return Some(host.to_owned());
        }
    }
    None
}
