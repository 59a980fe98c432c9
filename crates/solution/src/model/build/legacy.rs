//! `manifest.json` of a legacy package.

use syntax::Value;

use super::place::{member_at, members, string_at};
use crate::{
    At, FileId, Loc,
    model::{LegacyAccount, LegacyPackage},
};

/// Reads the manifest.
pub(super) fn package<'t>(file: FileId, root: &'t Value<'t>) -> LegacyPackage<'t> {
    let details = root.get("details");
    let mut accounts = Vec::new();
    let creator = details.and_then(|details| member_at(file, details, "creator"));
    accounts.extend(
        creator
            .filter(|creator| names_somebody(creator.value))
            .map(|account| LegacyAccount { account, role: "creator of the package" }),
    );
    for resource in root.get("resources").map(members).unwrap_or_default() {
        let kind = resource.value.get("type").and_then(Value::as_str).unwrap_or_default();
        if kind.eq_ignore_ascii_case("Microsoft.PowerApps/apis/connections") {
            let name = resource.value.at(&["details", "displayName"]).and_then(|name| string_at(file, name));
            let account = name.filter(|name| is_address(name.value));
            accounts.extend(account.map(|account| LegacyAccount { account, role: "account of a connection" }));
        }
    }
    LegacyPackage {
        display_name: details.and_then(|details| member_at(file, details, "displayName")),
        accounts,
        loc: Loc::file(file),
    }
}

/// Reads who made a flow, where its definition says it with an address: mostly it is only an object id.
pub(super) fn flow_accounts<'t>(file: FileId, root: &'t Value<'t>, into: &mut Vec<LegacyAccount<'t>>) {
    for place in [&["properties", "creator"][..], &["properties", "definition", "metadata", "creator"]] {
        let Some(creator) = root.at(place) else { continue };
        let addresses = creator.members().iter().filter_map(|member| string_at(file, &member.value));
        let account = addresses.chain(string_at(file, creator)).find(|at: &At<&str>| is_address(at.value));
        into.extend(account.map(|account| LegacyAccount { account, role: "creator of a flow" }));
    }
}

/// The creator is a name or an address; `N/A` where the exporter does not say.
fn names_somebody(creator: &str) -> bool {
    !matches!(creator.trim().to_ascii_lowercase().as_str(), "" | "n/a" | "na" | "none" | "null" | "unknown" | "-")
}

/// Whether this is an e-mail address: connections are also named after sites, folders and connectors.
fn is_address(text: &str) -> bool {
    let text = text.trim();
    let Some((user, domain)) = text.rsplit_once('@') else { return false };
    let plain = |part: &str| !part.is_empty() && !part.contains([' ', '/', '\\', ':', '@', ',', ';']);
    plain(user) && plain(domain) && domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_other_names() {
        assert!(is_address("ada@contoso.com"));
        assert!(is_address("ada.l+flow@mail.contoso.co.uk "));
        for other in
            ["contoso.com", "https://contoso.com/@x", "@contoso.com", "ada@contoso", "ada@.com", "Ada @ contoso.com"]
        {
            assert!(!is_address(other), "{other}");
        }
    }
}
